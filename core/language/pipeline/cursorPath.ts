import type { OffsetRange } from '#core/base/textRange.ts';
import type { SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { FileFormat } from './fileFormat.ts';

/** What is being written at a place of a file. */
export interface CursorPath {
  /** The block whose key is written, or the place whose value is. */
  readonly path: readonly (string | number)[];
  readonly writes: 'key' | 'value';
  /** The word around the cursor, which a completion replaces. */
  readonly word: OffsetRange;
  /** Whether the word stands behind a quotation mark. */
  readonly quoted: boolean;
  /** Keys the block already has. */
  readonly siblings: readonly string[];
}

const marker = 'cursorMarker';

/**
 * Finds out what is written at an offset by reading the text with a marker in place of the word there. A block that
 * could hold either (`- ` at the beginning of an item) counts as a key where the format has blocks as items.
 * @param root of the text as it is
 */
export function cursorPathAt(
  text: string,
  offset: number,
  root: SourceNode | undefined,
  format: FileFormat,
): CursorPath | undefined {
  const isBlock = (path: readonly (string | number)[]) => format.schemaOf(root, path)?.properties !== undefined;
  const word = wordAt(text, offset);
  const before = text.slice(text.lastIndexOf('\n', word.start - 1) + 1, word.start);
  if (/(^|\s)#/.test(before)) return undefined;
  for (const asKey of afterColon(before) ? [false] : [true, false]) {
    const rest = text.slice(word.end);
    const hasColon = /^[ \t]*:(\s|$)/.test(rest);
    const inserted = asKey && !hasColon ? `${marker}: null` : marker;
    const found = markedPlace(text, word, inserted, format);
    if (found && found.writes === (asKey ? 'key' : 'value')) {
      const itemOfBlocks =
        asKey && found.siblings.length === 0 && typeof found.path.at(-1) === 'number' && !isBlock(found.path);
      if (!itemOfBlocks) return { ...found, word, quoted: /["']/.test(text.charAt(word.start - 1)) };
    }
  }
  return undefined;
}

/** Where a marker is read that stands in the place of a word. */
function markedPlace(text: string, word: OffsetRange, inserted: string, format: FileFormat): Found | undefined {
  const find = ({ end, start }: OffsetRange) => {
    const root = format.parse(text.slice(start, word.start) + inserted + text.slice(word.end, end));
    return root && findMarker(root, []);
  };
  // Of a long file one block tells as much, unless the marker is itself a key of the file.
  const block = topBlockAround(text, word);
  const found = block && find(block);
  return found && found.path.length > 0 ? found : find({ start: 0, end: text.length });
}

/** Files up to this length are read as a whole. */
const shortFile = 2000;

/** The key of the file in whose block a word stands, with its block; undefined where it does not stand by itself. */
function topBlockAround(text: string, word: OffsetRange): OffsetRange | undefined {
  if (text.length <= shortFile || /^\s*[{[]/.test(text)) return undefined;
  let block: OffsetRange | undefined;
  for (const { index } of text.matchAll(/^[A-Za-z_][\w-]*[ \t]*:/gm)) {
    if (index > word.start) {
      block &&= { start: block.start, end: index };
      break;
    }
    block = { start: index, end: text.length };
  }
  // What an alias or a reference stands for is written elsewhere.
  return block && /[*&]/.test(text.slice(block.start, block.end)) ? undefined : block;
}

function wordAt(text: string, offset: number): OffsetRange {
  const isWord = (index: number) => /[\w.*/-]/.test(text.charAt(index));
  let start = offset;
  while (start > 0 && isWord(start - 1)) start--;
  // The source of a measure (`run:queue.p90`) is one word.
  if (text.slice(Math.max(0, start - 4), start) === 'run:') start -= 4;
  // The dash of a list item is no part of the word after it.
  if (text.charAt(start) === '-' && /\s/.test(text.charAt(start + 1))) start = offset;
  let end = offset;
  while (end < text.length && isWord(end)) end++;
  return { start, end };
}

/** Whether a value is expected: the last key of the line has its colon, and no comma or bracket opened a new place. */
function afterColon(before: string): boolean {
  const place = before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf(',')) + 1);
  return /:\s+(\[[^\]]*)?$/.test(place) || /[:,[]\s*\[[^\]{]*$/.test(before);
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly writes: 'key' | 'value';
  readonly siblings: readonly string[];
}

function findMarker(node: SourceNode, path: readonly (string | number)[]): Found | undefined {
  switch (node.kind) {
    case 'scalar':
      return node.value === marker ? { path, writes: 'value', siblings: [] } : undefined;
    case 'list':
      return firstFound(node.items, (item, index) => findMarker(item, [...path, index]));
    case 'mapping': {
      const siblings = node.entries.map(({ key }) => key).filter((key) => key !== marker);
      if (siblings.length < node.entries.length) return { path, writes: 'key', siblings };
      return firstFound(node.entries, ({ key, value }) => findMarker(value, [...path, key]));
    }
  }
}

function firstFound<T>(list: readonly T[], find: (item: T, index: number) => Found | undefined): Found | undefined {
  for (const [index, item] of list.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return undefined;
}
