import type { OffsetRange } from '#core/base/textRange.ts';
import {
  entryOf,
  nodeAt,
  type SourceEntry,
  type SourceMapping,
  type SourceNode,
  type SourcePath,
} from '#core/base/yaml/sourceNode.ts';
import { secretKeys } from '../schema/scalars.ts';
import type { LiteralCredential } from './literalCredentials.ts';

/** A change of a text in which the name of a credential stands between the parts of the new text. */
export interface NamingReplacement {
  readonly range: OffsetRange;
  /** `['{ secret: ', ' }']`; a single part names nothing. */
  readonly parts: readonly string[];
}

/** How a literal credential leaves a file: its value is taken from a range, and replacements put a name in its place. */
export interface CredentialMove {
  /** Of the value alone, without quotation marks. */
  readonly value: OffsetRange;
  readonly proposedName: string;
  /** In order of place; they do not overlap. */
  readonly replacements: readonly NamingReplacement[];
}

/**
 * How a literal credential becomes the name of one. Undefined where the file has no place for a name, such as in a
 * description, and where the text holds more than the credential.
 */
export function credentialMove(
  text: string,
  root: SourceNode,
  { node, path }: LiteralCredential,
): CredentialMove | undefined {
  const value = valueRange(text, node.range, String(node.value));
  const owner = ownerOf(path);
  if (!value || !owner) return undefined;
  const replacements = owner.length === 0 ? [inPlace(text, root, path)] : withinOwner(text, root, owner, path);
  return { value, proposedName: proposedName(root, owner, path), replacements };
}

/** Keys of providers are printable ASCII without spaces and slashes of addresses; what is more is not one alone. */
function valueRange(text: string, range: OffsetRange, value: string): OffsetRange | undefined {
  if (!/^[\x21-\x7e]+$/.test(value) || value.includes('://') || value.includes('${')) return undefined;
  const written = text.slice(range.start, range.end).trimEnd();
  // Written with escapes, the text between the quotation marks is another than the value.
  const quotes = /^(["']?)(.*)\1$/s.exec(written);
  if (quotes?.[2] !== value) return undefined;
  const start = range.start + (quotes[1] ?? '').length;
  return { start, end: start + value.length };
}

/** The block that has `credentials`; empty for keys of the user's own, which may hold a reference anywhere. */
function ownerOf(path: SourcePath): SourcePath | undefined {
  const [first, second] = path;
  if (path.length >= 3 && (first === 'backends' || (first === 'tracking' && second === 'mlflow')))
    return path.slice(0, 2);
  return typeof first === 'string' && first.startsWith('x-') ? [] : undefined;
}

function withinOwner(text: string, root: SourceNode, owner: SourcePath, path: SourcePath): NamingReplacement[] {
  const block = nodeAt(root, owner);
  const top = entryOf(block, String(path[2]));
  if (block?.kind !== 'mapping' || !top) return [inPlace(text, root, path)];
  if (top.key === 'credentials') return inReference(text, root, path);
  const holder = nodeAt(root, path.slice(0, -1));
  const entry = entryOf(holder, String(path.at(-1)));
  const isFree = entryOf(block, 'credentials') === undefined;
  if (!isFree || path.length > 4 || holder?.kind !== 'mapping' || !entry) return [inPlace(text, root, path)];
  if (path.length === 3 || holder.entries.length === 1) return [insteadOf(text, top, entry)];
  const removed = removal(text, holder, entry);
  const begun = removed && beginning(text, block, top);
  return removed && begun ? [begun, removed] : [inPlace(text, root, path)];
}

/** `credentials: literal`, or the literal where a name should be. */
function inReference(text: string, root: SourceNode, path: SourcePath): NamingReplacement[] {
  const entry = entryOf(nodeAt(root, path.slice(0, -1)), String(path.at(-1)));
  const isKind = secretKeys.some((kind) => kind === entry?.key);
  if (path.length !== 4 || !entry || !isKind) return [inPlace(text, root, path)];
  const quote = isQuoted(text, entry) ? '"' : '';
  return [
    ...(entry.key === 'secret' ? [] : [{ range: entry.keyRange, parts: [`${quote}secret${quote}`] }]),
    { range: trimmed(text, entry.value.range), parts: [quote, quote] },
  ];
}

function inPlace(text: string, root: SourceNode, path: SourcePath): NamingReplacement {
  const entry = entryOf(nodeAt(root, path.slice(0, -1)), String(path.at(-1)));
  const range = nodeAt(root, path)?.range ?? { start: 0, end: 0 };
  return { range: trimmed(text, range), parts: reference(entry !== undefined && isQuoted(text, entry)) };
}

/** `credentials` in the place of a whole entry, which may hold the literal some levels below. */
function insteadOf(text: string, top: SourceEntry, literal: SourceEntry): NamingReplacement {
  const end =
    text[top.value.range.start] === '{' ? trimmed(text, top.value.range).end : trimmed(text, literal.value.range).end;
  const quoted = isQuoted(text, top);
  const [before, after] = reference(quoted);
  return {
    range: { start: top.keyRange.start, end },
    parts: [`${credentialsKey(quoted)}: ${before}`, after],
  };
}

/** `credentials` before the entry that holds the literal. */
function beginning(text: string, block: SourceMapping, top: SourceEntry): NamingReplacement | undefined {
  const { start } = top.keyRange;
  const lead = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const isFlow = text[block.range.start] === '{';
  if (!isFlow && !/^[ \t]*$/.test(lead)) return undefined;
  const quoted = isQuoted(text, top);
  const [before, after] = reference(quoted);
  const next = isFlow ? ', ' : `\n${lead}`;
  return { range: { start, end: start }, parts: [`${credentialsKey(quoted)}: ${before}`, `${after}${next}`] };
}

/** Takes one of several entries out of a block, with its line where it has one of its own. */
function removal(text: string, block: SourceMapping, entry: SourceEntry): NamingReplacement | undefined {
  const index = block.entries.indexOf(entry);
  const [previous, next] = [block.entries[index - 1], block.entries[index + 1]];
  const { start } = entry.keyRange;
  const { end } = trimmed(text, entry.value.range);
  if (text[block.range.start] === '{') {
    if (next) return { range: { start, end: next.keyRange.start }, parts: [''] };
    return previous && { range: { start: trimmed(text, previous.value.range).end, end }, parts: [''] };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (!/^[ \t]*$/.test(text.slice(lineStart, start))) return undefined;
  const lineEnd = text.indexOf('\n', end);
  return { range: { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 }, parts: [''] };
}

/** JSON quotes its keys, and then every text. */
function isQuoted(text: string, { keyRange }: SourceEntry): boolean {
  return text[keyRange.start] === '"';
}

function credentialsKey(quoted: boolean): string {
  return quoted ? '"credentials"' : 'credentials';
}

function reference(quoted: boolean): readonly [before: string, after: string] {
  return quoted ? ['{ "secret": "', '" }'] : ['{ secret: ', ' }'];
}

function trimmed(text: string, { end, start }: OffsetRange): OffsetRange {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** What most people call the key of a provider: the provider. */
function proposedName(root: SourceNode, owner: SourcePath, path: SourcePath): string {
  const adapter = nodeAt(root, [...owner, 'adapter']);
  const written =
    owner[0] === 'tracking' ? 'mlflow' : adapter?.kind === 'scalar' ? adapter.value : (owner[1] ?? path.at(-1));
  const name = String(written ?? '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 60)
    .replace(/^[^A-Za-z]+|[^A-Za-z0-9]+$/g, '');
  return name === '' ? 'credential' : name;
}
