import type { Position } from 'vscode-languageserver-types';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { type PipelineSource, readPipeline } from '#core/pipeline/source/readPipeline.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import { type EditorSurroundings, noSurroundings } from '../editorSurroundings.ts';
import {
  allEditorFeatures,
  type EditorFeatures,
  type LanguageDocument,
  type LanguageService,
} from '../languageService.ts';
import type { CircuitAnalyses } from '../openqasm/circuitAnalysis.ts';
import { quickFixes } from '../quickFixes.ts';
import { canonicalUri, fileName, siblingUri } from '../siblingUri.ts';
import { analysedPipeline } from './analysedPipeline.ts';
import { circuitNames } from './circuitNames.ts';
import { credentialActions } from './credentialActions.ts';
import { createPipelineFormat, pipelineFormat } from './fileFormat.ts';
import { firstFileProposals } from './firstPipelines.ts';
import { lockActions } from './lockActions.ts';
import { namedContent } from './namedContent.ts';
import { pipelinePlaces } from './namedPlaces.ts';
import { nameRequests } from './nameRequests.ts';
import { pipelineCodeLenses } from './pipelineCodeLenses.ts';
import { type PipelineSurroundings, pipelineProposals } from './pipelineCompletion.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { pipelineFileUri } from './pipelineFileUri.ts';
import { pipelineFolding } from './pipelineFolding.ts';
import { pipelineFormatting } from './pipelineFormatting.ts';
import { type PipelineGraphAnswer, pipelineGraph } from './pipelineGraph.ts';
import { pipelineHover } from './pipelineHover.ts';
import { pipelineInlayHints } from './pipelineInlayHints.ts';
import { pipelineLinks } from './pipelineLinks.ts';
import { namedDeclaration } from './pipelineNames.ts';
import { pipelineSymbols } from './pipelineSymbols.ts';
import { completionAt } from './proposals.ts';
import { referenceCompletion } from './referenceCompletion.ts';
import { columnValues, tableColumns } from './tableColumns.ts';

/** The services for pipelines, beside those that every language has. */
export interface PipelineLanguage extends LanguageService {
  /** The graph of an open pipeline, or why there is none. */
  graph(uri: string, signal: CancellationSignal): Promise<PipelineGraphAnswer>;
}

/** The language service of `*.hybrid.yaml`, which shares the analyses of circuits with that of OpenQASM. */
export function createPipelineLanguage(
  analyses: CircuitAnalyses,
  features: EditorFeatures = allEditorFeatures,
  surroundings: EditorSurroundings = noSurroundings,
): PipelineLanguage {
  const { workspace } = analyses;
  const format = createPipelineFormat();
  /** The files each pipeline was last checked with, by its address. */
  const dependenciesOf = new Map<string, Set<string>>();
  const sources = new WeakMap<LanguageDocument, PipelineSource>();
  const sourceOf = (document: LanguageDocument): PipelineSource => {
    const known = sources.get(document) ?? readPipeline(document.text, fileName(document.uri));
    sources.set(document, known);
    return known;
  };
  const placesOf = (document: LanguageDocument) => pipelinePlaces(document.text, sourceOf(document).root);
  /** What was last found in each file, until it or a file it names changes. */
  const found = new Map<string, { readonly document: LanguageDocument; readonly analysis: PipelineAnalysis }>();
  const analysisOf = async (document: LanguageDocument, signal: CancellationSignal) => {
    const known = found.get(document.uri);
    if (known?.document === document) return known.analysis;
    const dependencies = new Set<string>();
    dependenciesOf.set(document.uri, dependencies);
    const analysis = await analysedPipeline(document, sourceOf(document), analyses, signal, dependencies, surroundings);
    throwIfCancelled(signal);
    found.set(document.uri, { document, analysis });
    return analysis;
  };
  const fileOf = (document: LanguageDocument) => (path: string) => ({
    uri: siblingUri(document.uri, path),
    lines: undefined,
  });
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  const factsOf = (document: LanguageDocument, source: PipelineSource): PipelineSurroundings => {
    const uriOf = (path: string) => pipelineFileUri(document.uri, path);
    return {
      files: (folder) => workspace.list(siblingUri(document.uri, folder)),
      columns: () => tableColumns(document, source, workspace),
      values: (column) => columnValues(document, source, workspace, column),
      declared: async (file) => circuitNames((await readable(() => workspace.readText(uriOf(file)))) ?? ''),
      digest: (file) => readable(async () => workspace.sha256?.(uriOf(file))),
      configuredBackends: () => surroundings.configuredBackends(document.uri),
      credentialNames: () => surroundings.credentialNames(),
      environmentNames: () => surroundings.environmentNames(),
    };
  };
  return {
    async graph(uri, signal) {
      const document = workspace.open(uri);
      if (!document) return { kind: 'unavailable', version: 0, reason: 'The file is not open.' };
      return pipelineGraph(await analysisOf(document, signal), document.lines, document.version);
    },
    async diagnostics(document, signal) {
      found.delete(document.uri);
      const { diagnostics } = await analysisOf(document, signal);
      return toProtocolDiagnostics(document, diagnostics, fileOf(document));
    },
    async codeActions(document, { end, start }, only, signal) {
      const range = { start: at(document, start), end: at(document, end) };
      const analysis = await analysisOf(document, signal);
      return [
        ...quickFixes(document, analysis.diagnostics, range, only, fileOf(document)),
        ...(features.movesCredentials ? credentialActions(document, analysis, range, only) : []),
        ...(features.locksPipelines ? lockActions(document, analysis, range, only) : []),
      ];
    },
    async completion(document, position) {
      const source = sourceOf(document);
      const offset = at(document, position);
      const { root } = source;
      const names = surroundings.environmentNames();
      const items =
        referenceCompletion(document, root, offset, names) ??
        (await completionAt(
          document,
          root,
          offset,
          format,
          pipelineProposals(root, factsOf(document, source)),
          features.snippets,
        ));
      const files = firstFileProposals(document, 'pipeline', features.snippets);
      return { isIncomplete: false, items: [...files, ...items] };
    },
    hover: async (document, position, signal) =>
      pipelineHover(
        document,
        await analysisOf(document, signal),
        at(document, position),
        namedContent(document, sourceOf(document), analyses),
        format,
      ),
    inlayHints: async (document, range, signal) =>
      pipelineInlayHints(document, await analysisOf(document, signal), range),
    ...nameRequests(workspace, { rootOf: (document) => sourceOf(document).root, placesOf }),
    foldingRanges: async (document) => pipelineFolding(document, sourceOf(document)),
    documentLinks: async (document) => pipelineLinks(document, sourceOf(document), pipelineFormat),
    definition: async (document, position) => {
      const offset = at(document, position);
      return (
        namedDeclaration(document, placesOf(document), offset) ??
        pipelineDefinition(document, sourceOf(document), offset)
      );
    },
    documentSymbols: async (document) => pipelineSymbols(document, sourceOf(document)),
    formatting: async (document) => pipelineFormatting(document),
    codeLenses: async (document) => pipelineCodeLenses(document, sourceOf(document)),
    filesChanged(uris) {
      const changed = uris.map(canonicalUri);
      const touched = [...dependenciesOf].filter(([, files]) => changed.some((uri) => files.has(uri)));
      for (const [uri] of touched) found.delete(uri);
      return touched.length > 0;
    },
    surroundingsChanged(uri) {
      found.delete(uri);
    },
    documentClosed(uri) {
      dependenciesOf.delete(uri);
      found.delete(uri);
    },
  };
}

/** What a file says; undefined when it cannot be read, which the diagnostics report. */
async function readable<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
