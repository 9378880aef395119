import type { CodeLens } from 'vscode-languageserver-types';
import { entryOf } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { lensCommands } from '../lensCommands.ts';

/** What can be done with a pipeline above its first key, and what runs say of its scorecard and rollout above those. */
export function pipelineCodeLenses(document: LanguageDocument, { root }: PipelineSource): CodeLens[] {
  if (!entryOf(root, 'hybrid')) return [];
  const above = (key: string, title: string, command: string): CodeLens[] => {
    const entry = entryOf(root, key);
    if (!entry) return [];
    return [{ range: document.lines.rangeAt(entry.keyRange), command: { title, command, arguments: [document.uri] } }];
  };
  return [
    ...above('hybrid', 'Run', lensCommands.runPipeline),
    ...above('hybrid', 'Plan', lensCommands.planPipeline),
    ...above('hybrid', 'Benchmark', lensCommands.benchmarkPipeline),
    ...above('hybrid', 'Lock', lensCommands.lockPipeline),
    ...above('scorecard', 'Show Scorecard', lensCommands.showScorecard),
    ...above('rollout', 'Show Rollout', lensCommands.showRollout),
  ];
}
