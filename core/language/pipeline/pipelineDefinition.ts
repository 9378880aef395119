import type { Location } from 'vscode-languageserver-types';
import { entryOf, nodeAt } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';
import { pipelineFormat } from './fileFormat.ts';
import { sourcePositionAt } from './sourcePosition.ts';

/** From a file name to the file, from a backend's name to its block, from `${vars.name}` to the variable. */
export function pipelineDefinition(
  document: LanguageDocument,
  { root }: PipelineSource,
  offset: number,
): Location | undefined {
  const position = sourcePositionAt(root, offset);
  if (position?.on !== 'value') return undefined;
  const written = document.text.slice(position.range.start, position.range.end);
  const here = (range: { start: number; end: number }): Location => ({
    uri: document.uri,
    range: document.lines.rangeAt(range),
  });

  const variable = /\$\{vars\.([\w-]+)\}/.exec(written)?.[1];
  if (variable !== undefined) {
    const entry = entryOf(entryOf(root, 'vars')?.value, variable);
    return entry && here(entry.keyRange);
  }
  const node = nodeAt(root, position.path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const key = position.path.at(-1);
  if (key === 'backend') {
    const entry = entryOf(entryOf(root, 'backends')?.value, node.value);
    return entry && here(entry.keyRange);
  }
  if (pipelineFormat.namesFile(position.path)) {
    const start = { line: 0, character: 0 };
    return { uri: siblingUri(document.uri, node.value), range: { start, end: start } };
  }
  return undefined;
}
