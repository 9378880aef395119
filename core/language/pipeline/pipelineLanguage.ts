import type { Position } from 'vscode-languageserver-types';
import { throwIfCancelled } from '#core/base/cancellation.ts';
import { type PipelineSource, readPipeline } from '#core/pipeline/source/readPipeline.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageDocument, LanguageService, LanguageWorkspace } from '../languageService.ts';
import type { CircuitSettings } from '../openqasm/circuitAnalysis.ts';
import { siblingUri } from '../siblingUri.ts';
import { pipelineCodeLenses } from './pipelineCodeLenses.ts';
import { pipelineCompletion } from './pipelineCompletion.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { pipelineDiagnostics } from './pipelineDiagnostics.ts';
import { pipelineFormatting } from './pipelineFormatting.ts';
import { pipelineHover } from './pipelineHover.ts';
import { pipelineSymbols } from './pipelineSymbols.ts';
import { tableColumns } from './tableColumns.ts';

/**
 * The language service of `*.hybrid.yaml`, over the files of a workspace.
 * @param circuits how the circuits that pipelines name are checked at the moment
 */
export function createPipelineLanguage(
  workspace: LanguageWorkspace,
  circuits: () => CircuitSettings = () => ({}),
): LanguageService {
  const sources = new WeakMap<LanguageDocument, PipelineSource>();
  const sourceOf = (document: LanguageDocument): PipelineSource => {
    const known = sources.get(document) ?? readPipeline(document.text, document.uri);
    sources.set(document, known);
    return known;
  };
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  return {
    async diagnostics(document, signal) {
      const diagnostics = await pipelineDiagnostics(document, workspace, signal, circuits());
      throwIfCancelled(signal);
      return toProtocolDiagnostics(document, diagnostics, (path) => ({
        uri: siblingUri(document.uri, path),
        lines: undefined,
      }));
    },
    async completion(document, position) {
      const source = sourceOf(document);
      const columns = () => tableColumns(document, source, workspace);
      return pipelineCompletion(document, source, at(document, position), { columns });
    },
    hover: async (document, position) => pipelineHover(document, sourceOf(document), at(document, position)),
    definition: async (document, position) => pipelineDefinition(document, sourceOf(document), at(document, position)),
    documentSymbols: async (document) => pipelineSymbols(document, sourceOf(document)),
    formatting: async (document) => pipelineFormatting(document),
    codeLenses: async (document) => pipelineCodeLenses(document, sourceOf(document)),
    codeActions: async () => [],
    resolveCodeAction: async (_document, action) => action,
    filesChanged: () => {},
  };
}
