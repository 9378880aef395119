import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import {
  assignValue,
  type ClassicalMemory,
  conditionHolds,
  copyMemory,
  createMemory,
  evaluateExpression,
} from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import { collapse, lowerQubit, probabilityOfOne } from './collapse.ts';
import type { CompiledCircuit, Instruction } from './compileCircuit.ts';
import { applySteps } from './kernels.ts';
import { allocateState, type StateVector, stateBytes } from './stateVector.ts';
import { bindStep } from './step.ts';

/**
 * What is divided among the outcomes of a measurement: a number of shots, or probability. A part of 0 is not followed;
 * where both are 0, the way through the circuit is given up.
 */
export interface Share {
  split(amount: number, probabilityOfOne: number): { readonly zeros: number; readonly ones: number };
}

/**
 * One way through the circuit. The state is final (the tail has been applied) and may be overwritten, and so may the
 * memory, which is that before the final sample.
 */
export type Leaf = (amount: number, state: StateVector, memory: ClassicalMemory) => void;

/** Memory for the states that wait while another branch is followed. */
const branchMemory = 4 * 2 ** 30;

/** Passes through loops that one way through the circuit may take. */
const maximumPasses = 1_000_000;

interface Frame {
  readonly instructions: readonly Instruction[];
  readonly next: number;
  readonly after: Frame | undefined;
}

/** One way through the circuit, as far as it has come. */
interface Way {
  readonly state: StateVector;
  readonly memory: ClassicalMemory;
  amount: number;
  passes: number;
}

/**
 * Runs a bound circuit, dividing `amount` at every measurement in its head, and calls `leaf` for each way through, in an
 * order that depends on the shares only. The smaller part is followed first on a copy, so no more states wait than the
 * binary logarithm of the amount.
 *
 * @param state in |0…0⟩
 * @param parameters the values the circuit is bound to
 * @throws Failure `cancelled`, `too-large` when the waiting states do not fit into memory; RunTimeFault of the classical
 * computation, and for loops that do not end
 */
export function runBranches(
  compiled: CompiledCircuit,
  parameters: ArrayLike<number>,
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

  const follow = (start: Frame | undefined, way: Way): void => {
    let frame = start;
    while (frame !== undefined) {
      throwIfCancelled(signal);
      const instruction: Instruction | undefined = frame.instructions[frame.next];
      if (instruction === undefined) {
        frame = frame.after;
        continue;
      }
      const rest: Frame = { ...frame, next: frame.next + 1 };
      if (instruction.kind === 'measure' || instruction.kind === 'reset') {
        const probability = probabilityOfOne(way.state, instruction.qubit);
        const { ones, zeros } = share.split(way.amount, probability);
        const smaller = ones <= zeros ? 1 : 0;
        const less = Math.min(ones, zeros);
        if (less > 0) {
          const copy = { ...way, state: copyOf(way.state), memory: copyMemory(way.memory), amount: less };
          settle(instruction, copy, smaller, probability);
          follow(rest, copy);
          spare.push(copy.state);
        }
        way.amount = Math.max(ones, zeros);
        if (way.amount === 0) return;
        settle(instruction, way, smaller === 1 ? 0 : 1, probability);
        frame = rest;
      } else if (instruction.kind === 'steps') {
        if (instruction.isComputed) computeSteps(instruction, way.memory);
        applySteps(way.state, qubitCount, instruction.steps, signal);
        frame = rest;
      } else {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        frame = body ? { instructions: body, next: 0, after: instruction.kind === 'while' ? frame : rest } : rest;
      }
    }
    applySteps(way.state, qubitCount, compiled.tail, signal);
    leaf(way.amount, way.state, way.memory);
  };

  const start: Frame = { instructions: compiled.head, next: 0, after: undefined };
  follow(start, { state, memory: createMemory(compiled.classical, parameters), amount, passes: 0 });
}

/**
 * Runs instructions that only compute.
 * @throws RunTimeFault of the computation, and for loops that do not end
 */
export function runClassical(instructions: readonly Instruction[], memory: ClassicalMemory): void {
  const way = { memory, passes: 0 };
  const run = (body: readonly Instruction[]): void => {
    for (const instruction of body) {
      if (instruction.kind === 'steps' || instruction.kind === 'measure' || instruction.kind === 'reset') continue;
      RunTimeFault.within(instruction.source, () => {
        for (let inner = enter(instruction, way); inner; ) {
          run(inner);
          inner = instruction.kind === 'while' ? enter(instruction, way) : undefined;
        }
      });
    }
  };
  run(instructions);
}

type ClassicalInstruction = Exclude<Instruction, { kind: 'steps' | 'measure' | 'reset' }>;

/** Executes an assignment, or gives the instructions that a decision leads to. */
function enter(
  instruction: ClassicalInstruction,
  way: Pick<Way, 'memory' | 'passes'>,
): readonly Instruction[] | undefined {
  const { memory } = way;
  switch (instruction.kind) {
    case 'assign':
      assignValue(instruction.target, instruction.value, memory);
      return undefined;
    case 'conditional':
      return conditionHolds(instruction.condition, memory) ? instruction.body : instruction.otherwise;
    case 'while':
      if (!conditionHolds(instruction.condition, memory)) return undefined;
      way.passes++;
      if (way.passes > maximumPasses) throw endless();
      return instruction.body;
    case 'switch': {
      const value = evaluateExpression(instruction.subject, memory);
      const body = instruction.cases.get(Number(value)) ?? instruction.otherwise;
      if (body === undefined)
        throw new RunTimeFault(
          `The index ${String(value)} is outside its register, names a qubit twice, or picks a number of elements that does not fit.`,
        );
      return body;
    }
  }
}

function computeSteps({ source, steps }: Extract<Instruction, { kind: 'steps' }>, memory: ClassicalMemory): void {
  RunTimeFault.within(source, () => {
    for (const step of steps) {
      bindStep(step, memory.parameters, (expression) => Number(evaluateExpression(expression, memory)));
    }
  });
}

function settle(
  instruction: Extract<Instruction, { kind: 'measure' | 'reset' }>,
  { memory, state }: Way,
  outcome: 0 | 1,
  probabilityOfOutcomeOne: number,
): void {
  collapse(state, instruction.qubit, outcome, outcome === 1 ? probabilityOfOutcomeOne : 1 - probabilityOfOutcomeOne);
  if (instruction.kind === 'reset') {
    if (outcome === 1) lowerQubit(state, instruction.qubit);
  } else if (instruction.bit !== undefined) {
    memory.bits[instruction.bit] = outcome;
  }
}

function tooManyBranches(qubits: number): Failure {
  return new Failure(
    'too-large',
    `The circuit measures in its middle, and the states of ${qubits} qubits that its outcomes lead to do not fit into memory.`,
    { advice: 'Use fewer qubits or fewer shots, or measure at the end.' },
  );
}

function endless(): RunTimeFault {
  return new RunTimeFault(`A shot went more than ${maximumPasses} times through loops; this one may never end.`);
}
