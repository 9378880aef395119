import type { Position } from 'vscode-languageserver-types';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { type Analysis, formatProgram } from '#core/openqasm/index.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import {
  allEditorFeatures,
  type EditorFeatures,
  type LanguageDocument,
  type LanguageService,
} from '../languageService.ts';
import { type CircuitAnalyses, relatedFiles } from './circuitAnalysis.ts';
import { type CircuitDrawingAnswer, circuitDrawing } from './circuitDrawing.ts';
import { openqasmCodeActions, resolveOpenqasmAction } from './codeActions/openqasmCodeActions.ts';
import { openqasmCodeLenses } from './openqasmCodeLenses.ts';
import { openqasmCompletion } from './openqasmCompletion.ts';
import { openqasmDefinition } from './openqasmDefinition.ts';
import { openqasmDocumentSymbols } from './openqasmDocumentSymbols.ts';
import { openqasmHover } from './openqasmHover.ts';

/** What the language server can say about circuits besides what every language has. */
export interface OpenqasmLanguage extends LanguageService {
  drawing(uri: string, signal: CancellationSignal): Promise<CircuitDrawingAnswer>;
}

/**
 * The language service of OpenQASM 2 and 3. All requests on a version of a document share its analysis.
 * @param _editor what the editor understands; everything unless given
 */
export function createOpenqasmLanguage(
  analyses: CircuitAnalyses,
  _editor: EditorFeatures = allEditorFeatures,
): OpenqasmLanguage {
  const { workspace } = analyses;
  /** Answers from the analysis of the document, unless the request is cancelled before there is one. */
  const analysed = async <Answer>(
    document: LanguageDocument,
    signal: CancellationSignal,
    answer: (analysis: Analysis) => Answer | Promise<Answer>,
  ): Promise<Answer> => {
    throwIfCancelled(signal);
    const analysis = await analyses.of(document);
    throwIfCancelled(signal);
    return answer(analysis);
  };
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  return {
    diagnostics: (document, signal) =>
      analysed(document, signal, (analysis) =>
        toProtocolDiagnostics(document, analysis.diagnostics, relatedFiles(analysis)),
      ),
    completion: (document, position, signal) =>
      analysed(document, signal, (analysis) => openqasmCompletion(analysis, at(document, position))),
    hover: (document, position, signal) =>
      analysed(document, signal, (analysis) => openqasmHover(analysis, at(document, position))),
    definition: (document, position, signal) =>
      analysed(document, signal, (analysis) => openqasmDefinition(analysis, at(document, position))),
    documentSymbols: (document, signal) => analysed(document, signal, openqasmDocumentSymbols),
    formatting: async (document) =>
      formatProgram(document.text).map(({ newText, range }) => ({ newText, range: document.lines.rangeAt(range) })),
    codeLenses: (document, signal) =>
      analysed(document, signal, (analysis) => openqasmCodeLenses(analysis, document.uri)),
    codeActions: (document, { end, start }, only, signal) =>
      analysed(document, signal, (analysis) => {
        const selection = { start: at(document, start), end: at(document, end) };
        return openqasmCodeActions(analysis, document, selection, only);
      }),
    resolveCodeAction: (document, action, signal) =>
      analysed(document, signal, (analysis) => resolveOpenqasmAction(analysis, document, action)),
    async drawing(uri, signal) {
      const document = workspace.open(uri);
      if (!document) return { kind: 'unavailable', version: 0, reason: 'The file is not open.' };
      return analysed(document, signal, (analysis) => circuitDrawing(analysis, document.version));
    },
    filesChanged: (uris) => analyses.filesChanged(uris),
    documentClosed: (uri) => analyses.documentClosed(uri),
  };
}
