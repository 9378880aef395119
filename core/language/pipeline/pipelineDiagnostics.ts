import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';

/** Everything that can be said of a pipeline without running it, the files it names included. */
export async function pipelineDiagnostics(
  document: LanguageDocument,
  _workspace: LanguageWorkspace,
  signal: CancellationSignal,
): Promise<readonly Diagnostic[]> {
  throwIfCancelled(signal);
  return readPipeline(document.text, document.uri).diagnostics;
}
