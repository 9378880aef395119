import type { OffsetRange } from '#core/base/textRange.ts';
import { elementAt, elementCount, type Selection } from '../selection.ts';

/** What a statement does to qubits, as far as lints look at it. */
export const effect = {
  gate: 0,
  measure: 1,
  reset: 2,
  barrier: 3,
  /** Anything that may change and read its qubits: a call of a subroutine, statements that run conditionally. */
  use: 4,
} as const;

export type Effect = (typeof effect)[keyof typeof effect];

/** The file and the range of a statement; one object for all of them, so that none is made for each. */
export interface StatementPlace {
  file: number;
  start: number;
  end: number;
}

/** A trace has at most this many steps and qubits of steps; longer ones are not looked at. */
const longest = 8_000_000;

/**
 * What a program does to its qubits, in order: the statements at its top level, each as one step for every copy of a
 * broadcast. Kept in flat arrays, so that circuits of hundreds of thousands of statements are no burden.
 */
export class CircuitTrace {
  /** By step: the effect, the statement, the symbol of the gate (−1 where it is not known), and its first qubit. */
  effects: Uint8Array;
  statements: Int32Array;
  gates: Int32Array;
  firstQubits: Int32Array;
  stepCount = 0;
  qubits: Int32Array;
  qubitCount = 0;
  /** The smallest and the largest number of a qubit; hardware qubits are negative. */
  lowest = 0;
  highest = 0;
  statementCount = 0;
  /** By statement: the file, the start and the end. */
  #places: Int32Array;
  /** Whether nothing was left out, because it is too long or acts on qubits that are not known. */
  isComplete = true;
  /** Inside anything that may run or not run, steps are only uses. */
  conditional = 0;

  /** @param statements about as many statements are expected */
  constructor(statements: number) {
    const capacity = Math.max(16, statements);
    this.effects = new Uint8Array(capacity);
    this.statements = new Int32Array(capacity);
    this.gates = new Int32Array(capacity);
    this.firstQubits = new Int32Array(capacity);
    this.qubits = new Int32Array(2 * capacity);
    this.#places = new Int32Array(3 * capacity);
  }

  fileOf(statement: number): number {
    return this.#places[3 * statement] ?? 0;
  }

