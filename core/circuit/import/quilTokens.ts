import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';

export type QuilTokenKind = 'name' | 'number' | 'imaginary' | 'string' | 'label' | 'formal' | 'symbol';

export interface QuilToken {
  readonly kind: QuilTokenKind;
  /** As written; of labels and formal parameters without `@` and `%`. */
  readonly text: string;
  readonly range: OffsetRange;
}

/** An instruction, which ends with its line or at a `;`. */
export interface QuilLine {
  readonly tokens: readonly QuilToken[];
  /** Whether it is the body of the definition before it. */
  readonly isIndented: boolean;
  readonly range: OffsetRange;
}

/** Divides a Quil program into instructions; what is no token is reported, and its instruction left out. */
export function scanQuil(text: string, report: ImportReport): QuilLine[] {
  return new QuilScanner(text, report).lines();
}

const identifier = /[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?/y;
const numberLiteral = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:i(?![A-Za-z0-9_]))?/y;
const stringLiteral = /"(?:[^"\\\r\n]|\\.)*"/y;
const symbols = '()[],:+-*/^';

class QuilScanner {
  readonly #text: string;
  readonly #report: ImportReport;
  readonly #lines: QuilLine[] = [];
  #tokens: QuilToken[] = [];
  #isIndented = false;
  #isReadable = true;
  #offset = 0;

  constructor(text: string, report: ImportReport) {
    this.#text = text;
    this.#report = report;
  }

  lines(): QuilLine[] {
    const text = this.#text;
    this.#isIndented = isBlank(text[0]);
    while (this.#offset < text.length) {
      const character = text[this.#offset] ?? '';
      if (isBlank(character)) {
        this.#offset++;
      } else if (character === '#') {
        this.#skipLine();
      } else if (character === '\n' || character === '\r') {
        this.#finish();
        this.#offset++;
        this.#isIndented = isBlank(text[this.#offset]);
      } else if (character === ';') {
        this.#finish();
        this.#offset++;
      } else {
        this.#token(character);
      }
    }
    this.#finish();
    return this.#lines;
  }

  #token(character: string): void {
    const start = this.#offset;
    const isMarked = character === '@' || character === '%';
    const name = this.#match(identifier, isMarked ? start + 1 : start);
    if (name !== undefined) {
      const kind = character === '@' ? 'label' : character === '%' ? 'formal' : 'name';
      this.#add(kind, name, isMarked ? name.length + 1 : name.length);
      return;
    }
    const number = this.#match(numberLiteral, start);
    if (number !== undefined) {
      this.#add(number.endsWith('i') ? 'imaginary' : 'number', number, number.length);
      return;
    }
    const quoted = this.#match(stringLiteral, start);
    if (quoted !== undefined) {
      this.#add('string', quoted, quoted.length);
    } else if (symbols.includes(character)) {
      this.#add('symbol', character, 1);
    } else {
      const shown = String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
      this.#report.problem({ start, end: start + shown.length }, `Unexpected character '${shown}'.`);
      this.#isReadable = false;
      this.#skipLine();
    }
  }

  #add(kind: QuilTokenKind, text: string, length: number): void {
    const start = this.#offset;
    this.#offset = start + length;
    this.#tokens.push({ kind, text, range: { start, end: start + length } });
  }

  #finish(): void {
    const [first] = this.#tokens;
    const last = this.#tokens.at(-1);
    if (first && last && this.#isReadable) {
      const range = { start: first.range.start, end: last.range.end };
      this.#lines.push({ tokens: this.#tokens, isIndented: this.#isIndented, range });
    }
    this.#tokens = [];
    this.#isReadable = true;
  }

  #skipLine(): void {
    while (this.#offset < this.#text.length && !/[\r\n]/.test(this.#text.charAt(this.#offset))) this.#offset++;
  }

  #match(pattern: RegExp, offset: number): string | undefined {
    pattern.lastIndex = offset;
    return pattern.exec(this.#text)?.[0];
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
