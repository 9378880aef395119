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
import type { Instruction, Program } from './compileProgram.ts';
import {
  concerns,
  type PendingReading,
  pendingReading,
  readingParts,
  withoutBit,
  writeReading,
} from './pendingReadings.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from './quantumState.ts';
import type { JointReading } from './readoutErrors.ts';

/**
 * What is divided among the outcomes of a measurement: a number of shots, or probability. A part of 0 is not followed;
 * where both are 0, the way through the circuit is given up.
 */
export interface Share {
  split(amount: number, probabilityOfOne: number): { readonly zeros: number; readonly ones: number };
}

/**
 * One way through the circuit. The state is final (the tail has been applied) and may be overwritten, and so may the
 * memory, which is that before the final sample. Of bits whose readings are pending it holds the true values.
 */
export type Leaf<State> = (
  amount: number,
  state: State,
  memory: ClassicalMemory,
  pending: readonly PendingReading[],
) => void;

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
  pending: readonly PendingReading[];
}

/** What becomes of a part of an amount. */
interface Part<State> {
  readonly amount: number;
  act(way: Way<State>): void;
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

  /** Follows all parts but the largest on copies, and goes on with that one in place. @returns false when there is none */
  const divide = (next: Frame<Gates>, parts: readonly Part<State>[], way: Way<State>): boolean => {
    const sorted = parts.filter((each) => each.amount > 0).sort((left, right) => left.amount - right.amount);
    const largest = sorted.pop();
    if (largest === undefined) return false;
    for (const part of sorted) {
      const copy = { ...way, state: copyOf(way.state), memory: copyMemory(way.memory), amount: part.amount };
      part.act(copy);
      follow(next, copy);
      spare.push(copy.state);
    }
    way.amount = largest.amount;
    largest.act(way);
    return true;
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
      const asked = askedReading(instruction, way.pending);
      if (asked) {
        // The instruction is executed when what it asks for is read.
        if (!divide(frame, readings(asked, way, share), way)) return;
      } else if (instruction.kind === 'measure' || instruction.kind === 'reset') {
        const probability = way.state.probabilityOfOne(instruction.qubit, signal);
        if (!divide(rest, outcomes(instruction, way.amount, probability, share, signal), way)) return;
        frame = rest;
      } else if (instruction.kind === 'read') {
        if (!divide(rest, jointOutcomes(instruction, way, share, signal), way)) return;
        frame = rest;
      } else if (instruction.kind === 'misread') {
        way.pending = [...way.pending, pendingReading(instruction, way.memory)];
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
    leaf(way.amount, way.state, way.memory, way.pending);
    through += way.amount;
    if (amount > 0) signal.report?.(through / amount);
  };

  const start: Frame<Gates> = { instructions: program.head, next: 0, after: undefined };
  try {
    follow(start, { state, memory: createMemory(program.classical, parameters), amount, passes: 0, pending: [] });
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
      if (!isClassical(instruction)) continue;
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

/** What only computes or decides. */
export type ClassicalInstruction<Gates> = Exclude<
  Instruction<Gates>,
  { kind: 'gates' | 'measure' | 'misread' | 'read' | 'reset' }
>;

/** Whether an instruction only computes or decides. */
export function isClassical<Gates>(instruction: Instruction<Gates>): instruction is ClassicalInstruction<Gates> {
  return 'asks' in instruction && instruction.kind !== 'gates';
}

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

/** A reading that an instruction needs and that has not been decided yet. */
function askedReading(
  instruction: Instruction<unknown>,
  pending: readonly PendingReading[],
): PendingReading | undefined {
  if (!('asks' in instruction) || pending.length === 0) return undefined;
  return pending.find((reading) => concerns(reading, (bit) => instruction.asks.includes(bit)));
}

function readings<State>(asked: PendingReading, way: Way<State>, share: Share): Part<State>[] {
  const split = (amount: number, probability: number) => share.split(amount, probability);
  return readingParts(asked.chances, way.amount, split).map(({ amount, reading }) => ({
    amount,
    act: (part) => {
      writeReading(asked.bits, reading, part.memory);
      part.pending = part.pending.filter((each) => each !== asked);
    },
  }));
}

/** What becomes of an amount at a measurement or reset. */
function outcomes<State extends QuantumState<never>>(
  instruction: Extract<Instruction<unknown>, { kind: 'measure' | 'reset' }>,
  amount: number,
  probability: number,
  share: Share,
  signal: WorkSignal,
): Part<State>[] {
  const { ones, zeros } = share.split(amount, probability);
  return ([1, 0] as const).map((outcome) => ({
    amount: outcome === 1 ? ones : zeros,
    act: (part) => {
      const { memory, state } = part;
      state.collapse(instruction.qubit, outcome, outcome === 1 ? probability : 1 - probability, signal);
      if (instruction.kind === 'reset') {
        if (outcome === 1) state.lower(instruction.qubit);
      } else if (instruction.bit !== undefined) {
        part.pending = withoutBit(part.pending, instruction.bit);
        memory.bits[instruction.bit] = outcome;
      }
    },
  }));
}

/** What becomes of an amount where qubits are measured and misread at once. */
function jointOutcomes<State extends QuantumState<never>>(
  { bits, matrix, qubits }: JointReading,
  way: Way<State>,
  share: Share,
  signal: WorkSignal,
): Part<State>[] {
  const { state } = way;
  if (state.condition === undefined) throw new RangeError('The state cannot be a mixture of what was measured.');
  const truths = new Float64Array(matrix.length);
  const list = (values: Uint8Array, probability: number) => {
    truths[values.reduce((index, value, place) => index | (value << place), 0)] = probability;
  };
  state.probabilities(qubits, list, signal);
  const chances = matrix.map((row) => row.reduce((sum, each, truth) => sum + each * (truths[truth] ?? 0), 0));
  const split = (amount: number, probability: number) => share.split(amount, probability);
  return readingParts(chances, way.amount, split).map(({ amount, reading }) => ({
    amount,
    act: (part) => {
      part.state.condition?.(qubits, matrix[reading] ?? [], chances[reading] ?? 1, signal);
      writeReading(bits, reading, part.memory);
    },
  }));
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
