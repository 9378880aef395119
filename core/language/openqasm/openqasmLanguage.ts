import type { FormattingOptions, Position, Range } from 'vscode-languageserver-types';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { doStepsWithPauses } from '#core/base/steps.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingAnswer, DrawingQuestion } from '#core/circuit/drawing/drawingQuestions.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { type ExportFormatDescription, exportFormatDescriptions } from '#core/circuit/export/exportCircuit.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import {
  allEditorFeatures,
  type EditorFeatures,
  type LanguageDocument,
  type LanguageService,
} from '../languageService.ts';
import { SemanticTokenHistory } from '../semanticTokenHistory.ts';
import { fileName } from '../siblingUri.ts';
import { type CircuitAnalyses, relatedFiles } from './circuitAnalysis.ts';
import {
  type CircuitBeginning,
  type CircuitDrawingAnswer,
  circuitBeginning,
  circuitDrawing,
  type DrawingExport,
  exportedDrawing,
} from './circuitDrawing.ts';
import { CircuitEditing } from './circuitEditing/circuitEditing.ts';
import { type EditorExport, editorExport } from './circuitExport.ts';
import { type CircuitPlanAnswer, circuitPlan } from './circuitPlan.ts';
import { openqasmCodeActions, resolveOpenqasmAction } from './codeActions/openqasmCodeActions.ts';
import { includableFiles } from './completion/includableFiles.ts';
import { openqasmCompletion, resolveOpenqasmCompletion } from './completion/openqasmCompletion.ts';
import { DrawableCircuits } from './drawableCircuits.ts';
import { openqasmHover } from './hover/openqasmHover.ts';
import { KeptDrawings } from './keptDrawings.ts';
import { openqasmIncomingCalls, openqasmOutgoingCalls, openqasmPrepareCallHierarchy } from './openqasmCallHierarchy.ts';
import { LensPlaces, openqasmCodeLenses } from './openqasmCodeLenses.ts';
import { openqasmDefinition, openqasmImplementations, openqasmTypeDefinition } from './openqasmDefinition.ts';
import { openqasmDocumentLinks } from './openqasmDocumentLinks.ts';
import { openqasmDocumentSymbols } from './openqasmDocumentSymbols.ts';
import { openqasmFoldingRanges } from './openqasmFolding.ts';
import { formatStyle, formattedDocument, formattedOnType, formattedRange } from './openqasmFormatting.ts';
import { openqasmHighlights } from './openqasmHighlights.ts';
import { openqasmInlayHints } from './openqasmInlayHints.ts';
import { openqasmLinkedEditingRanges } from './openqasmLinkedEditing.ts';
import { openqasmReferences } from './openqasmReferences.ts';
import { openqasmPrepareRename, openqasmRename } from './openqasmRename.ts';
import { openqasmSelectionRanges } from './openqasmSelectionRanges.ts';
import { openqasmSignatureHelp } from './openqasmSignatureHelp.ts';
import { declaredNames, openqasmWorkspaceSymbols } from './openqasmWorkspaceSymbols.ts';
import { PartsOfPrograms } from './partsOfPrograms.ts';
import { ProgramSearch } from './programSearch.ts';
import { openqasmSemanticTokens } from './semanticTokens/openqasmSemanticTokens.ts';
import { WorkspaceFacts } from './workspaceFacts.ts';

/** What the language server can say about circuits besides what every language has. */
export interface OpenqasmLanguage extends LanguageService {
  /**
   * @param opening which calls and loops the drawing opens
   * @param onBeginning hears of the beginning of a long circuit before all of it is drawn; without it none is drawn
   */
  drawing(
    uri: string,
    opening: GroupOpening,
    signal: CancellationSignal,
    onBeginning?: (beginning: CircuitBeginning) => void,
  ): Promise<CircuitDrawingAnswer>;
  /** @param number of the drawing the question is about */
  drawingQuestion(
    uri: string,
    number: number,
    question: DrawingQuestion,
    signal: CancellationSignal,
  ): Promise<DrawingAnswer>;
  plan(uri: string, signal: CancellationSignal): Promise<CircuitPlanAnswer>;
  /** Edits by gestures in drawings. */
  readonly editing: CircuitEditing;
  /** The formats circuits are exported to, in the order to offer them. */
  readonly exportFormats: readonly ExportFormatDescription[];
  /** @throws Failure `not-found` when the file is not open, `invalid-input` for a format that does not exist */
  /** @throws Failure `invalid-circuit` where the program has no drawing */
  exportedDrawing(uri: string, options: DrawingExport, signal: CancellationSignal): Promise<string | Uint8Array>;
  exported(uri: string, format: string, signal: CancellationSignal): Promise<EditorExport>;
}

