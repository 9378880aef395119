import { type JsonSchema, schemaAt } from '#core/base/yaml/jsonSchema.ts';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import { type CompanionKind, companionFiles } from '#core/pipeline/schema/companionSchema.ts';
import { companionJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import { schemaOfPath } from './schemaOfPath.ts';

/** What requests need to know of the format of a file; the same ones serve pipelines, suites and scorecards. */
export interface FileFormat {
  /** The keys and values of a text with their places, as far as it can be read. */
  parse(text: string): SourceNode | undefined;
  /** The part of the format that governs a path; undefined where anything may stand. */
  schemaOf(root: SourceNode | undefined, path: SourcePath): JsonSchema | undefined;
  /** Whether the value at a path names a file beside this one. */
  namesFile(path: SourcePath): boolean;
}

export const pipelineFormat: FileFormat = {
  parse: (text) => parsePipelineText(text).root,
  schemaOf: schemaOfPath,
  namesFile(path) {
    const key = path.at(-1);
    if (key === 'file' || key === 'indices' || (path.at(-2) === 'modules' && typeof key === 'number')) return true;
    return key === 'path' && path.includes('source');
  },
};

export function companionFormat(kind: CompanionKind): FileFormat {
  return {
    parse: (text) => parsePipelineText(text, companionFiles[kind]).root,
    schemaOf: (_root, path) => schemaAt(companionJsonSchema(kind), path),
    namesFile: ([key]) => key === 'pipelines',
  };
}
