import type { Position } from 'vscode-languageserver-types';
import { throwIfCancelled } from '#core/base/cancellation.ts';
import { type PipelineSource, readPipeline } from '#core/pipeline/source/readPipeline.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageDocument, LanguageService } from '../languageService.ts';
import type { CircuitAnalyses } from '../openqasm/circuitAnalysis.ts';
import { canonicalUri, siblingUri } from '../siblingUri.ts';
import { pipelineCodeLenses } from './pipelineCodeLenses.ts';
import { pipelineCompletion } from './pipelineCompletion.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { pipelineDiagnostics } from './pipelineDiagnostics.ts';
import { pipelineFormatting } from './pipelineFormatting.ts';
import { pipelineHover } from './pipelineHover.ts';
import { pipelineSymbols } from './pipelineSymbols.ts';
import { tableColumns } from './tableColumns.ts';

/** The language service of `*.hybrid.yaml`, which shares the analyses of circuits with that of OpenQASM. */
export function createPipelineLanguage(analyses: CircuitAnalyses): LanguageService {
  const { workspace } = analyses;
  /** The files each pipeline was last checked with, by its address. */
  const dependenciesOf = new Map<string, Set<string>>();
  const sources = new WeakMap<LanguageDocument, PipelineSource>();
  const sourceOf = (document: LanguageDocument): PipelineSource => {
    const known = sources.get(document) ?? readPipeline(document.text, document.uri);
    sources.set(document, known);
    return known;
  };
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  return {
    async diagnostics(document, signal) {
      const dependencies = new Set<string>();
      dependenciesOf.set(document.uri, dependencies);
      const diagnostics = await pipelineDiagnostics(document, analyses, signal, dependencies);
      throwIfCancelled(signal);
      return toProtocolDiagnostics(document, diagnostics, (path) => ({
        uri: siblingUri(document.uri, path),
        lines: undefined,
      }));
    },
    async completion(document, position) {
      const source = sourceOf(document);
      const columns = () => tableColumns(document, source, workspace);
      return {
        isIncomplete: false,
        items: await pipelineCompletion(document, source, at(document, position), { columns }),
      };
    },
    hover: async (document, position) => pipelineHover(document, sourceOf(document), at(document, position)),
    definition: async (document, position) => pipelineDefinition(document, sourceOf(document), at(document, position)),
    documentSymbols: async (document) => pipelineSymbols(document, sourceOf(document)),
    formatting: async (document) => pipelineFormatting(document),
    codeLenses: async (document) => pipelineCodeLenses(document, sourceOf(document)),
    filesChanged(uris) {
      const changed = uris.map(canonicalUri);
      return [...dependenciesOf.values()].some((files) => changed.some((uri) => files.has(uri)));
    },
    documentClosed(uri) {
      dependenciesOf.delete(uri);
    },
  };
}
