import type { CodeAction } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { codeActionKinds, isKindWanted } from '../codeActionKinds.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageDocument } from '../languageService.ts';
import { lensCommands } from '../lensCommands.ts';

/** Accepts what differs from a lock file: another file is written, by a command of the editor. */
export function lockActions(
  document: LanguageDocument,
  { diagnostics }: PipelineAnalysis,
  range: OffsetRange,
  only: readonly string[] | undefined,
): CodeAction[] {
  if (!isKindWanted(codeActionKinds.quickFix, only)) return [];
  const found = diagnostics.filter(
    ({ code, range: { end, start } }) => code === 'HP175' && start <= range.end && range.start <= end,
  );
  if (found.length === 0) return [];
  const title = 'Accept the changes and lock the pipeline anew';
  return [
    {
      title,
      kind: codeActionKinds.quickFix,
      diagnostics: toProtocolDiagnostics(document, found, () => ({ uri: document.uri, lines: undefined })),
      command: { title, command: lensCommands.lockPipeline, arguments: [document.uri] },
    },
  ];
}
