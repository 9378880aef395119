import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { evaluateCondition } from '#core/circuit/evaluateCondition.ts';
import { collapse, lowerQubit, probabilityOfOne } from './collapse.ts';
import type { CompiledCircuit, Instruction } from './compileCircuit.ts';
import { applySteps } from './kernels.ts';
import { allocateState, type StateVector, stateBytes } from './stateVector.ts';

/**
 * What is divided among the outcomes of a measurement: a number of shots, or probability. `split` gives the part of
 * outcome 1; a part of 0 is not followed.
 */
export interface Share {
  split(amount: number, probabilityOfOne: number): number;
}

/**
 * One way through the circuit. The state is final (the tail has been applied) and may be overwritten; the bits are those
 * written before the tail.
 */
export type Leaf = (amount: number, state: StateVector, bits: Uint8Array) => void;

/** Memory for the states that wait while another branch is followed. */
const branchMemory = 4 * 2 ** 30;

interface Frame {
  readonly instructions: readonly Instruction[];
  readonly next: number;
  readonly after: Frame | undefined;
}

/**
 * Runs a bound circuit, dividing `amount` at every measurement in its head, and calls `leaf` for each way through, in an
 * order that depends on the shares only. The smaller part is followed first on a copy, so no more states wait than the
 * binary logarithm of the amount.
 *
 * @param state in |0…0⟩
 * @throws Failure `cancelled`, or `too-large` when the waiting states do not fit into memory
 */
export function runBranches(
  compiled: CompiledCircuit,
  state: StateVector,
  amount: number,
  share: Share,
  leaf: Leaf,
  signal: CancellationSignal,
): void {
  const { qubitCount } = compiled;
  const spare: StateVector[] = [];
  let copies = 0;

  const copyOf = (source: StateVector): StateVector => {
    let copy = spare.pop();
    if (copy === undefined) {
      copies++;
      if (copies * stateBytes(qubitCount) > branchMemory) throw tooManyBranches(qubitCount);
      copy = allocateState(qubitCount);
    }
    copy.set(source);
    return copy;
  };

  const follow = (start: Frame | undefined, branch: StateVector, part: number, bits: Uint8Array): void => {
    let frame = start;
    let remaining = part;
    while (frame !== undefined) {
      throwIfCancelled(signal);
      const instruction = frame.instructions[frame.next];
      if (instruction === undefined) {
        frame = frame.after;
        continue;
      }
      const rest: Frame = { ...frame, next: frame.next + 1 };
      frame = rest;
      switch (instruction.kind) {
        case 'steps':
          applySteps(branch, qubitCount, instruction.steps, signal);
          break;
        case 'conditional': {
          const instructions = evaluateCondition(instruction.condition, bits)
            ? instruction.body
            : instruction.otherwise;
          frame = { instructions, next: 0, after: rest };
          break;
        }
        case 'measure':
        case 'reset': {
          const probability = probabilityOfOne(branch, instruction.qubit);
          const ones = share.split(remaining, probability);
          const zeros = remaining - ones;
          const smaller = ones <= zeros ? 1 : 0;
          const less = Math.min(ones, zeros);
          if (less > 0) {
            const copy = copyOf(branch);
            const copiedBits = bits.slice();
            settle(instruction, copy, copiedBits, smaller, probability);
            follow(rest, copy, less, copiedBits);
            spare.push(copy);
          }
          settle(instruction, branch, bits, smaller === 1 ? 0 : 1, probability);
          remaining = Math.max(ones, zeros);
          break;
        }
      }
    }
    applySteps(branch, qubitCount, compiled.tail, signal);
    leaf(remaining, branch, bits);
  };

  const start: Frame = { instructions: compiled.head, next: 0, after: undefined };
  follow(start, state, amount, new Uint8Array(compiled.bitCount));
}

function settle(
  instruction: Extract<Instruction, { kind: 'measure' | 'reset' }>,
  state: StateVector,
  bits: Uint8Array,
  outcome: 0 | 1,
  probabilityOfOutcomeOne: number,
): void {
  collapse(state, instruction.qubit, outcome, outcome === 1 ? probabilityOfOutcomeOne : 1 - probabilityOfOutcomeOne);
  if (instruction.kind === 'reset') {
    if (outcome === 1) lowerQubit(state, instruction.qubit);
  } else if (instruction.bit !== undefined) {
    bits[instruction.bit] = outcome;
  }
}

function tooManyBranches(qubits: number): Failure {
  return new Failure(
    'too-large',
    `The circuit measures in its middle, and the states of ${qubits} qubits that its outcomes lead to do not fit into memory.`,
    { advice: 'Use fewer qubits or fewer shots, or measure at the end.' },
  );
}
