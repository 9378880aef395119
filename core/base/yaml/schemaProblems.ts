import type { z } from 'zod';
import { closestName } from '../closestName.ts';
import type { OffsetRange } from '../textRange.ts';
import { keyRangeAt, nodeAt, rangeAt, type SourceNode, type SourcePath } from './sourceNode.ts';

/** Which keys a schema knows at a path, for suggestions. */
export type KnownKeys = (path: SourcePath) => readonly string[];

type Issue = z.core.$ZodIssue;

/** What is wrong with the keys and values of a file, at the smallest piece of text. */
export interface SchemaProblem {
  /** At the key; at the key of the block that lacks it; at the value. */
  readonly kind: 'unknown-key' | 'missing-key' | 'wrong-value';
  readonly message: string;
  readonly range: OffsetRange;
}

/**
 * Turns the issues of a schema into sentences with places.
 * @param subject what the whole file is, as after "in": `a pipeline`
 */
export function schemaProblems(
  issues: readonly Issue[],
  root: SourceNode,
  known: KnownKeys,
  subject: string,
): SchemaProblem[] {
  const knownKeys = freeKeys(issues, root, known);
  const typos = mistypedKeys(issues, knownKeys);
  return issues
    .filter((issue) => !typos.has(issue.path.join('\n')) || nodeAt(root, issue.path.map(plainPart)) !== undefined)
    .flatMap((issue) => issueProblems(issue, [], root, knownKeys, subject));
}

/** The keys that can still be meant: those not written yet, first those that must be written. */
function freeKeys(issues: readonly Issue[], root: SourceNode, known: KnownKeys): KnownKeys {
  const asked = new Set(issues.map((issue) => issue.path.join('\n')));
  return (path) => {
    const free = known(path).filter((key) => nodeAt(root, [...path, key]) === undefined);
    const required = free.filter((key) => asked.has([...path, key].join('\n')));
    return [...required, ...free.filter((key) => !required.includes(key))];
  };
}

/** Paths of keys that are missing only because they are written with a slip: reported once, where the slip is. */
function mistypedKeys(issues: readonly Issue[], knownKeys: KnownKeys): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = issue.path.map(plainPart);
    for (const key of issue.keys) {
      const name = closestName(key, knownKeys(path));
      if (name !== undefined) meant.add([...path, name].join('\n'));
    }
  }
  return meant;
}

function plainPart(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part);
}

function issueProblems(
  issue: Issue,
  base: SourcePath,
  root: SourceNode,
  knownKeys: KnownKeys,
  subject: string,
): SchemaProblem[] {
  const path = [...base, ...issue.path.map(plainPart)];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => unknownKey(key, path, root, known, subject));
  }
  if (issue.code === 'invalid_union') {
    // The alternative that was meant is the one that fits the value and only fails further inside.
    const meant = issue.errors.find((errors) => errors.length > 0 && errors.every((inner) => inner.path.length > 0));
    if (meant) return meant.flatMap((inner) => issueProblems(inner, path, root, knownKeys, subject));
  }
  if (issue.code === 'invalid_key') {
    const [reason] = issue.issues;
    const message = `${described(path)} must be ${reason?.message ?? 'another key'}.`;
    return [{ kind: 'unknown-key', message, range: keyRangeAt(root, path) }];
  }
  const node = nodeAt(root, path);
  const name = described(path);
  if (node === undefined)
    return [
      {
        kind: 'missing-key',
        message: `The key \`${path.at(-1) ?? ''}\` is missing${path.length > 1 ? ` in ${described(path.slice(0, -1))}` : ''}: ${expectation(issue)}.`,
        range: rangeAt(root, path),
      },
    ];
  return [
    {
      kind: 'wrong-value',
      message: `${name} must be ${expectation(issue)}, but is ${found(node)}.${suggestion(issue, node)}`,
      range: node.kind === 'scalar' ? rangeAt(root, path) : keyRangeAt(root, path),
    },
  ];
}

function unknownKey(
  key: string,
  path: SourcePath,
  root: SourceNode,
  known: readonly string[],
  subject: string,
): SchemaProblem {
  const meant = closestName(key, known);
  const where = path.length === 0 ? subject : described(path);
  const hint = meant
    ? ` Did you mean \`${meant}\`?`
    : known.length > 0 && known.length <= 12
      ? ` It has: ${known.join(', ')}.`
      : '';
  return {
    kind: 'unknown-key',
    message: `There is no key \`${key}\` in ${where}.${hint}`,
    range: keyRangeAt(root, [...path, key]),
  };
}

function described(path: SourcePath): string {
  const text = path.reduce<string>(
    (sum, part) => (typeof part === 'number' ? `${sum}[${part}]` : sum ? `${sum}.${part}` : part),
    '',
  );
  return `\`${text}\``;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeName(issue.expected);
    case 'invalid_value':
      return issue.values.length === 1 ? `\`${String(issue.values[0])}\`` : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${sizeName(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitName(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${sizeName(issue.origin)} ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitName(issue.origin, issue.maximum)}`;
    default:
      return issue.message;
  }
}

function typeName(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
    case 'tuple':
      return 'a list';
    case 'object':
    case 'record':
      return 'a block of keys';
    default:
      return `a ${expected}`;
  }
}

function sizeName(origin: string): string {
  if (origin === 'array') return 'a list of';
  if (origin === 'string') return 'a text of';
  return 'a number of';
}

function unitName(origin: string, count: number | bigint): string {
  const one = count === 1;
  if (origin === 'array') return one ? ' item' : ' items';
  if (origin === 'string') return one ? ' character' : ' characters';
  return '';
}

function found(node: SourceNode): string {
  if (node.kind === 'list') return `a list of ${node.items.length}`;
  if (node.kind === 'mapping') return 'a block of keys';
  if (node.value === null) return 'empty';
  const text = String(node.value);
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return typeof node.value === 'string' ? `the text "${short}"` : short;
}

function suggestion(issue: Issue, node: SourceNode): string {
  if (issue.code !== 'invalid_value' || node.kind !== 'scalar' || typeof node.value !== 'string') return '';
  const meant = closestName(node.value, issue.values.map(String));
  return meant && issue.values.length > 1 ? ` Did you mean \`${meant}\`?` : '';
}
