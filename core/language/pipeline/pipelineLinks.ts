import type { DocumentLink } from 'vscode-languageserver-types';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';
import type { FileFormat } from './fileFormat.ts';

/** From the names of files to the files. */
export function pipelineLinks(
  document: LanguageDocument,
  { root }: Pick<PipelineSource, 'root'>,
  format: Pick<FileFormat, 'namesFile'>,
): DocumentLink[] {
  const found: DocumentLink[] = [];
  const visit = (node: SourceNode, path: SourcePath): void => {
    if (node.kind === 'mapping') for (const { key, value } of node.entries) visit(value, [...path, key]);
    else if (node.kind === 'list') for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    else if (typeof node.value === 'string' && node.value !== '' && format.namesFile(path))
      found.push({ range: document.lines.rangeAt(node.range), target: siblingUri(document.uri, node.value) });
  };
  if (root) visit(root, []);
  return found;
}
