import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';
import { TextCursor } from './textCursor.ts';

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
  readonly #cursor: TextCursor;
  readonly #report: ImportReport;

  constructor(text: string, report: ImportReport) {
    this.#cursor = new TextCursor(text);
    this.#report = report;
  }

  document(): JsonNode | undefined {
    if (this.#cursor.text.startsWith('\uFEFF')) this.#cursor.offset = 1;
    const value = this.#value(0);
    if (value === undefined) return undefined;
    this.#skipSpace();
    return this.#cursor.isAtEnd ? value : this.#expected('the end of the file');
  }

  #value(depth: number): JsonNode | undefined {
    this.#skipSpace();
    const start = this.#cursor.offset;
    if (depth > deepestNesting) {
      return this.#report.problem(
        { start, end: start + 1 },
        `Values are nested more than ${deepestNesting} levels deep.`,
      );
    }
    switch (this.#cursor.next) {
      case '{':
        return this.#object(start, depth);
      case '[':
        return this.#array(start, depth);
      case '"': {
        const value = this.#string();
        return value === undefined ? undefined : { kind: 'string', value, range: this.#cursor.since(start) };
      }
    }
    const number = this.#cursor.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'number', value: Number(number), range: this.#cursor.since(start) };
    const word = this.#cursor.match(/true|false|null/y);
    if (word === 'null') return { kind: 'null', range: this.#cursor.since(start) };
    if (word !== undefined) return { kind: 'boolean', value: word === 'true', range: this.#cursor.since(start) };
    return this.#expected('a value');
  }

  #object(start: number, depth: number): JsonNode | undefined {
    this.#cursor.offset++;
    const members: JsonMember[] = [];
    if (this.#take('}')) return { kind: 'object', members, range: this.#cursor.since(start) };
    do {
      this.#skipSpace();
      const nameStart = this.#cursor.offset;
      if (this.#cursor.next !== '"') return this.#expected('a name in double quotes');
      const name = this.#string();
      if (name === undefined) return undefined;
      const nameRange = this.#cursor.since(nameStart);
      if (!this.#take(':')) return this.#expected("':'");
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      members.push({ name, nameRange, value });
    } while (this.#take(','));
    if (!this.#take('}')) return this.#expected("',' or '}'");
    return { kind: 'object', members, range: this.#cursor.since(start) };
  }

  #array(start: number, depth: number): JsonNode | undefined {
    this.#cursor.offset++;
    const items: JsonNode[] = [];
    if (this.#take(']')) return { kind: 'array', items, range: this.#cursor.since(start) };
    do {
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(','));
    if (!this.#take(']')) return this.#expected("',' or ']'");
    return { kind: 'array', items, range: this.#cursor.since(start) };
  }

  #string(): string | undefined {
    const start = this.#cursor.offset;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON excludes exactly these.
    const text = this.#cursor.match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
    if (text !== undefined) return String(JSON.parse(text));
    return this.#report.problem(
      { start, end: start + 1 },
      'This text is not closed, or holds what JSON does not allow.',
    );
  }

  #expected(what: string): undefined {
    const start = this.#cursor.offset;
    const found = this.#cursor.next;
    const shown = found === '' ? 'the end of the file' : `'${found}'`;
    return this.#report.problem({ start, end: start + found.length }, `Expected ${what}, found ${shown}.`);
  }

  #take(character: string): boolean {
    this.#skipSpace();
    return this.#cursor.take(character);
  }

  #skipSpace(): void {
    this.#cursor.match(/[ \t\r\n]*/y);
  }
}
