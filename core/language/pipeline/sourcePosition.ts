import type { OffsetRange } from '#core/base/textRange.ts';
import type { SourceNode } from '#core/base/yaml/sourceNode.ts';

/** What is written at an offset of a pipeline file. */
export interface SourcePosition {
  readonly path: readonly (string | number)[];
  readonly on: 'key' | 'value';
  readonly range: OffsetRange;
}

/** The key or plain value at an offset, or undefined between them. */
export function sourcePositionAt(
  node: SourceNode | undefined,
  offset: number,
  path: readonly (string | number)[] = [],
): SourcePosition | undefined {
  if (!node) return undefined;
  const within = (range: OffsetRange) => offset >= range.start && offset <= range.end;
  switch (node.kind) {
    case 'scalar':
      return within(node.range) ? { path, on: 'value', range: node.range } : undefined;
    case 'list': {
      for (const [index, item] of node.items.entries()) {
        const found = sourcePositionAt(item, offset, [...path, index]);
        if (found) return found;
      }
      return undefined;
    }
    case 'mapping': {
      for (const { key, keyRange, value } of node.entries) {
        const inner = [...path, key];
        if (within(keyRange)) return { path: inner, on: 'key', range: keyRange };
        const found = sourcePositionAt(value, offset, inner);
        if (found) return found;
      }
      return undefined;
    }
  }
}
