import { Failure } from '#core/base/failure.ts';
import type { Register } from './circuit.ts';
import type { PauliFactor, PauliSum } from './observable.ts';
import { collectTerms, multiplyFactors } from './pauliProduct.ts';

/** The qubits an observable may name. */
export interface ObservableQubits {
  readonly qubitCount: number;
  /** For names such as `Z(q[1])`; numbers count the qubits in order of declaration. */
  readonly qubitRegisters: readonly Register[];
}

/** More characters than anybody writes; an observable of this length has some 100,000 terms. */
const longestText = 1_000_000;

/**
 * Reads an observable, a sum of real multiples of Pauli products:
 *
 * - `0.5*Z0*Z1 - X2 + 1.5`: letters with the number of their qubit; `*` may be left out, `Z[0]` is `Z0`
 * - `Z(q[1])`, `X(ancilla)`: letters with the name of their qubit
 * - `ZZI`, `0.25 XIX`: a letter for every qubit, qubit 0 at the right as in bit strings
 * - `Z0/2`, `2e-3*Y1`, `I`: numbers multiply and divide; `I` alone is the identity
 *
 * Products on the same qubit are multiplied out (`X0*X0` is 1), equal products added up.
 * @throws Failure `invalid-input` that says where the text is wrong, for a qubit that is not there, and for a product that
 * is no observable, such as `X0*Y0` = i Z0
 */
export function parseObservable(text: string, qubits: ObservableQubits): PauliSum {
  return new ObservableReader(text, qubits).sum();
}

/** An observable as {@link parseObservable} reads it: `0.5*Z0*Z1 - X2 + 1.5`. */
export function observableText({ terms }: PauliSum): string {
  let text = '';
  for (const { coefficient, factors } of terms) {
    const size = Math.abs(coefficient);
    const product = factors.map(({ axis, qubit }) => `${axis}${qubit}`).join('*');
    const shown = product === '' ? String(size) : size === 1 ? product : `${size}*${product}`;
    const isNegative = coefficient < 0;
    text += text === '' ? `${isNegative ? '-' : ''}${shown}` : ` ${isNegative ? '-' : '+'} ${shown}`;
  }
  return text === '' ? '0' : text;
}

