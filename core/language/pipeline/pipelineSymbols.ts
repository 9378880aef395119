import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { entryOf, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';

/** `SymbolKind` of the protocol; the types package is used for its types only. */
const kinds = { block: 3, list: 18, value: 7, item: 19 } as const satisfies Record<string, SymbolKind>;

/** The outline of a pipeline: its blocks, and named things in lists by their names. */
export function pipelineSymbols(document: LanguageDocument, { root }: Pick<PipelineSource, 'root'>): DocumentSymbol[] {
  return root ? childrenOf(root, document, 0) : [];
}

/** Blocks deeper than this are left to the text. */
const deepest = 3;

function childrenOf(node: SourceNode, document: LanguageDocument, depth: number): DocumentSymbol[] {
  if (depth >= deepest) return [];
  const symbol = (name: string, value: SourceNode, selection: { start: number; end: number }): DocumentSymbol => ({
    name,
    kind: value.kind === 'mapping' ? kinds.block : value.kind === 'list' ? kinds.list : kinds.value,
    range: document.lines.rangeAt({ start: selection.start, end: Math.max(selection.end, value.range.end) }),
    selectionRange: document.lines.rangeAt(selection),
    ...(value.kind === 'scalar' ? { detail: String(value.value) } : {}),
    children: childrenOf(value, document, depth + 1),
  });
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'mapping':
      return node.entries
        .filter(({ key }) => key !== '')
        .map(({ key, keyRange, value }) => symbol(key, value, keyRange));
    case 'list':
      return node.items.flatMap((item) => {
        const name = nameOf(item);
        return name === undefined ? [] : [{ ...symbol(name, item, item.range), kind: kinds.item }];
      });
  }
}

/** How an item of a list is called: by its id, the thing it uses, or the backend it names. */
function nameOf(item: SourceNode): string | undefined {
  for (const key of ['id', 'use', 'backend', 'name']) {
    const value = entryOf(item, key)?.value;
    if (value?.kind === 'scalar' && value.value !== null && value.value !== '') return String(value.value);
  }
  return undefined;
}