  rangeOf(statement: number): OffsetRange {
    return { start: this.#places[3 * statement + 1] ?? 0, end: this.#places[3 * statement + 2] ?? 0 };
  }

  /** The qubits of a step are `qubits` from here to those of the next step. */
  qubitsFrom(step: number): number {
    return step < this.stepCount ? (this.firstQubits[step] ?? 0) : this.qubitCount;
  }

  /** A statement begins; the steps that follow are its copies. */
  begin(file: number, start: number, end: number): void {
    const place = 3 * this.statementCount++;
    if (place + 3 > this.#places.length) this.#places = grown(this.#places);
    this.#places[place] = file;
    this.#places[place + 1] = start;
    this.#places[place + 2] = end;
  }

  /** A copy of the statement that began last; its qubits follow. */
  step(what: Effect, gate: number): void {
    if (this.stepCount === this.effects.length) this.#growSteps();
    const step = this.stepCount++;
    this.effects[step] = this.conditional > 0 && what !== effect.barrier ? effect.use : what;
    this.statements[step] = this.statementCount - 1;
    this.gates[step] = gate;
    this.firstQubits[step] = this.qubitCount;
    if (this.stepCount + this.qubitCount > longest) this.isComplete = false;
  }

  /** A qubit of the step that began last. */
  qubit(element: number): void {
    if (this.qubitCount === this.qubits.length) this.qubits = grown(this.qubits);
    if (element < this.lowest) this.lowest = element;
    else if (element > this.highest) this.highest = element;
    this.qubits[this.qubitCount++] = element;
  }

  /** A statement with one copy, whose qubits are `elements` from one index up to another. */
  single(what: Effect, gate: number, place: StatementPlace, elements: Int32Array, from: number, to: number): void {
    const statement = this.statementCount++;
    if (3 * statement + 3 > this.#places.length) this.#places = grown(this.#places);
    const places = this.#places;
    places[3 * statement] = place.file;
    places[3 * statement + 1] = place.start;
    places[3 * statement + 2] = place.end;
    if (this.stepCount === this.effects.length) this.#growSteps();
    const step = this.stepCount++;
    this.effects[step] = this.conditional > 0 && what !== effect.barrier ? effect.use : what;
    this.statements[step] = statement;
    this.gates[step] = gate;
    let count = this.qubitCount;
    this.firstQubits[step] = count;
    if (count + to - from > this.qubits.length) this.qubits = grown(this.qubits);
    const qubits = this.qubits;
    for (let index = from; index < to; index++) {
      const element = elements[index] ?? 0;
      if (element < this.lowest) this.lowest = element;
      else if (element > this.highest) this.highest = element;
      qubits[count++] = element;
    }
    this.qubitCount = count;
    if (step + count > longest) this.isComplete = false;
  }

  /** A statement that does the same to the qubits of its operands as their copies say. */
  statement(what: Effect, file: number, range: OffsetRange, gate: number, operands: readonly Selection[]): void {
    const copies =
      operands.length === 0 ? 0 : Math.max(...operands.map(({ size }) => (typeof size === 'number' ? size : 1)));
    if (!this.isComplete || copies * operands.length > longest || operands.some(({ runs }) => runs === undefined)) {
      this.isComplete = false;
      return;
    }
    this.begin(file, range.start, range.end);
    for (let copy = 0; copy < copies; copy++) {
      this.step(what, gate);
      for (const operand of operands) {
        const element = elementAt(operand, operand.size === 'scalar' ? 0 : copy);
        if (element !== undefined) this.qubit(element);
      }
    }
  }

  /** Something that may change and read all of some qubits. */
  use(file: number, range: OffsetRange, operands: readonly Selection[]): void {
    const counts = operands.map((operand) => (operand.runs ? (elementCount(operand) ?? 0) : Number.POSITIVE_INFINITY));
    if (!this.isComplete || counts.reduce((sum, count) => sum + count, 0) > longest) {
      this.isComplete = false;
      return;
    }
    this.begin(file, range.start, range.end);
    this.step(effect.use, -1);
    for (const { runs = [] } of operands) {
      for (const { count, first, step } of runs) {
        for (let index = 0; index < count; index++) this.qubit(first + index * step);
      }
    }
  }

  /** A barrier between all qubits. */
  barrier(file: number, range: OffsetRange): void {
    this.begin(file, range.start, range.end);
    this.step(effect.barrier, -1);
  }

  /**
   * The trace of an edited program: the statements that started in a range are replaced, and those behind are shifted.
   * Both traces are of one file.
   */
  spliced(replaced: OffsetRange, added: CircuitTrace, shift: number): CircuitTrace {
    const firstStatement = this.#statementFrom(replaced.start);
    const restStatement = this.#statementFrom(replaced.end);
    const firstStep = this.#stepFrom(firstStatement);
    const restStep = this.#stepFrom(restStatement);
    const firstQubit = this.qubitsFrom(firstStep);
    const restQubit = this.qubitsFrom(restStep);
    const { qubitCount, statementCount, stepCount } = this;
    const trace = new CircuitTrace(0);
    trace.stepCount = firstStep + added.stepCount + stepCount - restStep;
    trace.statementCount = firstStatement + added.statementCount + statementCount - restStatement;
    trace.qubitCount = firstQubit + added.qubitCount + qubitCount - restQubit;
    trace.lowest = Math.min(this.lowest, added.lowest);
    trace.highest = Math.max(this.highest, added.highest);
    const steps = { first: firstStep, added: added.stepCount, rest: restStep, count: stepCount };
    if (isSame(this.effects, added.effects, steps, 0)) {
      trace.effects = this.effects;
    } else {
      trace.effects = new Uint8Array(trace.stepCount);
      trace.effects.set(this.effects.subarray(0, firstStep));
      trace.effects.set(added.effects.subarray(0, added.stepCount), firstStep);
      trace.effects.set(this.effects.subarray(restStep, stepCount), firstStep + added.stepCount);
    }
    const restStatements = added.statementCount - restStatement + firstStatement;
    trace.statements = splicedNumbers(this.statements, added.statements, steps, firstStatement, restStatements);
    trace.gates = splicedNumbers(this.gates, added.gates, steps, 0, 0);
    const restQubits = added.qubitCount - restQubit + firstQubit;
    trace.firstQubits = splicedNumbers(this.firstQubits, added.firstQubits, steps, firstQubit, restQubits);
    const qubits = { first: firstQubit, added: added.qubitCount, rest: restQubit, count: qubitCount };
    trace.qubits = splicedNumbers(this.qubits, added.qubits, qubits, 0, 0);
    const places = {
      first: 3 * firstStatement,
      added: 3 * added.statementCount,
      rest: 3 * restStatement,
      count: 3 * statementCount,
    };
    trace.#places = copiedNumbers(this.#places, added.#places, places);
    if (shift !== 0) {
      for (let place = places.first + places.added; place < trace.#places.length; place += 3) {
        trace.#places[place + 1] = (trace.#places[place + 1] ?? 0) + shift;
        trace.#places[place + 2] = (trace.#places[place + 2] ?? 0) + shift;
      }
    }
    trace.isComplete = this.isComplete && added.isComplete && trace.stepCount + trace.qubitCount <= longest;
    return trace;
  }

  /** The first statement that starts at or behind an offset. */
  #statementFrom(offset: number): number {
    let low = 0;
    let high = this.statementCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[3 * middle + 1] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first step of a statement or of one behind it. */
  #stepFrom(statement: number): number {
    let low = 0;
    let high = this.stepCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.statements[middle] ?? 0) < statement) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #growSteps(): void {
    this.effects = grownBytes(this.effects);
    this.statements = grown(this.statements);
    this.gates = grown(this.gates);
    this.firstQubits = grown(this.firstQubits);
  }
}

