import { arcCosineOf, arcSineOf, arcTangentOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';

const longestExpression = 200;

const constants: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI, tau: 2 * Math.PI, e: Math.E };

const functions: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  sin: sineOf,
  cos: cosineOf,
  tan: tangentOf,
  asin: arcSineOf,
  acos: arcCosineOf,
  atan: arcTangentOf,
  exp: exponentialOf,
  log: logarithmOf,
};

/**
 * The value of an angle (radians) of a pipeline file: a number, or an expression of numbers, `pi`, `tau`, `e`,
 * `+ - * / ^`, brackets and elementary functions, which means what it means to mathjs: `3pi/4`, `1/2 pi`, `-2^2 = -4`.
 * Undefined for anything else and for values that are not finite.
 */
export function angleValue(angle: number | string): number | undefined {
  if (typeof angle === 'string' && angle.length > longestExpression) return undefined;
  const value = typeof angle === 'number' ? angle : new AngleReader(angle).value();
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** What was read last, as far as it matters to what may follow. */
type Shape = 'number' | 'signed number' | 'operation' | 'operand';

interface Term {
  readonly value: number;
  readonly shape: Shape;
}

const blanks = /[ \t]*/y;
/** A number whose power of ten has no digits is none. */
const numberText = /(?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+|(?![eE](?:[+-]|\.(?![*/^]))))/y;
const nameText = /[\p{L}_$][\p{L}\p{N}_$]*/uy;

/** Reads an expression by recursive descent and evaluates it on the way, in the order of mathjs. */
class AngleReader {
  readonly #text: string;
  /** Where the next token begins, after blanks. */
  #at = 0;
  #isExpression = true;

  constructor(text: string) {
    this.#text = text;
  }

  /** The value of the whole text; undefined when it is no expression. */
  value(): number | undefined {
    this.#skip(0);
    const value = this.#sum();
    return this.#isExpression && this.#at === this.#text.length ? value : undefined;
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#take('+')) value += this.#product();
      else if (this.#take('-')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#neighbours();
    for (;;) {
      if (this.#take('*')) value *= this.#neighbours();
      else if (this.#take('/')) value /= this.#neighbours();
      else return value;
    }
  }

  /** Factors without a sign between them, which bind more tightly than those with one. */
  #neighbours(): number {
    let { shape, value } = this.#ratio();
    while (this.#isNameOrBracket(this.#at) || (shape === 'operand' && this.#end(numberText, this.#at) !== undefined)) {
      const next = this.#ratio();
      value *= next.value;
      shape = next.shape;
    }
    return value;
  }

  /** A quotient of two numbers before a name or a bracket is a factor: `1/2 pi` is half of π. */
  #ratio(): Term {
    let term = this.#signed();
    let last = term.shape;
    while ((last === 'number' || last === 'signed number') && this.#text[this.#at] === '/') {
      const after = this.#pastBlanks(this.#at + 1);
      const end = this.#end(numberText, after);
      if (end === undefined || !this.#isNameOrBracket(this.#pastBlanks(end))) break;
      this.#at = after;
      const divisor = this.#signed();
      term = { value: term.value / divisor.value, shape: 'operation' };
      last = divisor.shape;
    }
    return term;
  }

  #signed(): Term {
    const isNegative = this.#take('-');
    if (!isNegative && !this.#take('+')) return this.#power();
    const { shape, value } = this.#signed();
    return { value: isNegative ? -value : value, shape: shape === 'number' ? 'signed number' : 'operation' };
  }

  /** From the right: `2^3^2 = 2^9`. */
  #power(): Term {
    const base = this.#operand();
    return this.#take('^') ? { value: powerOf(base.value, this.#signed().value), shape: 'operation' } : base;
  }

  #operand(): Term {
    const number = this.#token(numberText);
    if (number !== undefined) return { value: Number(number), shape: 'number' };
    const name = this.#token(nameText);
    if (name !== undefined) return { value: this.#named(name), shape: 'operand' };
    return { value: this.#take('(') ? this.#closed() : this.#fail(), shape: 'operand' };
  }

  /** A constant, or a function of what follows in brackets. */
  #named(name: string): number {
    if (!this.#take('(')) return Object.hasOwn(constants, name) ? (constants[name] ?? this.#fail()) : this.#fail();
    const argument = this.#closed();
    return Object.hasOwn(functions, name) ? (functions[name]?.(argument) ?? this.#fail()) : this.#fail();
  }

  /** What a bracket that is open holds. */
  #closed(): number {
    const value = this.#sum();
    return this.#take(')') ? value : this.#fail();
  }

  #fail(): number {
    this.#isExpression = false;
    return Number.NaN;
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#skip(this.#at + 1);
    return true;
  }

  #token(pattern: RegExp): string | undefined {
    const from = this.#at;
    const end = this.#end(pattern, from);
    if (end === undefined) return undefined;
    this.#skip(end);
    return this.#text.slice(from, end);
  }

  #isNameOrBracket(at: number): boolean {
    return this.#text[at] === '(' || this.#end(nameText, at) !== undefined;
  }

  #skip(from: number): void {
    this.#at = this.#pastBlanks(from);
  }

  #pastBlanks(from: number): number {
    return this.#end(blanks, from) ?? from;
  }

  /** Where what the pattern matches at a place ends. */
  #end(pattern: RegExp, at: number): number | undefined {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : undefined;
  }
}
