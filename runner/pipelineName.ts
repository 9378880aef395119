import { basename } from 'node:path';
import { nodeAt } from '#core/base/yaml/sourceNode.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';

/**
 * What a run of a pipeline is called before its file has been understood: the name that the text gives as far as it can be
 * read, so that a run that fails early is found beside the others; else the name of the file.
 */
export function pipelineName(path: string, text: string): string {
  const node = nodeAt(parsePipelineText(text).root, ['name']);
  if (node?.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '') return node.value;
  return basename(path).replace(/(\.hybrid)?\.(ya?ml|json)$/, '');
}
