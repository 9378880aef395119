import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';
import { TextCursor } from './textCursor.ts';

/** A line of a Stim file. */
export interface StimInstruction {
  /** In capitals, as Stim prints names. */
  readonly name: string;
  readonly arguments: readonly number[];
  readonly targets: readonly StimTarget[];
  readonly range: OffsetRange;
  /** Of `REPEAT`. */
  readonly body?: readonly StimInstruction[];
}

export type StimTarget = { readonly range: OffsetRange } & (
  | { readonly kind: 'qubit'; readonly qubit: number; readonly inverted: boolean }
  /** Counted back from the latest measurement, which is −1. */
  | { readonly kind: 'record'; readonly offset: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'pauli'; readonly pauli: 'X' | 'Y' | 'Z'; readonly qubit: number; readonly inverted: boolean }
  /** `*` between the factors of a product. */
  | { readonly kind: 'combiner' }
);

const deepestNesting = 100;

/** Reads the lines of a Stim file; lines that cannot be read are reported and left out. */
export function scanStim(text: string, report: ImportReport): StimInstruction[] {
  return new StimScanner(text, report).all();
}

class StimScanner {
  readonly #cursor: TextCursor;
  readonly #report: ImportReport;

  constructor(text: string, report: ImportReport) {
    this.#cursor = new TextCursor(text);
    this.#report = report;
  }

  all(): StimInstruction[] {
    const outermost: StimInstruction[] = [];
    const open: { readonly head: StimInstruction; readonly outer: StimInstruction[] }[] = [];
    let current = outermost;
    for (;;) {
      this.#cursor.match(/(?:\s|#[^\r\n]*)*/y);
      if (this.#cursor.isAtEnd) break;
      const start = this.#cursor.offset;
      if (this.#cursor.take('}')) {
        const closed = open.pop();
        if (closed) {
          closed.outer.push({ ...closed.head, body: current });
          current = closed.outer;
        } else {
          this.#report.problem({ start, end: start + 1 }, "This '}' closes nothing; remove it.");
        }
        continue;
      }
      const instruction = this.#instruction();
      if (!instruction) continue;
      if (!this.#cursor.take('{')) {
        if (instruction.name === 'REPEAT')
          this.#report.problem(instruction.range, "REPEAT needs a block: 'REPEAT 5 {'.");
        else current.push(instruction);
        continue;
      }
      if (instruction.name !== 'REPEAT') {
        this.#report.problem(instruction.range, `${instruction.name} has no block; only REPEAT has.`);
      }
      if (open.length >= deepestNesting) {
        this.#report.problem(instruction.range, `Blocks are nested more than ${deepestNesting} levels deep.`);
        return [];
      }
      open.push({ head: instruction, outer: current });
      current = [];
    }
    const unclosed = open.at(-1);
    if (unclosed) this.#report.problem(unclosed.head.range, "The block that begins here is not closed; add '}'.");
    return outermost;
  }

  /** An instruction up to its block or the end of its line. */
  #instruction(): StimInstruction | undefined {
    const start = this.#cursor.offset;
    const name = this.#cursor.match(/[A-Za-z][A-Za-z0-9_]*/y);
    if (name === undefined) return this.#unreadable("an instruction such as 'H 0'");
    this.#cursor.match(/\[(?:[^\]\\\r\n]|\\.)*\]/y);
    const values = this.#arguments();
    if (values === undefined) return undefined;
    const targets: StimTarget[] = [];
    for (;;) {
      this.#cursor.match(/[ \t]*/y);
      const { next } = this.#cursor;
      if (next === '' || next === '\n' || next === '\r' || next === '#' || next === '{') break;
      const target = this.#target();
      if (!target) return this.#unreadable("a target such as '0', '!0', 'rec[-1]' or 'X1*Z2'");
      targets.push(target);
    }
    const end =
      targets.at(-1)?.range.end ??
      Math.max(start + name.length, start + this.#cursor.text.slice(start, this.#cursor.offset).trimEnd().length);
    return { name: name.toUpperCase(), arguments: values, targets, range: { start, end } };
  }

  #arguments(): number[] | undefined {
    const list = this.#cursor.match(/\([^()\r\n]*\)/y);
    if (list === undefined) return [];
    const inner = list.slice(1, -1).trim();
    const values =
      inner === '' ? [] : inner.split(',').map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
    if (values.every(Number.isFinite)) return values;
    const end = this.#cursor.offset;
    this.#report.problem({ start: end - list.length, end }, 'Expected numbers separated by commas.');
    this.#cursor.match(/[^\r\n]*/y);
    return undefined;
  }

  #target(): StimTarget | undefined {
    const start = this.#cursor.offset;
    const text = this.#cursor.match(/!?(?:[XYZ]\d+|\d+)|rec\[-\d+\]|sweep\[\d+\]|\*/iy);
    if (text === undefined) return undefined;
    const range = { start, end: this.#cursor.offset };
    const inverted = text.startsWith('!');
    const bare = inverted ? text.slice(1) : text;
    if (bare === '*') return { kind: 'combiner', range };
    if (/^rec/i.test(bare)) return { kind: 'record', offset: Number(bare.slice(4, -1)), range };
    if (/^sweep/i.test(bare)) return { kind: 'sweep', range };
    const pauli = bare.charAt(0).toUpperCase();
    if (pauli === 'X' || pauli === 'Y' || pauli === 'Z') {
      return { kind: 'pauli', pauli, qubit: Number(bare.slice(1)), inverted, range };
    }
    return { kind: 'qubit', qubit: Number(bare), inverted, range };
  }

  /** Reports what stands here and goes to the end of the line. */
  #unreadable(expected: string): undefined {
    const start = this.#cursor.offset;
    const found = this.#cursor.match(/[^\s#{}]+/y) ?? this.#cursor.next;
    this.#cursor.offset = Math.max(this.#cursor.offset, start + 1);
    this.#cursor.match(/[^\r\n]*/y);
    const shown = found.length > 20 ? `${found.slice(0, 20)}…` : found;
    return this.#report.problem({ start, end: start + found.length }, `Expected ${expected}, found '${shown}'.`);
  }
}
