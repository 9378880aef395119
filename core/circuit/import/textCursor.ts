import type { OffsetRange } from '#core/base/textRange.ts';

/** A place in a text that readers move on. */
export class TextCursor {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** The character here; empty at the end. */
  get next(): string {
    return this.text.charAt(this.offset);
  }

  /** What the pattern, which is sticky, matches here; the cursor moves behind it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  /** Whether the character is here; the cursor moves behind it. */
  take(character: string): boolean {
    if (this.next !== character || character === '') return false;
    this.offset++;
    return true;
  }

  since(start: number): OffsetRange {
    return { start, end: this.offset };
  }
}
