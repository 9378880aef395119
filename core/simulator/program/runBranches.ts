import { throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { pieceOfWork, type WorkSignal } from '#core/base/workSignal.ts';
import type { ClassicalExpression } from '#core/circuit/classical.ts';
import {
  assignValue,
  type ClassicalMemory,
  conditionHolds,
  copyMemory,
  createMemory,
  evaluateExpression,
} from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { ReadoutError } from '../noise/noiseModel.ts';
import type { Instruction, Program } from './compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from './quantumState.ts';

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
export type Leaf<State> = (amount: number, state: State, memory: ClassicalMemory) => void;

/** Memory for the states that wait while another branch is followed. */
const branchMemory = 4 * 2 ** 30;

/** Passes through loops that one way through the circuit may take. */
const maximumPasses = 1_000_000;

interface Frame<Gates> {
  readonly instructions: readonly Instruction<Gates>[];
  readonly next: number;
  readonly after: Frame<Gates> | undefined;
}

/** One way through the circuit, as far as it has come. */
interface Way<State> {
  readonly state: State;
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
export function runBranches<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  program: Program<Gates>,
  method: SimulationMethod<Gates, State>,
  parameters: ArrayLike<number>,
  state: State,
  amount: number,
  share: Share,
  leaf: Leaf<State>,
  signal: WorkSignal,
): void {
  let through = 0;
  /** For gates on one way: progress is the amount that is through, and of this way the instructions passed. */
  const pieceAt = (frame: Frame<Gates> | undefined, way: Way<State>): WorkSignal => {
    if (!signal.report || amount === 0) return signal;
    let outermost = frame;
    while (outermost?.after) outermost = outermost.after;
    const passed = outermost ? Math.max(0, outermost.next - 1) : program.head.length;
    const at = (place: number) => (through + (way.amount * place) / (program.head.length + 1)) / amount;
    return pieceOfWork(signal, at(passed), at(frame === outermost ? passed + 1 : passed));
  };

  const copies: State[] = [];
  const spare: State[] = [];

  const copyOf = (source: State): State => {
    let copy = spare.pop();
    if (copy === undefined) {
      if ((copies.length + 1) * method.stateBytes > branchMemory) throw tooManyBranches(program.qubitCount);
      copy = method.createState();
      copies.push(copy);
    }
    copy.copyFrom(source, signal);
    return copy;
  };

  const follow = (start: Frame<Gates> | undefined, way: Way<State>): void => {
    let frame = start;
    while (frame !== undefined) {
      throwIfCancelled(signal);
      const instruction: Instruction<Gates> | undefined = frame.instructions[frame.next];
      if (instruction === undefined) {
        frame = frame.after;
        continue;
      }
      const rest: Frame<Gates> = { ...frame, next: frame.next + 1 };
      if (instruction.kind === 'measure' || instruction.kind === 'reset') {
        const probability = way.state.probabilityOfOne(instruction.qubit, signal);
        const results = divide(instruction, way.amount, probability, share);
        const largest = results.pop();
        if (largest === undefined) return;
        for (const result of results) {
          const copy = { ...way, state: copyOf(way.state), memory: copyMemory(way.memory), amount: result.amount };
          settle(instruction, copy, result, probability, signal);
          follow(rest, copy);
          spare.push(copy.state);
        }
        way.amount = largest.amount;
        settle(instruction, way, largest, probability, signal);
        frame = rest;
      } else if (instruction.kind === 'gates') {
        if (instruction.isComputed) computeGates(instruction, way.memory);
        way.state.apply(instruction.gates, pieceAt(rest, way));
        frame = rest;
      } else {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        frame = body ? { instructions: body, next: 0, after: instruction.kind === 'while' ? frame : rest } : rest;
      }
    }
    way.state.apply(program.tail, pieceAt(undefined, way));
    leaf(way.amount, way.state, way.memory);
    through += way.amount;
    if (amount > 0) signal.report?.(through / amount);
  };

  const start: Frame<Gates> = { instructions: program.head, next: 0, after: undefined };
  try {
    follow(start, { state, memory: createMemory(program.classical, parameters), amount, passes: 0 });
  } finally {
    for (const copy of copies) copy.release();
  }
}

/**
 * Runs instructions that only compute.
 * @throws RunTimeFault of the computation, and for loops that do not end
 */
export function runClassical(instructions: readonly Instruction<unknown>[], memory: ClassicalMemory): void {
  const way = { memory, passes: 0 };
  const run = (body: readonly Instruction<unknown>[]): void => {
    for (const instruction of body) {
      if (instruction.kind === 'gates' || instruction.kind === 'measure' || instruction.kind === 'reset') continue;
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

type ClassicalInstruction<Gates> = Exclude<Instruction<Gates>, { kind: 'gates' | 'measure' | 'reset' }>;

/** Executes an assignment, or gives the instructions that a decision leads to. */
export function enter<Gates>(
  instruction: ClassicalInstruction<Gates>,
  way: Pick<Way<unknown>, 'memory' | 'passes'>,
): readonly Instruction<Gates>[] | undefined {
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

export function computeGates(
  { gates, source }: Extract<Instruction<PreparedGates>, { kind: 'gates' }>,
  memory: ClassicalMemory,
): void {
  const compute = (expression: ClassicalExpression) => Number(evaluateExpression(expression, memory));
  RunTimeFault.within(source, () => gates.bind(memory.parameters, compute));
}

type QuantumInstruction = Extract<Instruction<unknown>, { kind: 'measure' | 'reset' }>;

/** A part of an amount: what the qubit turned out to be, and what was read of it. */
interface Result {
  readonly amount: number;
  readonly outcome: 0 | 1;
  readonly reading: 0 | 1;
}

/** What becomes of an amount at a measurement or reset: the parts that are followed, the largest last. */
function divide(instruction: QuantumInstruction, amount: number, probability: number, share: Share): Result[] {
  const { ones, zeros } = share.split(amount, probability);
  const found: Result[] = [
    { amount: ones, outcome: 1, reading: 1 },
    { amount: zeros, outcome: 0, reading: 0 },
  ];
  const error = instruction.kind === 'measure' ? instruction.error : undefined;
  const results = error === undefined ? found : found.flatMap((each) => misread(each, error, share));
  return results.filter((each) => each.amount > 0).sort((left, right) => left.amount - right.amount);
}

function misread({ amount, outcome }: Result, { p01, p10 }: ReadoutError, share: Share): Result[] {
  if (amount === 0) return [];
  const { ones, zeros } = share.split(amount, outcome === 1 ? 1 - p01 : p10);
  return [
    { amount: ones, outcome, reading: 1 },
    { amount: zeros, outcome, reading: 0 },
  ];
}

function settle(
  instruction: QuantumInstruction,
  { memory, state }: Way<QuantumState<never>>,
  { outcome, reading }: Result,
  probabilityOfOutcomeOne: number,
  signal: WorkSignal,
): void {
  const probability = outcome === 1 ? probabilityOfOutcomeOne : 1 - probabilityOfOutcomeOne;
  state.collapse(instruction.qubit, outcome, probability, signal);
  if (instruction.kind === 'reset') {
    if (outcome === 1) state.lower(instruction.qubit);
  } else if (instruction.bit !== undefined) {
    memory.bits[instruction.bit] = reading;
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
