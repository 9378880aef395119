import {
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensDeltaParams,
  SemanticTokensDeltaRequest,
  type SemanticTokensParams,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import { semanticTokensLegend } from '#core/language/semanticTokensLegend.ts';
import { onDocument, type RequestGroup } from './requestGroup.ts';

/** What the editor draws into the text and above it. */
export const decorationRequests: RequestGroup = {
  capabilities: ({ languages }) => ({
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: languages.offer('inlayHints'),
    ...(languages.offer('semanticTokens') && {
      semanticTokensProvider: {
        legend: semanticTokensLegend,
        full: { delta: languages.offer('semanticTokensDelta') },
        range: true,
      },
    }),
  }),
  register(context) {
    const { connection } = context;
    connection.onCodeLens(
      onDocument(context, (service, document, _parameters, signal) => service.codeLenses(document, signal), []),
    );
    connection.languages.inlayHint.on(
      onDocument(
        context,
        (service, document, { range }, signal) => service.inlayHints?.(document, range, signal),
        null,
      ),
    );
    // "None" would mean that nothing has a colour; null means that the editor has to ask for parts.
    connection.onRequest(
      SemanticTokensRequest.type,
      onDocument<SemanticTokensParams, SemanticTokens | null>(
        context,
        async (service, document, _parameters, signal) => (await service.semanticTokens?.(document, signal)) ?? null,
        null,
      ),
    );
    connection.onRequest(
      SemanticTokensDeltaRequest.type,
      onDocument<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta | null>(
        context,
        async (service, document, { previousResultId }, signal) =>
          (await service.semanticTokensDelta?.(document, previousResultId, signal)) ?? null,
        null,
      ),
    );
    connection.languages.semanticTokens.onRange(
      onDocument(
        context,
        (service, document, { range }, signal) => service.semanticTokensOfRange?.(document, range, signal),
        { data: [] },
      ),
    );
  },
};
