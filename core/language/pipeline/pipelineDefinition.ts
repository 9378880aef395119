import type { Location } from 'vscode-languageserver-types';
import { entryOf, nodeAt } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';
import { pipelineFormat } from './fileFormat.ts';
import { sourcePositionAt } from './sourcePosition.ts';

/** From a file name to the file, from `${vars.name}` to the variable. */
export function pipelineDefinition(
  document: LanguageDocument,
  { root }: PipelineSource,
  offset: number,
): Location | undefined {
  const position = sourcePositionAt(root, offset);
  if (position?.on !== 'value') return undefined;
  // Anywhere in `${vars.name}`, not only on the name.
  const variable = /\$\{\s*vars\.([\w-]+)\s*\}/.exec(
    document.text.slice(position.range.start, position.range.end),
  )?.[1];
  if (variable !== undefined) {
    const entry = entryOf(entryOf(root, 'vars')?.value, variable);
    return entry && { uri: document.uri, range: document.lines.rangeAt(entry.keyRange) };
  }
  const node = nodeAt(root, position.path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  if (pipelineFormat.namesFile(position.path)) {
    const start = { line: 0, character: 0 };
    return { uri: siblingUri(document.uri, node.value), range: { start, end: start } };
  }
  return undefined;
}
