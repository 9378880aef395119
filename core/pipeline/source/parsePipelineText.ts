import type { Diagnostic } from '#core/base/diagnostic.ts';
import { type FileKind, parseYaml, type YamlProblem } from '#core/base/yaml/parseYaml.ts';
import type { SourceMapping } from '#core/base/yaml/sourceNode.ts';

export interface ParsedPipelineText {
  /** Absent when there is nothing that could be a pipeline. */
  readonly root: SourceMapping | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const pipelineFile: FileKind = {
  name: 'pipeline file',
  beginning: 'hybrid: 1',
  whenEmpty: 'A pipeline begins with `hybrid: 1` and needs name, pattern, task, data and quantum.',
};

const codes: Readonly<Record<YamlProblem['kind'], string>> = {
  syntax: 'HP001',
  limit: 'HP005',
  empty: 'HP004',
  'no-block': 'HP003',
};

/**
 * Reads a pipeline file into values with places; what cannot be read is a diagnostic, the rest is still returned.
 * @param kind of file, where it is another one of the same form
 */
export function parsePipelineText(text: string, kind: FileKind = pipelineFile): ParsedPipelineText {
  const { problems, root } = parseYaml(text, kind);
  const diagnostics = problems.map(({ kind: problem, message, range }): Diagnostic => {
    return { code: codes[problem], severity: 'error', message, range };
  });
  return { root, diagnostics };
}
