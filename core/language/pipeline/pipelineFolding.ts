import type { FoldingRange } from 'vscode-languageserver-types';
import type { SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';

/** Blocks and lists over several lines, and comments in a row. */
export function pipelineFolding(document: LanguageDocument, { root }: Pick<PipelineSource, 'root'>): FoldingRange[] {
  const found: FoldingRange[] = [];
  const lineAt = (offset: number) => document.lines.positionAt(offset).line;
  const fold = (start: number, value: SourceNode) => {
    const text = document.text.slice(0, value.range.end).trimEnd();
    const [startLine, endLine] = [lineAt(start), lineAt(text.length)];
    if (endLine > startLine) found.push({ startLine, endLine });
  };
  const visit = (node: SourceNode): void => {
    if (node.kind === 'mapping')
      for (const { keyRange, value } of node.entries) {
        fold(keyRange.start, value);
        visit(value);
      }
    if (node.kind === 'list')
      for (const item of node.items) {
        fold(item.range.start, item);
        visit(item);
      }
  };
  if (root) visit(root);
  return [...found, ...commentFolds(document.text)].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

function commentFolds(text: string): FoldingRange[] {
  const found: FoldingRange[] = [];
  let first: number | undefined;
  const lines = text.split('\n');
  for (const [line, content] of [...lines, ''].entries()) {
    if (/^\s*#/.test(content)) first ??= line;
    else {
      if (first !== undefined && line - first > 1) found.push({ startLine: first, endLine: line - 1, kind: 'comment' });
      first = undefined;
    }
  }
  return found;
}
