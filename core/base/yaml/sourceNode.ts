import type { OffsetRange } from '../textRange.ts';

/** A value of a YAML or JSON file with the place it was written at. An alias stands at the alias, not at its anchor. */
export type SourceNode = SourceScalar | SourceList | SourceMapping;

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly range: OffsetRange;
}

export interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly range: OffsetRange;
}

export interface SourceMapping {
  readonly kind: 'mapping';
  readonly entries: readonly SourceEntry[];
  readonly range: OffsetRange;
}

export interface SourceEntry {
  readonly key: string;
  readonly keyRange: OffsetRange;
  readonly value: SourceNode;
}

/** Where a value is: keys of mappings and indices of lists, from the root. */
export type SourcePath = readonly (string | number)[];

export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The node at a path, or undefined when nothing is written there. */
export function nodeAt(root: SourceNode | undefined, path: SourcePath): SourceNode | undefined {
  let node = root;
  for (const part of path) {
    if (node?.kind === 'list' && typeof part === 'number') node = node.items[part];
    else node = entryOf(node, String(part))?.value;
  }
  return node;
}

/**
 * The smallest written text that stands for a path: the value there; or, when it is missing, the key of the closest
 * enclosing block; or the first key of the file.
 */
export function rangeAt(root: SourceNode | undefined, path: SourcePath): OffsetRange {
  const node = nodeAt(root, path);
  if (node && path.length > 0) return node.range;
  for (let length = path.length - 1; length > 0; length--) {
    const parent = nodeAt(root, path.slice(0, length));
    if (parent) return keyRangeAt(root, path.slice(0, length));
  }
  const first = root?.kind === 'mapping' ? root.entries[0]?.keyRange : root?.range;
  return first ?? { start: 0, end: 0 };
}

/** The key under which a path is written; for an item of a list, the item itself. */
export function keyRangeAt(root: SourceNode | undefined, path: SourcePath): OffsetRange {
  const last = path.at(-1);
  const entry = typeof last === 'string' ? entryOf(nodeAt(root, path.slice(0, -1)), last) : undefined;
  return entry?.keyRange ?? rangeAt(root, path);
}

/** The value of a node as plain JSON, for schemas. `keep` decides which keys of mappings are taken. */
export function plainValue(node: SourceNode, keep: (key: string) => boolean = () => true): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map((item) => plainValue(item, keep));
    case 'mapping': {
      // Of a key that is written twice the first counts, as in entryOf, so that values and places agree.
      const values = new Map<string, unknown>();
      for (const { key, value } of node.entries)
        if (keep(key) && !values.has(key)) values.set(key, plainValue(value, keep));
      // Object.fromEntries defines own keys, so that a key such as __proto__ is a key like any other.
      return Object.fromEntries(values);
    }
  }
}
