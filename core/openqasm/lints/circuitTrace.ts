import type { OffsetRange } from '#core/base/textRange.ts';
import { elementAt, elementCount, type Selection } from '../selection.ts';
import { splicedArray } from '../splicedArray.ts';

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
  /** By statement. */
  #files: Int32Array;
  #starts: Int32Array;
  #ends: Int32Array;
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
    this.#files = new Int32Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  fileOf(statement: number): number {
    return this.#files[statement] ?? 0;
  }

  rangeOf(statement: number): OffsetRange {
    return { start: this.#starts[statement] ?? 0, end: this.#ends[statement] ?? 0 };
  }

  /** The qubits of a step are `qubits` from here to those of the next step. */
  qubitsFrom(step: number): number {
    return step < this.stepCount ? (this.firstQubits[step] ?? 0) : this.qubitCount;
  }

  /** A statement begins; the steps that follow are its copies. */
  begin(file: number, start: number, end: number): void {
    if (this.statementCount === this.#starts.length) this.#growStatements();
    const statement = this.statementCount++;
    this.#files[statement] = file;
    this.#starts[statement] = start;
    this.#ends[statement] = end;
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
    this.begin(place.file, place.start, place.end);
    const statement = this.statementCount - 1;
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
    const restStatements = added.statementCount - restStatement + firstStatement;
    const restQubits = added.qubitCount - restQubit + firstQubit;
    const steps = { first: firstStep, added: added.stepCount, rest: restStep, length: this.stepCount };
    const qubits = { first: firstQubit, added: added.qubitCount, rest: restQubit, length: this.qubitCount };
    const statements = {
      first: firstStatement,
      added: added.statementCount,
      rest: restStatement,
      length: this.statementCount,
    };
    const trace = new CircuitTrace(0);
    trace.stepCount = this.stepCount + added.stepCount + firstStep - restStep;
    trace.statementCount = this.statementCount + restStatements;
    trace.qubitCount = this.qubitCount + restQubits;
    trace.lowest = Math.min(this.lowest, added.lowest);
    trace.highest = Math.max(this.highest, added.highest);
    trace.effects = splicedArray(this.effects, added.effects, steps);
    trace.statements = splicedArray(this.statements, added.statements, steps, firstStatement, restStatements);
    trace.gates = splicedArray(this.gates, added.gates, steps);
    trace.firstQubits = splicedArray(this.firstQubits, added.firstQubits, steps, firstQubit, restQubits);
    trace.qubits = splicedArray(this.qubits, added.qubits, qubits);
    trace.#files = splicedArray(this.#files, added.#files, statements);
    trace.#starts = splicedArray(this.#starts, added.#starts, statements, 0, shift);
    trace.#ends = splicedArray(this.#ends, added.#ends, statements, 0, shift);
    trace.isComplete = this.isComplete && added.isComplete && trace.stepCount + trace.qubitCount <= longest;
    return trace;
  }

  /** The first statement that starts at or behind an offset. */
  #statementFrom(offset: number): number {
    let low = 0;
    let high = this.statementCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < offset) low = middle + 1;
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

  #growStatements(): void {
    this.#files = grown(this.#files);
    this.#starts = grown(this.#starts);
    this.#ends = grown(this.#ends);
  }

  #growSteps(): void {
    this.effects = grownBytes(this.effects);
    this.statements = grown(this.statements);
    this.gates = grown(this.gates);
    this.firstQubits = grown(this.firstQubits);
  }
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
