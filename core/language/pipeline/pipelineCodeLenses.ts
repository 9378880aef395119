import type { CodeLens } from 'vscode-languageserver-types';
import { entryOf } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { lensCommands } from '../lensCommands.ts';

/** Run, Plan and Benchmark above the first key of a pipeline. */
export function pipelineCodeLenses(document: LanguageDocument, { root }: PipelineSource): CodeLens[] {
  const entry = entryOf(root, 'hybrid');
  if (!entry) return [];
  const range = document.lines.rangeAt(entry.keyRange);
  return [
    { range, command: { title: 'Run', command: lensCommands.runPipeline, arguments: [document.uri] } },
    { range, command: { title: 'Plan', command: lensCommands.planPipeline, arguments: [document.uri] } },
    { range, command: { title: 'Benchmark', command: lensCommands.benchmarkPipeline, arguments: [document.uri] } },
  ];
}
