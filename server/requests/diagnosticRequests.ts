import {
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { onDocument, type RequestGroup } from './requestGroup.ts';

/** Findings, which the editor asks for. Editors that do not ask get them from the diagnostic publisher. */
export const diagnosticRequests: RequestGroup = {
  capabilities: () => ({
    diagnosticProvider: { identifier: 'hybridq', interFileDependencies: true, workspaceDiagnostics: false },
  }),
  register(context) {
    const answer = onDocument<DocumentDiagnosticParams, DocumentDiagnosticReport>(
      context,
      async (service, document, _parameters, signal) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: await service.diagnostics(document, signal),
      }),
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
    );
    context.connection.languages.diagnostics.on(async (parameters, token) => {
      try {
        return await answer(parameters, token);
      } catch (thrown) {
        if (!(thrown instanceof ResponseError) || thrown.code !== LSPErrorCodes.ContentModified) throw thrown;
        // Clients take "content modified" for "no findings"; this one makes them ask again.
        const data: DiagnosticServerCancellationData = { retriggerRequest: true };
        throw new ResponseError(LSPErrorCodes.ServerCancelled, thrown.message, data);
      }
    });
  },
};
