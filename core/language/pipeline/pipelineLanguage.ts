import { throwIfCancelled } from '#core/base/cancellation.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageService, LanguageWorkspace } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';
import { pipelineCodeLenses } from './pipelineCodeLenses.ts';
import { pipelineCompletion } from './pipelineCompletion.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { pipelineDiagnostics } from './pipelineDiagnostics.ts';
import { pipelineFormatting } from './pipelineFormatting.ts';
import { pipelineHover } from './pipelineHover.ts';
import { pipelineSymbols } from './pipelineSymbols.ts';
import { tableColumns } from './tableColumns.ts';

/** The language service of `*.hybrid.yaml`, over the files of a workspace. */
export function createPipelineLanguage(workspace: LanguageWorkspace): LanguageService {
  return {
    async diagnostics(document, signal) {
      const diagnostics = await pipelineDiagnostics(document, workspace, signal);
      throwIfCancelled(signal);
      return toProtocolDiagnostics(document, diagnostics, (path) => siblingUri(document.uri, path));
    },
    completion: async (document, position) =>
      pipelineCompletion(document, document.lines.offsetAt(position), {
        columns: () => tableColumns(document, workspace),
      }),
    hover: async (document, position) => pipelineHover(document, document.lines.offsetAt(position)),
    definition: async (document, position) => pipelineDefinition(document, document.lines.offsetAt(position)),
    documentSymbols: async (document) => pipelineSymbols(document),
    formatting: async (document) => pipelineFormatting(document),
    codeLenses: async (document) => pipelineCodeLenses(document),
    filesChanged: () => {},
  };
}
