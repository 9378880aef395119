import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { groupByMeasurementBasis, type MeasurementGroup, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RowEvaluation } from './evaluateRows.ts';
import type { RowRange } from './evaluationParts.ts';
import { kernelRows } from './fidelityKernel.ts';
import { prepareState } from './prepareState.ts';
import { compileProgram, type Program } from './program/compileProgram.ts';
import { isOdd } from './readout/pauliMasks.ts';
import type { KernelContext } from './simulationContext.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import type { StagedGates } from './stateVector/stagedGates.ts';
import { type StateVectorMethod, stateVectorMethod } from './stateVector/stateVectorMethod.ts';

/**
 * Rows of a request on states of any width, one after the other.
 * @throws Failure as {@link compileProgram}, and `too-large`
 */
export function wideEvaluation(circuit: Circuit, context: Pick<KernelContext, 'kernels' | 'helpers'>): RowEvaluation {
  const method = stateVectorMethod(circuit.qubitCount, context);
  const program = compileProgram(circuit, method.prepareGates, { ignoreMeasurements: true, ignoreGlobalPhase: true });
  return {
    evaluate: (request, rows, signal) => evaluateRows(method, program, request, rows, signal),
    release: () => {},
  };
}

function evaluateRows(
  method: StateVectorMethod,
  compiled: Program<StagedGates>,
  request: Omit<EvaluationRequest, 'circuit'>,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  if (request.output.kind === 'fidelity-kernel') {
    return kernelRows(method, compiled, request, request.output.others, rows, signal);
  }
  const state = method.createState();
  const rotated = request.output.kind === 'expectations' && request.shots !== undefined ? method.createState() : state;
  try {
    const read =
      request.output.kind === 'probabilities'
        ? probabilityReader(compiled, request, signal)
        : expectationReader(method, rotated, request, request.output.observables, signal);
    const result: Float64Array[] = [];
    for (let row = rows.from; row < rows.to; row++) {
      prepareState(compiled, request.bindings[row] ?? [], state, signal);
      result.push(read(state, row));
    }
    return result;
  } finally {
    state.release();
    if (rotated !== state) rotated.release();
  }
}

type RowReader = (state: AmplitudeState, row: number) => Float64Array;

function probabilityReader(
  { qubitCount }: Program<StagedGates>,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  signal: CancellationSignal,
): RowReader {
  const size = 2 ** qubitCount;
  const qubits = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  return (state, row) => {
    const probabilities = new Float64Array(size);
    if (shots === undefined) {
      const { vector } = state;
      for (let index = 0; index < size; index++) {
        const re = vector[2 * index] as number;
        const im = vector[2 * index + 1] as number;
        probabilities[index] = re * re + im * im;
      }
    } else {
      state.sampleIndices(maskOf(qubits), shots, randomStream(seed, row), signal, (index, count) => {
        probabilities[index] = count / shots;
      });
    }
    return probabilities;
  };
}

function expectationReader(
  method: StateVectorMethod,
  rotated: AmplitudeState,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): RowReader {
  if (shots === undefined) {
    return (state) => state.expectations(observables, signal);
  }
  const groups = groupByMeasurementBasis(observables).map((group) => ({
    terms: group.terms.map(({ coefficient, observable, qubits }) => ({
      coefficient,
      observable,
      mask: maskOf(qubits),
    })),
    read: maskOf([...group.axes.keys()]),
    rotation: rotationGates(method, group),
  }));
  return (state, row) => {
    const values = new Float64Array(observables.length);
    groups.forEach(({ read, rotation, terms }, group) => {
      rotated.copyFrom(state, signal);
      rotated.apply(rotation, signal);
      const sums = new Float64Array(terms.length);
      rotated.sampleIndices(read, shots, randomStream(seed, row, group), signal, (index, count) => {
        for (let term = 0; term < terms.length; term++) {
          const { mask } = terms[term] as (typeof terms)[number];
          sums[term] = (sums[term] as number) + (isOdd(index & mask) ? -count : count);
        }
      });
      terms.forEach(({ coefficient, observable }, term) => {
        values[observable] = (values[observable] ?? 0) + (coefficient * (sums[term] as number)) / shots;
      });
    });
    return values;
  };
}

function maskOf(qubits: readonly number[]): number {
  return qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
}

/** The gates that turn the axes of a group to Z. */
function rotationGates(method: StateVectorMethod, { axes }: MeasurementGroup): StagedGates {
  return method.prepareGates(
    [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
    {},
  );
}
