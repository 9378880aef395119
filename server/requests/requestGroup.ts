import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver';
import { type CancellationSignal, eitherSignal } from '#core/base/cancellation.ts';
import type { LanguageService } from '#core/language/languageService.ts';
import { signalOf } from '../cancellationBridge.ts';
import type { ClientFeatures } from '../clientFeatures.ts';
import { guarded } from '../guardedRequest.ts';
import type { Languages } from '../languages.ts';
import type { OpenDocument, OpenDocuments } from '../openDocuments.ts';

/** What handlers of requests work with. */
export interface RequestContext {
  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly documents: OpenDocuments;
  readonly languages: Languages;
}

/** Requests that belong together: what the server says of them when it starts, and their handlers. */
export interface RequestGroup {
  capabilities(context: RequestContext): Partial<ServerCapabilities>;
  register(context: RequestContext): void;
}

type Ask<P, R> = (
  service: LanguageService,
  document: OpenDocument,
  parameters: P,
  signal: CancellationSignal,
) => Promise<R> | undefined;

/**
 * A handler that asks the service of the document a request names. `otherwise` is the answer where the document is not
 * open, not ours, or its language does not offer the request. The request ends when the document changes, since its
 * answer would speak of a text that is no longer there.
 */
export function onDocument<P extends { textDocument: { uri: string } }, R>(
  context: RequestContext,
  ask: Ask<P, R>,
  otherwise: R,
): (parameters: P, token: CancellationToken) => Promise<R> {
  return documentRequest(context, ask, otherwise, true);
}

/** Like {@link onDocument}, for answers that the editor fits to what is typed meanwhile. */
export function whileTyping<P extends { textDocument: { uri: string } }, R>(
  context: RequestContext,
  ask: Ask<P, R>,
  otherwise: R,
): (parameters: P, token: CancellationToken) => Promise<R> {
  return documentRequest(context, ask, otherwise, false);
}

function documentRequest<P extends { textDocument: { uri: string } }, R>(
  { connection, documents, languages }: RequestContext,
  ask: Ask<P, R>,
  otherwise: R,
  endsWithVersion: boolean,
): (parameters: P, token: CancellationToken) => Promise<R> {
  return async (parameters, token) => {
    const { uri } = parameters.textDocument;
    const document = documents.open(uri);
    const service = languages.of(uri);
    if (!document || !service) return otherwise;
    const asked = signalOf(token);
    const signal = endsWithVersion ? eitherSignal(asked, document.superseded) : asked;
    const handle = async () => (await ask(service, document, parameters, signal)) ?? otherwise;
    return guarded(connection, handle, document.superseded)(parameters, token);
  };
}
