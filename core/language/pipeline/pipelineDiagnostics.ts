import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { analyseCircuit, type CircuitSettings } from '../openqasm/circuitAnalysis.ts';
import { siblingUri } from '../siblingUri.ts';

/** Everything that can be said of a pipeline without running it, the files it names included. */
export async function pipelineDiagnostics(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
  signal: CancellationSignal,
  circuits: CircuitSettings,
): Promise<readonly Diagnostic[]> {
  throwIfCancelled(signal);
  const uriOf = (path: string) => siblingUri(document.uri, path);
  const { diagnostics } = await analysePipeline(document.text, fileName(document.uri), {
    files: { read: (path) => workspace.read(uriOf(path)) },
    circuits: { load: (path) => loadCircuit(uriOf(path), path, workspace, circuits) },
  });
  return diagnostics;
}

function fileName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch (thrown) {
    // Some editors leave a `%` of the name as it is; the name is only shown.
    if (thrown instanceof URIError) return last;
    throw thrown;
  }
}

/** The circuit of a file as it is in the editor or on disk. @throws Failure as `CircuitLoader` promises */
async function loadCircuit(
  uri: string,
  path: string,
  workspace: LanguageWorkspace,
  settings: CircuitSettings,
): Promise<Circuit> {
  const opened = workspace.open(uri);
  const text = opened?.text ?? (await workspace.readText(uri));
  const document = opened ?? { uri, version: 0, text, lines: new LineTable(text) };
  const analysis = await analyseCircuit(document, workspace, { ...settings, lints: 'off' });
  const lowered = lowerProgram(analysis);
  if (lowered.ok) return lowered.value;
  const [first] = lowered.error;
  const place = first ? { path, ...analysis.lines.positionAt(first.range.start) } : { path };
  throw new Failure('invalid-circuit', first?.message ?? 'The program has errors.', { place });
}