/**
 * The language service of OpenQASM 2 and 3. All requests on a version of a document share its analysis.
 * @param editor what the editor understands; everything unless given
 */
export function createOpenqasmLanguage(
  analyses: CircuitAnalyses,
  editor: EditorFeatures = allEditorFeatures,
): OpenqasmLanguage {
  const { workspace } = analyses;
  const search = new ProgramSearch(analyses);
  const declared = new WorkspaceFacts(workspace, declaredNames);
  const parts = new PartsOfPrograms(search);
  const lensPlaces = new LensPlaces();
  const sentTokens = new SemanticTokenHistory();
  const drawings = new KeptDrawings();
  const memory = { circuits: new DrawableCircuits(), drawings };
  /** Answers from the analysis of the document by itself, unless the request is cancelled before there is one. */
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
  /** Answers from the analysis of the document as a part of the program that includes it, where there is one. */
  const seen = async <Answer>(
    document: LanguageDocument,
    signal: CancellationSignal,
    answer: (analysis: Analysis) => Answer | Promise<Answer>,
  ): Promise<Answer> => answer(await parts.of(document, signal));
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  const within = (document: LanguageDocument, { end, start }: Range): OffsetRange => ({
    start: at(document, start),
    end: Math.max(at(document, start), at(document, end)),
  });
  const styleOf = async (document: LanguageDocument, options: FormattingOptions) =>
    formatStyle(options, (await analyses.settingsOf(document.uri)).format.lineWidth);
  return {
    diagnostics: (document, signal) =>
      seen(document, signal, (analysis) =>
        toProtocolDiagnostics(document, analysis.diagnostics, relatedFiles(analysis)),
      ),

    completion: (document, position, signal, trigger) =>
      seen(document, signal, (analysis) =>
        openqasmCompletion(analysis, document, at(document, position), {
          snippets: editor.snippets,
          trigger,
          list: (folder) => includableFiles(document, folder, analyses),
        }),
      ),
    resolveCompletion: (document, item, signal) =>
      seen(document, signal, (analysis) => resolveOpenqasmCompletion(analysis, item)),
    hover: (document, position, signal) =>
      seen(document, signal, (analysis) => openqasmHover(analysis, at(document, position))),
    signatureHelp: (document, position, signal) =>
      seen(document, signal, (analysis) => openqasmSignatureHelp(analysis, at(document, position))),

    definition: (document, position, signal) => openqasmDefinition(document, at(document, position), search, signal),
    declaration: (document, position, signal) => openqasmDefinition(document, at(document, position), search, signal),
    typeDefinition: (document, position, signal) =>
      openqasmTypeDefinition(document, at(document, position), search, signal),
    implementations: (document, position, signal) =>
      openqasmImplementations(document, at(document, position), search, signal),
    references: (document, position, includeDeclaration, signal, most) =>
      openqasmReferences(document, at(document, position), includeDeclaration, search, signal, most),
    documentHighlights: (document, position, signal) =>
      seen(document, signal, (analysis) => openqasmHighlights(analysis, at(document, position))),
    prepareCallHierarchy: (document, position, signal) =>
      openqasmPrepareCallHierarchy(document, at(document, position), search, signal),
    incomingCalls: (item, signal) => openqasmIncomingCalls(item, search, signal),
    outgoingCalls: (item, signal) => openqasmOutgoingCalls(item, search, signal),

    documentSymbols: (document, signal) => seen(document, signal, openqasmDocumentSymbols),
    workspaceSymbols: (query, signal) => openqasmWorkspaceSymbols(query, declared, signal),
    foldingRanges: (document, signal) => analysed(document, signal, openqasmFoldingRanges),
    selectionRanges: (document, positions, signal) =>
      analysed(document, signal, (analysis) =>
        openqasmSelectionRanges(
          analysis,
          positions.map((position) => at(document, position)),
        ),
      ),
    documentLinks: (document, signal) =>
      seen(document, signal, (analysis) => openqasmDocumentLinks(analysis, workspace)),

    prepareRename: (document, position, signal) =>
      openqasmPrepareRename(document, at(document, position), search, signal),
    rename: (document, position, newName, signal) =>
      openqasmRename(document, at(document, position), newName, search, signal),
    linkedEditingRanges: (document, position, signal) =>
      analysed(document, signal, (analysis) => openqasmLinkedEditingRanges(analysis, at(document, position))),
    codeActions: (document, range, only, signal) =>
      seen(document, signal, (analysis) => openqasmCodeActions(analysis, document, within(document, range), only)),
    resolveCodeAction: (document, action, signal) =>
      seen(document, signal, (analysis) => resolveOpenqasmAction(analysis, document, action)),
    formatting: (document, options, signal) =>
      analysed(document, signal, async (analysis) =>
        formattedDocument(analysis, document, await styleOf(document, options)),
      ),
    rangeFormatting: (document, range, options, signal) =>
      analysed(document, signal, async (analysis) =>
        formattedRange(analysis, document, within(document, range), await styleOf(document, options)),
      ),
    onTypeFormatting: (document, position, typed, options, signal) =>
      analysed(document, signal, async (analysis) =>
        formattedOnType(analysis, document, at(document, position), typed, await styleOf(document, options)),
      ),

    codeLenses: (document, signal) =>
      analysed(document, signal, async (analysis) => {
        const { codeLenses } = await analyses.settingsOf(document.uri);
        return codeLenses.enabled ? openqasmCodeLenses(analysis, document.uri, lensPlaces) : [];
      }),
    semanticTokens: (document, signal) =>
      seen(document, signal, (analysis) => {
        const tokens = openqasmSemanticTokens(analysis, editor);
        return tokens && sentTokens.sent(document.uri, tokens);
      }),
    semanticTokensDelta: (document, previousResultId, signal) =>
      seen(document, signal, (analysis) => {
        const tokens = openqasmSemanticTokens(analysis, editor);
        return tokens && sentTokens.difference(document.uri, previousResultId, tokens);
      }),
    semanticTokensOfRange: (document, range, signal) =>
      seen(
        document,
        signal,
        (analysis) => openqasmSemanticTokens(analysis, editor, within(document, range)) ?? { data: [] },
      ),
    inlayHints: (document, range, signal) =>
      seen(document, signal, async (analysis) => {
        const { inlayHints } = await analyses.settingsOf(document.uri);
        return openqasmInlayHints(analysis, within(document, range), inlayHints);
      }),

    async drawing(uri, opening, signal, onBeginning) {
      const document = workspace.open(uri);
      if (!document) return { kind: 'unavailable', version: 0, reason: 'The file is not open.' };
      return analysed(document, signal, async (analysis) => {
        const { pauses } = analyses;
        const drawn = { uri, version: document.version, origin: { analysis, opening } };
        if (onBeginning) {
          const beginning = await doStepsWithPauses(circuitBeginning(drawn, memory), pauses, signal);
          if (beginning) {
            onBeginning(beginning);
            // It is on its way only once others have worked.
            await pauses.pause();
            throwIfCancelled(signal);
          }
        }
        return doStepsWithPauses(circuitDrawing(drawn, memory), pauses, signal);
      });
    },
    async drawingQuestion(uri, number, question, signal) {
      const drawing = drawings.of(uri, number);
      if (!drawing) return { kind: 'outdated' };
      return doStepsWithPauses(drawing.answer(question), analyses.pauses, signal);
    },
    async exportedDrawing(uri, options, signal) {
      const document = workspace.open(uri);
      if (!document) throw new Failure('not-found', 'The file is not open.');
      return analysed(document, signal, (analysis) => exportedDrawing(analysis, options));
    },
    async plan(uri, signal) {
      const document = workspace.open(uri);
      if (!document) return { kind: 'unavailable', version: 0, reason: 'The file is not open.' };
      return analysed(document, signal, (analysis) => circuitPlan(analysis, document.version, fileName(uri)));
    },
    editing: new CircuitEditing(search),
    exportFormats: exportFormatDescriptions,
    async exported(uri, format, signal) {
      const document = workspace.open(uri);
      if (!document) throw new Failure('not-found', 'The file is not open.');
      return analysed(document, signal, (analysis) => editorExport(analysis, format));
    },

    filesChanged(uris) {
      const isIncluded = analyses.filesChanged(uris);
      return parts.filesChanged(uris) || isIncluded;
    },
    documentClosed(uri) {
      analyses.documentClosed(uri);
      parts.documentClosed(uri);
      lensPlaces.forget(uri);
      sentTokens.forget(uri);
      drawings.forget(uri);
    },
  };
}