const blank = /\s*/y;
const sign = /[+\-−]/y;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+\-−]?\d+)?/y;
const times = /[*·×]/y;
const over = /\//y;
const lettersWithNumber = /([IXYZ])(?:(\d+)|\[\s*(\d+)\s*\])/y;
const letterWithName = /([IXYZ])\s*\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?:\[\s*(\d+)\s*\]\s*)?\)/uy;
const letters = /[IXYZ]+/y;
const placed = /[\d[(]/y;
const word = /[^\s+\-−*·×/()[\]]+|./uy;

class ObservableReader {
  readonly #text: string;
  readonly #qubits: ObservableQubits;
  #place = 0;

  constructor(text: string, qubits: ObservableQubits) {
    this.#text = text;
    this.#qubits = qubits;
  }

  sum(): PauliSum {
    if (this.#text.length > longestText) {
      throw new Failure('invalid-input', `The observable has ${this.#text.length} characters, too many to read.`, {
        advice: `Write at most ${longestText}.`,
      });
    }
    const terms: PauliSum['terms'][number][] = [];
    this.#take(blank);
    let written = this.#take(sign);
    do {
      terms.push(this.#term(written === undefined || written[0] === '+' ? 1 : -1));
      written = this.#take(sign);
    } while (written);
    if (this.#place < this.#text.length) throw this.#unreadable('does not belong here');
    return collectTerms({ terms });
  }

  /** Numbers and Pauli operators that are multiplied. */
  #term(signed: 1 | -1): PauliSum['terms'][number] {
    this.#take(blank);
    const start = this.#place;
    const factors: PauliFactor[] = [];
    let coefficient: number = signed;
    for (let isFirst = true; ; isFirst = false) {
      const before = this.#place;
      const joined = !isFirst && this.#take(times) !== undefined;
      const divides = !isFirst && !joined && this.#take(over) !== undefined;
      this.#take(blank);
      const value = this.#number();
      if (value !== undefined) {
        coefficient = divides ? coefficient / value : coefficient * value;
      } else {
        const read = divides ? undefined : this.#paulis();
        if (read === undefined) {
          if (isFirst || joined) throw this.#unreadable('is neither a number nor a Pauli operator');
          if (divides) throw this.#unreadable('is no number to divide by');
          this.#place = before;
          break;
        }
        factors.push(...read);
      }
      this.#take(blank);
    }
    const shown = this.#text.slice(start, this.#place).trim();
    if (!Number.isFinite(coefficient)) throw this.#wrong(`The factor of "${shortened(shown)}" is no finite number`);
    const product = multiplyFactors(factors);
    if (product.quarterTurns % 2 === 1) {
      throw this.#wrong(`"${shortened(shown)}" is i times a Pauli product, which is no observable`);
    }
    return { coefficient: product.quarterTurns === 2 ? -coefficient : coefficient, factors: product.factors };
  }

  #number(): number | undefined {
    const found = this.#take(number);
    return found === undefined ? undefined : Number(found[0].replace('−', '-'));
  }

  /** One operator, or a letter for every qubit; `undefined` where there is none. */
  #paulis(): PauliFactor[] | undefined {
    const start = this.#place;
    const numbered = this.#take(lettersWithNumber);
    if (numbered) {
      return this.#factor(numbered[1], Number(numbered[2] ?? numbered[3]), start);
    }
    const named = this.#take(letterWithName);
    if (named) return this.#factor(named[1], this.#qubitOf(named[2] ?? '', named[3], start), start);
    const all = this.#take(letters)?.[0];
    if (all === undefined) return undefined;
    if (all === 'I') return [];
    if (this.#take(placed) || all.length !== this.#qubits.qubitCount) {
      this.#place = start;
      throw this.#wrong(
        `"${shortened(all)}" at character ${start + 1} has ${all.length} ${all.length === 1 ? 'letter' : 'letters'} for ${qubitsText(this.#qubits.qubitCount)}`,
      );
    }
    return [...all].flatMap((letter, index) => this.#factor(letter, all.length - 1 - index, start));
  }

  #factor(letter: string | undefined, qubit: number, place: number): PauliFactor[] {
    const { qubitCount } = this.#qubits;
    if (!(qubit < qubitCount)) {
      this.#place = place;
      throw this.#wrong(
        `There is no qubit ${qubit} for the operator at character ${place + 1}; the circuit has ${qubitsText(qubitCount)}${qubitCount > 0 ? `, 0 to ${qubitCount - 1}` : ''}`,
      );
    }
    return letter === 'X' || letter === 'Y' || letter === 'Z' ? [{ qubit, axis: letter }] : [];
  }

  #qubitOf(name: string, index: string | undefined, place: number): number {
    const register = this.#qubits.qubitRegisters.find((each) => each.name === name);
    if (register === undefined) {
      const names = this.#qubits.qubitRegisters.map((each) => each.name).join(', ');
      throw this.#wrong(
        `There is no qubit "${shortened(name)}" for the operator at character ${place + 1}${names === '' ? '' : `; the registers are ${shortened(names)}`}`,
      );
    }
    if (index === undefined) {
      if (register.size === 1) return register.start;
      throw this.#wrong(`"${name}" at character ${place + 1} has ${register.size} qubits; say which, as in ${name}[0]`);
    }
    const position = Number(index);
    if (position < register.size) return register.start + position;
    throw this.#wrong(`"${name}" at character ${place + 1} has no qubit ${index}, but ${qubitsText(register.size)}`);
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#place;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#place += found[0].length;
    return found;
  }

  /** @param why completes the sentence about the word at the present place */
  #unreadable(why: string): Failure {
    const { length } = this.#text;
    if (this.#place >= length) return this.#wrong(`The observable ${length === 0 ? 'is empty' : 'ends too early'}`);
    const at = this.#place;
    const found = this.#take(word)?.[0] ?? '';
    return this.#wrong(`"${shortened(found)}" at character ${at + 1} ${why}`);
  }

  #wrong(problem: string): Failure {
    const { qubitCount } = this.#qubits;
    const example = 'ZZ'.padEnd(Math.min(qubitCount, 8), 'I').slice(0, Math.max(1, qubitCount));
    const dense = qubitCount > 8 ? '' : `, or a letter for each qubit such as ${example}`;
    return new Failure('invalid-input', `The observable "${shortened(this.#text)}" cannot be read: ${problem}.`, {
      advice: `Write a sum such as 0.5*Z0${qubitCount > 1 ? '*Z1' : ''} - X0 + 1.5${dense}.`,
    });
  }
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function qubitsText(count: number): string {
  return `${count} ${count === 1 ? 'qubit' : 'qubits'}`;
}
