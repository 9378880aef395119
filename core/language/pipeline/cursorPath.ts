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
 */
export function cursorPathAt(text: string, offset: number, format: FileFormat): CursorPath | undefined {
  const root = format.parse(text);
  const isBlock = (path: readonly (string | number)[]) => format.schemaOf(root, path)?.properties !== undefined;
  const word = wordAt(text, offset);
  const before = text.slice(text.lastIndexOf('\n', word.start - 1) + 1, word.start);
  if (/(^|\s)#/.test(before)) return undefined;
  for (const asKey of afterColon(before) ? [false] : [true, false]) {
    const rest = text.slice(word.end);
    const hasColon = /^[ \t]*:(\s|$)/.test(rest);
    const inserted = asKey && !hasColon ? `${marker}: null` : marker;
    const marked = format.parse(text.slice(0, word.start) + inserted + rest);
    const found = marked && findMarker(marked, []);
    if (found && found.writes === (asKey ? 'key' : 'value')) {
      const itemOfBlocks =
        asKey && found.siblings.length === 0 && typeof found.path.at(-1) === 'number' && !isBlock(found.path);
      if (!itemOfBlocks) return { ...found, word, quoted: /["']/.test(text.charAt(word.start - 1)) };
    }
  }
  return undefined;
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
