/** What the header of an array file is made of. Lists and tuples are both lists here. */
export type PythonLiteral =
  | string
  | number
  | boolean
  | null
  | readonly PythonLiteral[]
  | ReadonlyMap<string, PythonLiteral>;

/** Deeper than any header goes. */
const deepest = 8;

/**
 * Reads a Python literal of texts without escapes, whole numbers, True, False, None, lists, tuples and dictionaries with
 * texts as keys; undefined for anything else.
 */
export function readPythonLiteral(text: string): PythonLiteral | undefined {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

class LiteralReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#position === this.#text.length;
  }

  value(depth: number): PythonLiteral | undefined {
    if (depth > deepest) return undefined;
    this.#skip();
    const character = this.#text.charAt(this.#position);
    if (character === '(' || character === '[') return this.#list(character === '(' ? ')' : ']', depth);
    if (character === '{') return this.#dictionary(depth);
    return this.#atom();
  }

  #atom(): PythonLiteral | undefined {
    const found = this.#match(/'([^'\\]*)'|"([^"\\]*)"|(\d{1,16})L?|True|False|None/y);
    if (!found) return undefined;
    const [whole, single, double, digits] = found;
    if (digits !== undefined) return Number(digits);
    if (whole === 'None') return null;
    return single ?? double ?? whole === 'True';
  }

  #list(end: string, depth: number): PythonLiteral[] | undefined {
    const values: PythonLiteral[] = [];
    this.#position++;
    while (!this.#takes(end)) {
      if (values.length > 0 && !this.#takes(',')) return undefined;
      if (this.#takes(end)) break;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  #dictionary(depth: number): ReadonlyMap<string, PythonLiteral> | undefined {
    const values = new Map<string, PythonLiteral>();
    this.#position++;
    while (!this.#takes('}')) {
      if (values.size > 0 && !this.#takes(',')) return undefined;
      if (this.#takes('}')) break;
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || !this.#takes(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      values.set(key, value);
    }
    return values;
  }

  #takes(character: string): boolean {
    this.#skip();
    if (this.#text.charAt(this.#position) !== character) return false;
    this.#position++;
    return true;
  }

  #skip(): void {
    this.#match(/\s*/y);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found) this.#position = pattern.lastIndex;
    return found;
  }
}
