import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { Instruction } from '../program/compileProgram.ts';
import type { PreparedGates, QuantumState } from '../program/quantumState.ts';
import { computeGates, enter, isClassical } from '../program/runBranches.ts';

/** A reading of a qubit that happened in a shot. */
export interface MomentOutcome {
  readonly qubit: number;
  /** Of a reset the value the qubit was found with. */
  readonly value: 0 | 1;
  /** How likely this value was. */
  readonly probability: number;
}

/** One shot, as far as it has come. */
export interface ShotWay {
  readonly memory: ClassicalMemory;
  /** Draws the outcomes of measurements and resets. */
  readonly stream: RandomStream;
  /** Through loops. */
  passes: number;
  /** In order. */
  readonly outcomes: MomentOutcome[];
}

/**
 * Runs instructions on a state the way one shot goes.
 * @throws Failure `cancelled` (state and memory are then somewhere between); RunTimeFault
 */
export function followShot<Gates extends PreparedGates>(
  instructions: readonly Instruction<Gates>[],
  state: QuantumState<Gates>,
  way: ShotWay,
  signal: CancellationSignal,
): void {
  for (const instruction of instructions) {
    throwIfCancelled(signal);
    if (instruction.kind === 'gates') {
      if (instruction.isComputed) computeGates(instruction, way.memory);
      state.apply(instruction.gates, signal);
    } else if (instruction.kind === 'measure' || instruction.kind === 'reset') {
      read(instruction, state, way, signal);
    } else if (isClassical(instruction)) {
      const decide = () => RunTimeFault.within(instruction.source, () => enter(instruction, way));
      for (let body = decide(); body; body = instruction.kind === 'while' ? decide() : undefined) {
        followShot(body, state, way, signal);
      }
    }
  }
}

function read<Gates extends PreparedGates>(
  instruction: Extract<Instruction<Gates>, { kind: 'measure' | 'reset' }>,
  state: QuantumState<Gates>,
  { memory, outcomes, stream }: ShotWay,
  signal: CancellationSignal,
): void {
  const { qubit } = instruction;
  const probabilityOfOne = state.probabilityOfOne(qubit, signal);
  const value = stream.uniform() < probabilityOfOne ? 1 : 0;
  const probability = value === 1 ? probabilityOfOne : 1 - probabilityOfOne;
  state.collapse(qubit, value, probability, signal);
  outcomes.push({ qubit, value, probability });
  if (instruction.kind === 'reset') {
    if (value === 1) state.lower(qubit);
  } else if (instruction.bit !== undefined) {
    memory.bits[instruction.bit] = value;
  }
}
