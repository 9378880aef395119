import type { TextReplacement } from '../diagnostic.ts';
import { keyText } from './flowText.ts';
import { entryOf, nodeAt, type SourceMapping, type SourceNode, type SourcePath } from './sourceNode.ts';

/*
 * Changes of a YAML file that leave everything else of it as it is written: comments, quotes, order and layout. Values
 * are YAML on one line (flow style).
 */

/**
 * Writes a value at a path: in place of the one there, as a further key of the closest block that exists, or as the
 * block that is missing in between. Undefined where an alias or something else than a block is in the way.
 */
export function writtenValue(
  text: string,
  root: SourceNode,
  path: SourcePath,
  value: string,
): TextReplacement | undefined {
  const node = nodeAt(root, path);
  if (node?.kind === 'scalar' && node.value === null) return filled(text, root, path, value);
  if (node) {
    // Replacing the alias would leave the rest of the anchor's block.
    if (text[node.range.start] === '*') return undefined;
    return { range: { start: node.range.start, end: endOf(text, node) }, newText: value };
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = nodeAt(root, path.slice(0, length));
    if (!parent) continue;
    const [key, ...inner] = path.slice(length);
    if (typeof key !== 'string' || inner.some((part) => typeof part === 'number')) return undefined;
    const nested = inner.reduceRight<string>((content, part) => `{ ${keyText(String(part))}: ${content} }`, value);
    if (parent.kind === 'scalar' && parent.value === null)
      return filled(text, root, path.slice(0, length), `{ ${keyText(key)}: ${nested} }`);
    return parent.kind === 'mapping' ? addedKey(text, parent, `${keyText(key)}: ${nested}`) : undefined;
  }
  return undefined;
}

/** Adds an item to the list at a path, or begins one. Undefined as for {@link writtenValue}. */
export function addedItem(text: string, root: SourceNode, path: SourcePath, item: string): TextReplacement | undefined {
  const list = nodeAt(root, path);
  const last = list?.kind === 'list' ? list.items.at(-1) : undefined;
  if (list?.kind !== 'list' || !last) return writtenValue(text, root, path, `[${item}]`);
  if (text[list.range.start] === '[') return inserted(endOf(text, last), `, ${item}`);
  const dash = text.slice(lineStart(text, last.range.start), last.range.start);
  if (!/^[ \t]*-[ \t]+$/.test(dash)) return undefined;
  return insertedLine(text, endOf(text, last), `${dash}${item}`);
}

/**
 * Takes an entry out of its block, or an item out of its list, with its lines where it has lines of its own; comments on
 * lines around it stay. Undefined where nothing would be left of the block, an alias is in the way, or the lines hold more.
 */
export function removedNode(text: string, root: SourceNode, path: SourcePath): TextReplacement | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const spans = spansOf(text, parent);
  const index = parent?.kind === 'mapping' ? parent.entries.findIndex(({ key }) => key === path.at(-1)) : path.at(-1);
  const span = typeof index === 'number' ? spans[index] : undefined;
  if (!parent || !span || typeof index !== 'number' || spans.length < 2) return undefined;
  const [previous, next] = [spans[index - 1], spans[index + 1]];
  const opening = text[parent.range.start];
  if (opening === '*') return undefined;
  if (opening === '{' || opening === '[') {
    if (next) return { range: { start: span.start, end: next.start }, newText: '' };
    return previous && { range: { start: previous.end, end: span.end }, newText: '' };
  }
  const start = lineStart(text, span.start);
  const lead = parent.kind === 'list' ? /^[ \t]*-[ \t]+$/ : /^[ \t]*$/;
  if (!lead.test(text.slice(start, span.start))) return undefined;
  const found = text.indexOf('\n', span.end);
  if (found >= 0) return { range: { start, end: found + 1 }, newText: '' };
  // The last line of a file that ends without a line break takes the one before along.
  return { range: { start: Math.max(0, start - 1), end: text.length }, newText: '' };
}

function spansOf(text: string, parent: SourceNode | undefined): { readonly start: number; readonly end: number }[] {
  if (parent?.kind === 'mapping')
    return parent.entries.map((entry) => ({ start: entry.keyRange.start, end: endOfEntry(text, entry) }));
  if (parent?.kind !== 'list') return [];
  return parent.items.map((item) => ({ start: item.range.start, end: endOf(text, item) }));
}

/** The value of a key that is written without one, or with `null`. */
function filled(text: string, root: SourceNode, path: SourcePath, value: string): TextReplacement | undefined {
  const entry = entryOf(nodeAt(root, path.slice(0, -1)), String(path.at(-1)));
  const [colon, , empty = ''] = /^\s*:([ \t]*)(null|~)?/.exec(text.slice(entry?.keyRange.end)) ?? [];
  if (!entry || colon === undefined) return undefined;
  const end = entry.keyRange.end + colon.length;
  return { range: { start: end - empty.length, end }, newText: /\s$/.test(colon) || empty ? value : ` ${value}` };
}

function addedKey(text: string, block: SourceMapping, entry: string): TextReplacement | undefined {
  const last = block.entries.at(-1);
  if (text[block.range.start] === '{') {
    if (last) return inserted(endOfEntry(text, last), `, ${entry}`);
    return { range: block.range, newText: `{ ${entry} }` };
  }
  const [first] = block.entries;
  if (!first || !last || text[block.range.start] === '*') return undefined;
  const before = text.slice(lineStart(text, first.keyRange.start), first.keyRange.start);
  // The first key of an item of a list stands behind its dash.
  if (!/^(?:[ \t]|-[ \t])*$/.test(before)) return undefined;
  return insertedLine(text, endOfEntry(text, last), `${before.replaceAll('-', ' ')}${entry}`);
}

function inserted(offset: number, newText: string): TextReplacement {
  return { range: { start: offset, end: offset }, newText };
}

/** A line of its own below the one an offset is in, whose comment stays where it is. */
function insertedLine(text: string, offset: number, line: string): TextReplacement {
  const found = text.indexOf('\n', offset);
  const end = found < 0 ? text.length : found;
  const windows = text[end - 1] === '\r';
  return inserted(windows ? end - 1 : end, `${windows ? '\r\n' : '\n'}${line}`);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

type Entry = SourceMapping['entries'][number];

function endOfEntry(text: string, { keyRange, value }: Entry): number {
  return Math.max(keyRange.end, endOf(text, value));
}

/** Where the text of a value ends, without the white space and comments that blocks take along. */
function endOf(text: string, node: SourceNode): number {
  const opening = text[node.range.start];
  if (opening !== '*' && node.kind === 'list' && opening !== '[') {
    const last = node.items.at(-1);
    if (last) return endOf(text, last);
  }
  if (opening !== '*' && node.kind === 'mapping' && opening !== '{') {
    const last = node.entries.at(-1);
    if (last) return endOfEntry(text, last);
  }
  return node.range.start + text.slice(node.range.start, node.range.end).trimEnd().length;
}
