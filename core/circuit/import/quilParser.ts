import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';
import type { QuilExpression, QuilFunction, QuilReference } from './quilExpression.ts';
import type { QuilLine, QuilToken, QuilTokenKind } from './quilTokens.ts';

/** A qubit, or the formal one of a definition. */
export interface QuilQubit {
  readonly qubit: number | string;
  readonly range: OffsetRange;
}

export type QuilModifier = 'CONTROLLED' | 'DAGGER' | 'FORKED';

/** Expressions nested deeper than this are refused. */
const deepestNesting = 200;

const functions: ReadonlyMap<string, QuilFunction> = new Map(
  (['sin', 'cos', 'sqrt', 'exp', 'cis'] as const).flatMap((name) => [
    [name, name] as const,
    [name.toUpperCase(), name] as const,
  ]),
);

/** Takes one instruction apart; each method reads what it is named for, or reports what stands there instead. */
export class QuilLineParser {
  readonly line: QuilLine;
  readonly #report: ImportReport;
  #place = 0;
  #depth = 0;

  constructor(line: QuilLine, report: ImportReport) {
    this.line = line;
    this.#report = report;
  }

  get isAtEnd(): boolean {
    return this.#place >= this.line.tokens.length;
  }

  get next(): QuilToken | undefined {
    return this.line.tokens[this.#place];
  }

  /** The token, if it is of this kind and, when given, has this text. */
  take(kind: QuilTokenKind, text?: string): QuilToken | undefined {
    const { next } = this;
    if (next?.kind !== kind || (text !== undefined && next.text !== text)) return undefined;
    this.#place++;
    return next;
  }

  /** Reports that something else was expected here. */
  expected(what: string): undefined {
    const { next } = this;
    const end = this.line.range.end;
    const range = next?.range ?? { start: Math.max(this.line.range.start, end - 1), end };
    return this.#report.problem(
      range,
      `Expected ${what}${next ? `, found '${shownText(next)}'` : ' at the end of the instruction'}.`,
    );
  }

  name(what: string): QuilToken | undefined {
    return this.take('name') ?? this.expected(what);
  }

  symbol(text: string): QuilToken | undefined {
    return this.take('symbol', text) ?? this.expected(`'${text}'`);
  }

  /** Reports what is left of the instruction; false when there is something. */
  end(): boolean {
    if (this.isAtEnd) return true;
    this.expected('the end of the instruction');
    return false;
  }

  wholeNumber(what: string): number | undefined {
    const { next } = this;
    if (next?.kind !== 'number' || !/^\d+$/.test(next.text)) return this.expected(what);
    this.#place++;
    return Number(next.text);
  }

  qubit(): QuilQubit | undefined {
    const { next } = this;
    if (next?.kind === 'name') {
      this.#place++;
      return { qubit: next.text, range: next.range };
    }
    const qubit = this.wholeNumber('a qubit such as 0');
    return qubit === undefined || next === undefined ? undefined : { qubit, range: next.range };
  }

  /** Qubits up to the end of the instruction. */
  qubits(): QuilQubit[] | undefined {
    const qubits: QuilQubit[] = [];
    while (!this.isAtEnd) {
      const qubit = this.qubit();
      if (qubit === undefined) return undefined;
      qubits.push(qubit);
    }
    return qubits;
  }

  /** `ro[2]`, or `ro` for its first element. */
  reference(): QuilReference | undefined {
    const name = this.name("a place in memory such as 'ro[0]'");
    if (name === undefined) return undefined;
    if (!this.take('symbol', '[')) return { name: name.text, index: 0, range: name.range };
    const index = this.wholeNumber('an index');
    const close = index === undefined ? undefined : this.symbol(']');
    if (index === undefined || close === undefined) return undefined;
    return { name: name.text, index, range: { start: name.range.start, end: close.range.end } };
  }

