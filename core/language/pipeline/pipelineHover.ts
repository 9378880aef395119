import type { Hover } from 'vscode-languageserver-types';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { arithmeticAt, defaultsInForce } from './pipelineArithmetic.ts';
import { typeText } from './pipelineCompletion.ts';
import { schemaOfPath } from './schemaOfPath.ts';
import { sourcePositionAt } from './sourcePosition.ts';

/**
 * What a key means, which values it takes and what it is when left out; of a block also the defaults in force; and the
 * numbers a run would have there.
 */
export function pipelineHover(
  document: LanguageDocument,
  analysis: PipelineAnalysis,
  offset: number,
): Hover | undefined {
  const { root } = analysis.source;
  const position = sourcePositionAt(root, offset);
  if (!position) return undefined;
  const schema = schemaOfPath(root, position.path);
  if (!schema?.description) return undefined;
  const name = position.path.filter((part) => typeof part === 'string').join('.');
  const defaults = position.on === 'key' ? defaultsInForce(analysis, position.path) : [];
  const paragraphs = [
    `**${name}** · ${typeText(schema)}`,
    schema.description,
    ...(defaults.length > 0
      ? [`Not written, so by default: ${defaults.map((each) => `\`${each}\``).join(', ')}.`]
      : []),
    ...arithmeticAt(analysis, position.path),
  ];
  return {
    contents: { kind: 'markdown', value: paragraphs.join('\n\n') },
    range: document.lines.rangeAt(position.range),
  };
}
