import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { OffsetRange } from '../textRange.ts';
import type { SourceEntry, SourceMapping, SourceNode } from './sourceNode.ts';

/** What a kind of file is called in messages. */
export interface FileKind {
  /** As after "a": `pipeline file`. */
  readonly name: string;
  /** The key and value it begins with: `hybrid: 1`. */
  readonly beginning: string;
  /** A sentence for whoever has an empty file. */
  readonly whenEmpty: string;
}

/** What is wrong with a text before its keys and values are looked at. */
export interface YamlProblem {
  readonly kind: 'syntax' | 'limit' | 'empty' | 'no-block';
  readonly message: string;
  readonly range: OffsetRange;
}

export interface ParsedYaml {
  /** Absent when there is no block of keys. */
  readonly root: SourceMapping | undefined;
  readonly problems: readonly YamlProblem[];
}

/** Limits that keep any file harmless: characters, values after aliases are expanded, and depth of nesting. */
const sourceLimits = { characters: 1_000_000, values: 50_000, depth: 50 } as const;

/**
 * Reads a file of YAML 1.2 (core schema) or JSON whose content is a block of keys into values with places. Never throws:
 * what cannot be read is a problem and the rest is still returned.
 */
export function parseYaml(text: string, kind: FileKind): ParsedYaml {
  if (text.length > sourceLimits.characters)
    return refused(
      'limit',
      `This file has ${text.length} characters; a ${kind.name} may have at most ${sourceLimits.characters}.`,
      { start: 0, end: 1 },
    );
  const control = unprintableAt(text);
  if (control !== undefined)
    return refused('syntax', 'This is not a text file: it contains characters that no YAML or JSON text has.', {
      start: control,
      end: control + 1,
    });
  const deep = tooDeepAt(text);
  if (deep !== undefined)
    return refused('limit', `Values may be nested at most ${sourceLimits.depth} deep.`, {
      start: deep,
      end: deep + 1,
    });
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false, logLevel: 'silent' });
  const found = [...document.errors, ...document.warnings];
  const exhausted = found.find((problem) => problem.code === 'RESOURCE_EXHAUSTION');
  if (exhausted)
    return refused(
      'limit',
      `Values may be nested at most ${sourceLimits.depth} deep.`,
      visibleRange(text, exhausted.pos),
    );
  const problems: YamlProblem[] = found.map((problem) => ({
    kind: 'syntax',
    message: syntaxMessage(problem.code, problem.message, kind),
    range: problem.code === 'DUPLICATE_KEY' ? wordAt(text, problem.pos[0]) : visibleRange(text, problem.pos),
  }));
  const reader = new NodeReader(text, document);
  const root = isNode(document.contents) ? reader.read(document.contents, 0) : undefined;
  problems.push(...reader.problems);
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) {
    if (problems.length === 0)
      problems.push({
        kind: 'empty',
        message: `This file is empty. ${kind.whenEmpty}`,
        range: { start: 0, end: Math.min(1, text.length) },
      });
    return { root: undefined, problems };
  }
  if (root.kind !== 'mapping') {
    problems.push({
      kind: 'no-block',
      message: `A ${kind.name} is a block of keys that begins with \`${kind.beginning}\`, but this is ${root.kind === 'list' ? 'a list' : 'a single value'}.`,
      range: root.range,
    });
    return { root: undefined, problems };
  }
  return { root, problems };
}

function refused(kind: YamlProblem['kind'], message: string, range: OffsetRange): ParsedYaml {
  return { root: undefined, problems: [{ kind, message, range }] };
}

/** YAML and JSON allow tab, line feed, carriage return and no other control character; U+FFFD is left by invalid UTF-8. */
function unprintableAt(text: string): number | undefined {
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 0xfffd) return offset;
  }
  return undefined;
}

/**
 * Where so many collections are open that the recursive YAML parser could run out of stack, which it would report
 * differently each time. Counts brackets without looking at quotation marks, so the limit is far above what any real
 * file has.
 */
function tooDeepAt(text: string): number | undefined {
  let open = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (character === '[' || character === '{') open++;
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
    if (open > 8 * sourceLimits.depth) return offset;
  }
  const run = /(?:[-?:][ \t]+){200}/.exec(text);
  return run?.index;
}

function syntaxMessage(code: string, message: string, kind: FileKind): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key is already written above in the same block; remove one of the two.';
    case 'TAB_AS_INDENT':
      return 'Tabs cannot indent YAML; use spaces.';
    case 'MULTIPLE_DOCS':
      return `A ${kind.name} holds one document; remove this \`---\` and what follows.`;
    case 'TAG_RESOLVE_FAILED':
      return `Tags (\`!name\`) have no meaning in a ${kind.name}; remove this one.`;
    default:
      return `Not valid YAML: ${message}.`;
  }
}

