import { type JsonSchema, schemaAt } from '#core/base/yaml/jsonSchema.ts';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import { type CompanionKind, companionFiles } from '#core/pipeline/schema/companionSchema.ts';
import { companionJsonSchema, pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
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

/** What does not need the schema of pipelines, which takes a while to make. */
export const pipelineFormat: Pick<FileFormat, 'parse' | 'namesFile'> = {
  parse: (text) => parsePipelineText(text).root,
  namesFile(path) {
    const key = path.at(-1);
    if (key === 'file' || key === 'indices' || (path.at(-2) === 'modules' && typeof key === 'number')) return true;
    return key === 'path' && path.includes('source');
  },
};

/** The format of pipelines; its schema is made at the first question. Keep it where many are asked. */
export function createPipelineFormat(): FileFormat {
  let schema: JsonSchema | undefined;
  return {
    ...pipelineFormat,
    schemaOf(root, path) {
      schema ??= pipelineJsonSchema();
      return schemaOfPath(root, path, schema);
    },
  };
}

/** As {@link createPipelineFormat}, of suites or scorecards. */
export function createCompanionFormat(kind: CompanionKind): FileFormat {
  let schema: JsonSchema | undefined;
  return {
    parse: (text) => parsePipelineText(text, companionFiles[kind]).root,
    schemaOf(_root, path) {
      schema ??= companionJsonSchema(kind);
      return schemaAt(schema, path);
    },
    namesFile: ([key]) => key === 'pipelines',
  };
}
