import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';

/** A JSON value that knows its place in the text. */
export type JsonNode = { readonly range: OffsetRange } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
);

export interface JsonMember {
  readonly name: string;
  readonly nameRange: OffsetRange;
  readonly value: JsonNode;
}

const deepestNesting = 100;

/** Parses a JSON document (RFC 8259); undefined after its first mistake, which is reported. */
export function parseJson(text: string, report: ImportReport): JsonNode | undefined {
  const parser = new JsonParser(text, report);
  return parser.document();
}

/** The value of a member of an object; the last one, when there are several of the name. */
export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === 'object' ? node.members.findLast((member) => member.name === name)?.value : undefined;
}

class JsonParser {
  readonly #text: string;
  readonly #report: ImportReport;
  #offset = 0;

  constructor(text: string, report: ImportReport) {
    this.#text = text;
    this.#report = report;
  }

  document(): JsonNode | undefined {
    if (this.#text.startsWith('\uFEFF')) this.#offset = 1;
    const value = this.#value(0);
    if (value === undefined) return undefined;
    this.#skipSpace();
    return this.#offset < this.#text.length ? this.#expected('the end of the file') : value;
  }

  #value(depth: number): JsonNode | undefined {
    this.#skipSpace();
    const start = this.#offset;
    if (depth > deepestNesting) {
      return this.#report.problem(
        { start, end: start + 1 },
        `Values are nested more than ${deepestNesting} levels deep.`,
      );
    }
    switch (this.#text[start]) {
      case '{':
        return this.#object(start, depth);
      case '[':
        return this.#array(start, depth);
      case '"': {
        const value = this.#string();
        return value === undefined ? undefined : { kind: 'string', value, range: this.#since(start) };
      }
    }
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'number', value: Number(number), range: this.#since(start) };
    const word = this.#match(/true|false|null/y);
    if (word === 'null') return { kind: 'null', range: this.#since(start) };
    if (word !== undefined) return { kind: 'boolean', value: word === 'true', range: this.#since(start) };
    return this.#expected('a value');
  }

  #object(start: number, depth: number): JsonNode | undefined {
    this.#offset++;
    const members: JsonMember[] = [];
    if (this.#take('}')) return { kind: 'object', members, range: this.#since(start) };
    do {
      this.#skipSpace();
      const nameStart = this.#offset;
      if (this.#text[nameStart] !== '"') return this.#expected('a name in double quotes');
      const name = this.#string();
      if (name === undefined) return undefined;
      const nameRange = this.#since(nameStart);
      if (!this.#take(':')) return this.#expected("':'");
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      members.push({ name, nameRange, value });
    } while (this.#take(','));
    if (!this.#take('}')) return this.#expected("',' or '}'");
    return { kind: 'object', members, range: this.#since(start) };
  }

  #array(start: number, depth: number): JsonNode | undefined {
    this.#offset++;
    const items: JsonNode[] = [];
    if (this.#take(']')) return { kind: 'array', items, range: this.#since(start) };
    do {
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(','));
    if (!this.#take(']')) return this.#expected("',' or ']'");
    return { kind: 'array', items, range: this.#since(start) };
  }

  #string(): string | undefined {
    const start = this.#offset;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON excludes exactly these.
    const text = this.#match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
    if (text !== undefined) return String(JSON.parse(text));
    return this.#report.problem(
      { start, end: start + 1 },
      'This text is not closed, or holds what JSON does not allow.',
    );
  }

  #expected(what: string): undefined {
    const start = this.#offset;
    const found = this.#text.charAt(start);
    const shown = found === '' ? 'the end of the file' : `'${found}'`;
    return this.#report.problem({ start, end: start + found.length }, `Expected ${what}, found ${shown}.`);
  }

  #take(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#offset] !== character) return false;
    this.#offset++;
    return true;
  }

  #skipSpace(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  #since(start: number): OffsetRange {
    return { start, end: this.#offset };
  }
}
