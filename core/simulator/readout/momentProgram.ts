import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { createMemory } from '#core/circuit/evaluateClassical.ts';
import { type ExecutedPart, executedOperations, type PlacedOperation } from '#core/circuit/executedPart.ts';
import { bindProgram, compileProgram, type Program } from '../program/compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import type { OutcomeBranch, OutcomeBranches } from './outcomeBranches.ts';
import { followShot, type MomentOutcome, type ShotWay } from './shotWay.ts';

/** Operations that are compiled together, and the place of the first in the circuit. */
interface Segment<Gates> {
  readonly place: number;
  readonly program: Program<Gates>;
}

/** What is known of a shot besides its state. */
export interface ShotFacts {
  /** What was read, in order of the program. */
  readonly outcomes: readonly MomentOutcome[];
  /** The classical bits, bit j at index j. */
  readonly bits: Uint8Array;
}

/**
 * Some operations of a circuit, in order, ready to be run again and again with other values of its parameters. What every
 * measurement reads depends on the seed and the place of the measurement in the circuit, so that more or fewer operations
 * of the same shot read the same.
 */
export class MomentProgram<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  readonly #circuit: Circuit;
  readonly #segments: readonly Segment<Gates>[];

  /**
   * @param part what is executed; with each operation those it follows on its qubits and bits
   * @throws Failure what the method refuses
   */
  constructor(circuit: Circuit, part: ExecutedPart, method: SimulationMethod<Gates, State>) {
    this.#circuit = circuit;
    this.#segments = segmentsOf(executedOperations(circuit.operations, part)).map(({ operations, place }) => ({
      place,
      program: compileProgram({ ...circuit, operations }, method.prepareGates, { inOrder: true }),
    }));
  }

  /**
   * Overwrites the state with that after the operations.
   * @param values one for each parameter of the circuit
   * @param seed any integer; of all shots with the same seed, measurements have the same outcomes
   * @throws Failure `invalid-input` (values), `cancelled` (the state is then somewhere between); RunTimeFault
   */
  runShot(values: readonly number[], seed: number, state: State, signal: CancellationSignal): ShotFacts {
    const memory = createMemory(this.#circuit, values);
    const outcomes: MomentOutcome[] = [];
    let passes = 0;
    state.clear();
    for (const { place, program } of this.#segments) {
      throwIfCancelled(signal);
      bindProgram(program, values);
      const way: ShotWay = { memory, stream: randomStream(seed, 'shot', place), passes, outcomes };
      followShot(program.head, state, way, signal);
      passes = way.passes;
    }
    return { outcomes, bits: memory.bits };
  }

  /**
   * All states that the operations may lead to, in order of the bits that were read.
   * @param values one for each parameter of the circuit
   * @param branches divides them at measurements
   * @throws Failure `invalid-input` (values), `too-large` as `OutcomeBranches`, `cancelled`; RunTimeFault
   */
  runAll(
    values: readonly number[],
    branches: OutcomeBranches<Gates, State>,
    signal: CancellationSignal,
  ): readonly OutcomeBranch<State>[] {
    branches.begin(createMemory(this.#circuit, values));
    for (const { program } of this.#segments) {
      bindProgram(program, values);
      branches.follow(program.head, signal);
    }
    return branches.end();
  }
}

/** Gates that follow each other make one segment, everything else one by itself. */
function segmentsOf(
  executed: readonly PlacedOperation[],
): { readonly place: number; readonly operations: readonly Operation[] }[] {
  const segments: { readonly place: number; readonly operations: Operation[] }[] = [];
  let gates: Operation[] | undefined;
  for (const { operation, place } of executed) {
    if (operation.kind === 'barrier') continue;
    if (isGate(operation)) {
      if (gates === undefined) {
        gates = [];
        segments.push({ place, operations: gates });
      }
      gates.push(operation);
    } else {
      gates = undefined;
      segments.push({ place, operations: [operation] });
    }
  }
  return segments;
}

function isGate({ kind }: Operation): boolean {
  return kind === 'gate' || kind === 'unitary';
}