  /** Expressions in parentheses, if there are any. */
  parameters(): QuilExpression[] | undefined {
    if (!this.take('symbol', '(')) return [];
    const parameters: QuilExpression[] = [];
    if (this.take('symbol', ')')) return parameters;
    do {
      const parameter = this.expression();
      if (parameter === undefined) return undefined;
      parameters.push(parameter);
    } while (this.take('symbol', ','));
    return this.symbol(')') && parameters;
  }

  /** A whole expression; `^` binds tightest and to the right, then signs, `*` and `/`, `+` and `-`. */
  expression(): QuilExpression | undefined {
    if (this.#depth > deepestNesting) return this.expected('an expression that is less nested');
    this.#depth++;
    const result = this.#sum();
    this.#depth--;
    return result;
  }

  #sum(): QuilExpression | undefined {
    let left = this.#product();
    for (;;) {
      const operator = this.take('symbol', '+') ?? this.take('symbol', '-');
      if (operator === undefined || left === undefined) return left;
      left = binary(operator.text === '+' ? '+' : '-', left, this.#product());
    }
  }

  #product(): QuilExpression | undefined {
    let left = this.#signed();
    for (;;) {
      const operator = this.take('symbol', '*') ?? this.take('symbol', '/');
      if (operator === undefined || left === undefined) return left;
      left = binary(operator.text === '*' ? '*' : '/', left, this.#signed());
    }
  }

  #signed(): QuilExpression | undefined {
    const sign = this.take('symbol', '-') ?? this.take('symbol', '+');
    if (sign === undefined) return this.#power();
    if (this.#depth > deepestNesting) return this.expected('an expression with fewer signs');
    this.#depth++;
    const operand = this.#signed();
    this.#depth--;
    if (operand === undefined || sign.text === '+') return operand;
    return { kind: 'negate', operand, range: { start: sign.range.start, end: operand.range.end } };
  }

  #power(): QuilExpression | undefined {
    const left = this.#atom();
    if (left === undefined || !this.take('symbol', '^')) return left;
    if (this.#depth > deepestNesting) return this.expected('an expression with fewer powers');
    this.#depth++;
    const right = this.#signed();
    this.#depth--;
    return binary('^', left, right);
  }

  #atom(): QuilExpression | undefined {
    const { next } = this;
    switch (next?.kind) {
      case 'number':
        this.#place++;
        return { kind: 'number', re: Number(next.text), im: 0, range: next.range };
      case 'imaginary':
        this.#place++;
        return { kind: 'number', re: 0, im: Number(next.text.slice(0, -1)), range: next.range };
      case 'formal':
        this.#place++;
        return { kind: 'formal', name: next.text, range: next.range };
      case 'name':
        return this.#named(next);
      case 'symbol': {
        if (next.text !== '(') break;
        this.#place++;
        const inner = this.expression();
        return inner && this.symbol(')') && inner;
      }
    }
    return this.expected('a number or an expression');
  }

  #named(name: QuilToken): QuilExpression | undefined {
    const { range } = name;
    const called = functions.get(name.text);
    const following = this.line.tokens[this.#place + 1];
    if (called !== undefined && following?.text === '(') {
      this.#place += 2;
      const argument = this.expression();
      const close = argument && this.symbol(')');
      if (argument === undefined || close === undefined) return undefined;
      return { kind: 'call', function: called, argument, range: { start: range.start, end: close.range.end } };
    }
    if (name.text === 'pi' || name.text === 'i') {
      this.#place++;
      return name.text === 'pi'
        ? { kind: 'number', re: Math.PI, im: 0, range }
        : { kind: 'number', re: 0, im: 1, range };
    }
    const reference = this.reference();
    return reference && { kind: 'reference', reference, range: reference.range };
  }
}

function binary(
  operator: '+' | '-' | '*' | '/' | '^',
  left: QuilExpression,
  right: QuilExpression | undefined,
): QuilExpression | undefined {
  return right && { kind: 'binary', operator, left, right, range: { start: left.range.start, end: right.range.end } };
}

function shownText({ kind, text }: QuilToken): string {
  const whole = kind === 'label' ? `@${text}` : kind === 'formal' ? `%${text}` : text;
  return whole.length > 20 ? `${whole.slice(0, 20)}…` : whole;
}
