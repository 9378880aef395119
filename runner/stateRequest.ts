import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { bitStringLayout, formatBits } from '#core/circuit/bitStrings.ts';
import { qubitName } from '#core/circuit/chosenWires.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { executedPartAt, momentBeforeMeasurements } from '#core/circuit/drawing/drawnMoments.ts';
import { withPasses } from '#core/circuit/executedPasses.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import type { StateQuestion, StateView } from '#core/protocol/stateInspection.ts';
import type { AskedOutcomes, InspectedBranches, StateInspection } from '#core/simulator/readout/stateInspection.ts';
import type { InspectedSource } from './inspectedCircuit.ts';
import { placed } from './placedRun.ts';
import type { RunnerServices } from './runnerServices.ts';

/** What of the runner it takes to look at a state. */
export interface InspectionServices extends Pick<RunnerServices, 'clock' | 'inspected'> {
  readonly simulator: Pick<RunnerServices['simulator'], 'inspect'>;
}

/** Outcomes of measurements that are told; a loop may have thousands. */
const mostOutcomes = 32;

/** Readings of a branch that are told. */
const mostReadings = 8;

/**
 * The state of a circuit at a moment of its drawing: where it measures or resets before, of all outcomes, one of them or
 * one shot.
 * @throws Failure of the file, `invalid-circuit`, `too-large` above 20 qubits, `cancelled`
 */
export async function inspectState(
  source: InspectedSource,
  opening: GroupOpening,
  question: StateQuestion,
  { clock, inspected, simulator }: InspectionServices,
  signal: CancellationSignal,
): Promise<StateView> {
  const prepared = await inspected.prepare(source, opening, () => clock.monotonic());
  const { circuit, lines, moments, path } = prepared;
  const moment = Math.min(question.moment ?? momentBeforeMeasurements(circuit, moments), moments.count);
  const { loops, part } = withPasses(circuit.operations, executedPartAt(moments, moment), question.passes ?? []);
  const values = circuit.parameters.map(({ name }) => question.inputs[name] ?? 0);
  const observable = readObservable(question.observable, circuit);
  const asked = {
    ...part,
    values,
    outcomes: outcomesOf(question),
    rows: question.states,
    wantsQubits: question.wantsQubits,
    wantsCorrelations: question.wantsCorrelations,
    ...(observable?.kind === 'sum' && { observable: observable.sum }),
  };
  const found = await placed(simulator.inspect(circuit, asked, signal), path, lines);
  return {
    moment,
    momentCount: moments.count,
    ...(loops > 0 && { loops }),
    qubits: Array.from({ length: circuit.qubitCount }, (_, qubit) => qubitName(circuit, qubit)),
    inputs: circuit.parameters.map(({ name, type }, index) => ({ name, type, value: values[index] ?? 0 })),
    stateCount: found.stateCount,
    order: question.states.order,
    from: question.states.from,
    states: statesOf(found, circuit),
    ...(found.bloch && { bloch: found.bloch.map(([x, y, z]): [number, number, number] => [x, y, z]) }),
    ...(found.correlations && { correlations: [...found.correlations] }),
    ...(found.observable && { observable: { kind: 'value', ...found.observable } as const }),
    ...(observable?.kind === 'problem' && { observable }),
    ...(found.shot && { shot: shotOf(found.shot, circuit) }),
    ...(found.branches && { branches: branchesOf(found.branches, circuit) }),
  };
}

type ReadObservable =
  | { readonly kind: 'sum'; readonly sum: PauliSum }
  | { readonly kind: 'problem'; readonly message: string };

/** A text that is still being typed is no reason to show nothing. */
function readObservable(text: string | undefined, circuit: Circuit): ReadObservable | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return { kind: 'sum', sum: parseObservable(text, circuit) };
  } catch (thrown) {
    if (!Failure.is(thrown, 'invalid-input')) throw thrown;
    return { kind: 'problem', message: [thrown.message, thrown.advice].filter(Boolean).join(' ') };
  }
}

function outcomesOf({ branch, outcomes, shot }: StateQuestion): AskedOutcomes {
  switch (outcomes) {
    case 'all':
      return { kind: 'all', ...(branch !== undefined && { branch }) };
    case 'shot':
      return { kind: 'shot', seed: shot };
  }
}

function statesOf({ rows }: StateInspection, { qubitCount, qubitRegisters }: Circuit): StateView['states'] {
  const layout = bitStringLayout(qubitRegisters, qubitCount);
  const values = new Uint8Array(qubitCount);
  return rows.map(({ amplitude, index, probability }) => {
    for (let qubit = 0; qubit < qubitCount; qubit++) values[qubit] = (index >>> qubit) & 1;
    return {
      label: formatBits(values, layout),
      chance: probability,
      ...(amplitude && { amplitude: { ...amplitude } }),
    };
  });
}

function shotOf(
  { bits, outcomes }: NonNullable<StateInspection['shot']>,
  circuit: Circuit,
): NonNullable<StateView['shot']> {
  const told = outcomes.slice(-mostOutcomes);
  return {
    outcomes: told.map(({ qubit, ...outcome }) => ({ qubit: qubitName(circuit, qubit), ...outcome })),
    earlier: outcomes.length - told.length,
    registers: registersOf(bits, circuit),
  };
}

function branchesOf({ all, seen }: InspectedBranches, circuit: Circuit): NonNullable<StateView['branches']> {
  return {
    all: all.map(({ bits, key, probability, readings }) => ({
      key,
      probability,
      registers: registersOf(bits, circuit),
      readings: readings.slice(-mostReadings).map(({ qubit, value }) => ({ qubit: qubitName(circuit, qubit), value })),
    })),
    ...(seen !== undefined && { seen }),
  };
}

function registersOf(bits: readonly number[], { bitRegisters }: Circuit): { name: string; bits: string }[] {
  return bitRegisters
    .filter(({ isInternal }) => isInternal !== true)
    .map(({ name, size, start }) => ({
      name,
      bits: bits
        .slice(start, start + size)
        .reverse()
        .join(''),
    }));
}
