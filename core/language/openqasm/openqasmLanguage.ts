import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { formatProgram } from '#core/openqasm/index.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageService, LanguageWorkspace } from '../languageService.ts';
import { CircuitAnalyses, type CircuitSettings, relatedFiles } from './circuitAnalysis.ts';
import { type CircuitDrawingAnswer, circuitDrawing } from './circuitDrawing.ts';
import { openqasmCodeActions, resolveOpenqasmAction } from './codeActions/openqasmCodeActions.ts';
import { openqasmCodeLenses } from './openqasmCodeLenses.ts';
import { openqasmCompletion } from './openqasmCompletion.ts';
import { openqasmDefinition } from './openqasmDefinition.ts';
import { openqasmHover } from './openqasmHover.ts';
import { openqasmSymbols } from './openqasmSymbols.ts';

/** What the language server can say about circuits besides what every language has. */
export interface OpenqasmLanguage extends LanguageService {
  drawing(uri: string, signal: CancellationSignal): Promise<CircuitDrawingAnswer>;
}

/**
 * The language service of OpenQASM 2 and 3, over the files of a workspace.
 * @param settings how circuits are checked at the moment; `filesChanged` says that they changed
 */
export function createOpenqasmLanguage(
  workspace: LanguageWorkspace,
  settings: () => CircuitSettings = () => ({}),
): OpenqasmLanguage {
  const analyses = new CircuitAnalyses(workspace, settings);
  return {
    async diagnostics(document, signal) {
      const analysis = await analyses.of(document);
      throwIfCancelled(signal);
      return toProtocolDiagnostics(document, analysis.diagnostics, relatedFiles(analysis));
    },
    completion: async (document, position) =>
      openqasmCompletion(await analyses.of(document), document.lines.offsetAt(position)),
    hover: async (document, position) => openqasmHover(await analyses.of(document), document.lines.offsetAt(position)),
    definition: async (document, position) =>
      openqasmDefinition(await analyses.of(document), document.lines.offsetAt(position)),
    documentSymbols: async (document) => openqasmSymbols(await analyses.of(document)),
    formatting: async (document) =>
      formatProgram(document.text).map(({ newText, range }) => ({ newText, range: document.lines.rangeAt(range) })),
    codeLenses: async (document) => openqasmCodeLenses(await analyses.of(document), document.uri),
    async codeActions(document, { end, start }, only, signal) {
      const analysis = await analyses.of(document);
      throwIfCancelled(signal);
      const selection = { start: document.lines.offsetAt(start), end: document.lines.offsetAt(end) };
      return openqasmCodeActions(analysis, document, selection, only);
    },
    resolveCodeAction: async (document, action) => resolveOpenqasmAction(await analyses.of(document), document, action),
    async drawing(uri, signal) {
      const document = workspace.open(uri);
      if (!document) return { kind: 'unavailable', version: 0, reason: 'The file is not open.' };
      const analysis = await analyses.of(document);
      throwIfCancelled(signal);
      return circuitDrawing(analysis, document.version);
    },
    filesChanged: () => analyses.invalidate(),
  };
}
