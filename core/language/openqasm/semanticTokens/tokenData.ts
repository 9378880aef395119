import type { LineTable } from '#core/base/textRange.ts';
import type { Appearance } from './appearance.ts';

/** Tokens as the protocol packs them: five numbers each, relative to the token before. */
export class TokenData {
  readonly values: number[] = [];
  readonly #lines: LineTable;
  readonly #text: string;
  readonly #multiline: boolean;
  #line = 0;
  #character = 0;

  /** @param multiline whether a token may stretch over several lines */
  constructor(lines: LineTable, text: string, multiline: boolean) {
    this.#lines = lines;
    this.#text = text;
    this.#multiline = multiline;
  }

  get count(): number {
    return this.values.length / 5;
  }

  /** A token on one line. */
  push(start: number, end: number, { modifiers, type }: Appearance): void {
    const { character, line } = this.#lines.positionAt(start);
    const sameLine = line === this.#line && this.values.length > 0;
    const fromBefore = sameLine ? character - this.#character : character;
    this.values.push(line - this.#line, fromBefore, end - start, type, modifiers);
    this.#line = line;
    this.#character = character;
  }

  /** A token that may stretch over several lines; one for every line where the editor wants it so. */
  pushLines(start: number, end: number, appearance: Appearance): void {
    if (this.#multiline) {
      this.push(start, end, appearance);
      return;
    }
    for (const { 0: line, index } of this.#text.slice(start, end).matchAll(/[^\r\n]+/g)) {
      this.push(start + index, start + index + line.length, appearance);
    }
  }
}