/** Which of some numbers are replaced, by how many, and how many there are. */
interface Splice {
  readonly first: number;
  readonly added: number;
  readonly rest: number;
  readonly count: number;
}

/** Whether numbers are replaced by the same ones. */
function isSame(
  old: Int32Array | Uint8Array,
  added: Int32Array | Uint8Array,
  { added: count, first, rest }: Splice,
  addedShift: number,
): boolean {
  if (first + count !== rest) return false;
  for (let index = 0; index < count; index++) {
    if (old[first + index] !== (added[index] ?? 0) + addedShift) return false;
  }
  return true;
}

/**
 * Numbers with some of them replaced; what is added and what stands behind is moved by so much. It is the old array where
 * nothing changes, because a large circuit has large ones.
 */
function splicedNumbers(
  old: Int32Array,
  added: Int32Array,
  splice: Splice,
  addedShift: number,
  restShift: number,
): Int32Array {
  if (restShift === 0 && isSame(old, added, splice, addedShift)) return old;
  const behind = splice.first + splice.added;
  const numbers = copiedNumbers(old, added, splice);
  if (addedShift !== 0) {
    for (let place = splice.first; place < behind; place++) numbers[place] = (numbers[place] ?? 0) + addedShift;
  }
  if (restShift !== 0) {
    for (let place = behind; place < numbers.length; place++) numbers[place] = (numbers[place] ?? 0) + restShift;
  }
  return numbers;
}

/** Numbers with some of them replaced, in an array of their own. */
function copiedNumbers(old: Int32Array, added: Int32Array, splice: Splice): Int32Array {
  const behind = splice.first + splice.added;
  const numbers = new Int32Array(behind + splice.count - splice.rest);
  numbers.set(old.subarray(0, splice.first));
  numbers.set(added.subarray(0, splice.added), splice.first);
  numbers.set(old.subarray(splice.rest, splice.count), behind);
  return numbers;
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function grownBytes(array: Uint8Array): Uint8Array {
  const larger = new Uint8Array(array.length * 2);
  larger.set(array);
  return larger;
}
