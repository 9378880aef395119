import type { CompletionItem } from 'vscode-languageserver';
import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import { addressOf } from './dataAddress.ts';
import { onDocument, type RequestGroup, whileTyping } from './requestGroup.ts';

/** What helps while a statement is being written, and says what is written. */
export const writingRequests: RequestGroup = {
  capabilities: ({ languages }) => ({
    completionProvider: {
      triggerCharacters: ['@', ':', ' ', '"', '/', '(', '[', ',', '$', '\\'],
      resolveProvider: languages.offer('resolveCompletion'),
    },
    hoverProvider: true,
    ...(languages.offer('signatureHelp') && {
      signatureHelpProvider: { triggerCharacters: ['(', ',', ' '], retriggerCharacters: [')', '['] },
    }),
  }),
  register(context) {
    const { connection, documents, languages } = context;
    connection.onCompletion(
      whileTyping(
        context,
        (service, document, { context: asked, position }, signal) =>
          service.completion(document, position, signal, asked?.triggerCharacter),
        null,
      ),
    );
    connection.onCompletionResolve(
      guarded(connection, async (item: CompletionItem, token) => {
        const uri = addressOf(item.data);
        const document = uri === undefined ? undefined : documents.open(uri);
        const resolve = uri === undefined ? undefined : languages.of(uri)?.resolveCompletion;
        return document && resolve ? await resolve(document, item, signalOf(token)) : item;
      }),
    );
    connection.onSignatureHelp(
      whileTyping(
        context,
        async (service, document, { position }, signal) => await service.signatureHelp?.(document, position, signal),
        null,
      ),
    );
    connection.onHover(
      onDocument(
        context,
        async (service, document, { position }, signal) => (await service.hover(document, position, signal)) ?? null,
        null,
      ),
    );
  },
};
