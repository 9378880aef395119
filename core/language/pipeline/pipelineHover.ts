import type { Hover } from 'vscode-languageserver-types';
import { schemaAt } from '#core/base/yaml/jsonSchema.ts';
import { pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { typeText } from './pipelineCompletion.ts';
import { sourcePositionAt } from './sourcePosition.ts';

/** What a key means, which values it takes and what it is when left out. */
export function pipelineHover(document: LanguageDocument, source: PipelineSource, offset: number): Hover | undefined {
  const position = sourcePositionAt(source.root, offset);
  if (!position) return undefined;
  const schema = schemaAt(pipelineJsonSchema(), position.path);
  if (!schema?.description) return undefined;
  const name = position.path.filter((part) => typeof part === 'string').join('.');
  return {
    contents: { kind: 'markdown', value: `**${name}** · ${typeText(schema)}\n\n${schema.description}` },
    range: document.lines.rangeAt(position.range),
  };
}