/** Never empty, never beyond the text, and at most the rest of the line. */
function visibleRange(text: string, [from, to]: readonly [number, number]): OffsetRange {
  const start = Math.max(0, Math.min(from, text.length - 1));
  const lineEnd = text.indexOf('\n', start);
  const limit = lineEnd < 0 ? text.length : Math.max(lineEnd, start + 1);
  return { start, end: Math.max(Math.min(to, limit), Math.min(start + 1, text.length)) };
}

/** The key that begins at an offset. */
function wordAt(text: string, start: number): OffsetRange {
  const word = /^("[^"\n]*"|'[^'\n]*'|[^\s:,{}[\]]+)/.exec(text.slice(start, start + 200))?.[0] ?? '';
  return visibleRange(text, [start, start + word.length]);
}

/** Turns the nodes of the YAML library into source nodes, expanding aliases within the limits. */
class NodeReader {
  readonly problems: YamlProblem[] = [];
  readonly #text: string;
  readonly #document: Document.Parsed;
  /** The anchored nodes being expanded, to notice an anchor that contains itself. */
  readonly #open = new Set<Node>();
  #values = 0;
  #exhausted = false;

  constructor(text: string, document: Document.Parsed) {
    this.#text = text;
    this.#document = document;
  }

  read(node: Node, depth: number, at?: OffsetRange): SourceNode | undefined {
    if (this.#exhausted) return undefined;
    const range = at ?? this.#rangeOf(node);
    if (depth > sourceLimits.depth)
      return this.#refuse(`Values may be nested at most ${sourceLimits.depth} deep.`, range);
    this.#values++;
    if (this.#values > sourceLimits.values) {
      this.#exhausted = true;
      return this.#refuse(
        `This file has more than ${sourceLimits.values} values once aliases (\`*name\`) are expanded; write fewer or smaller ones.`,
        range,
      );
    }
    if (isAlias(node)) return this.#readAlias(node.source, node.resolve(this.#document), depth, range);
    if (this.#open.has(node)) return this.#refuse('This anchor contains itself.', range);
    this.#open.add(node);
    const read = this.#readValue(node, depth, range, at);
    this.#open.delete(node);
    return read;
  }

  #readAlias(name: string, target: Node | undefined, depth: number, range: OffsetRange): SourceNode | undefined {
    if (target) {
      if (!this.#open.has(target)) return this.read(target, depth + 1, range);
      return this.#refuse(`The anchor \`${name}\` contains itself.`, range);
    }
    this.problems.push({
      kind: 'syntax',
      message: `There is no anchor \`&${name}\` above this alias.`,
      range,
    });
    return undefined;
  }

  #readValue(node: Node, depth: number, range: OffsetRange, at: OffsetRange | undefined): SourceNode | undefined {
    if (isScalar(node)) {
      const { value } = node;
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return { kind: 'scalar', value, range };
      return { kind: 'scalar', value: value === null ? null : String(value), range };
    }
    if (isSeq(node)) {
      const items: SourceNode[] = [];
      for (const item of node.items) {
        const read = isNode(item) ? this.read(item, depth + 1, at) : undefined;
        if (read) items.push(read);
      }
      return { kind: 'list', items, range };
    }
    if (!isMap(node)) return undefined;
    const entries: SourceEntry[] = [];
    for (const pair of node.items) {
      if (!isPair(pair) || !isNode(pair.key)) continue;
      const keyRange = at ?? this.#rangeOf(pair.key);
      const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
      if (key === undefined) {
        this.problems.push({ kind: 'syntax', message: 'A key must be a plain word.', range: keyRange });
        continue;
      }
      const value: SourceNode | undefined = isNode(pair.value)
        ? this.read(pair.value, depth + 1, at)
        : { kind: 'scalar', value: null, range: keyRange };
      if (value) entries.push({ key, keyRange, value });
    }
    return { kind: 'mapping', entries, range };
  }

  /** Without the blank lines and comments that block collections carry at their end. */
  #rangeOf(node: Node): OffsetRange {
    const [start, end] = node.range ?? [0, 0, 0];
    let last = end;
    while (last > start && /\s/.test(this.#text.charAt(last - 1))) last--;
    return last > start ? { start, end: last } : visibleRange(this.#text, [start, end]);
  }

  #refuse(message: string, range: OffsetRange): undefined {
    this.problems.push({ kind: 'limit', message, range });
    return undefined;
  }
}
