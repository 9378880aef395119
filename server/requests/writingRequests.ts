import { onDocument, type RequestGroup, whileTyping } from './requestGroup.ts';

/** What helps while a statement is being written, and says what is written. */
export const writingRequests: RequestGroup = {
  capabilities: ({ languages }) => ({
    completionProvider: { triggerCharacters: ['@', ':', ' ', '"', '/'] },
    hoverProvider: true,
    ...(languages.offer('signatureHelp') && {
      signatureHelpProvider: { triggerCharacters: ['(', ',', ' '], retriggerCharacters: [')', '['] },
    }),
  }),
  register(context) {
    const { connection } = context;
    connection.onCompletion(
      whileTyping(
        context,
        (service, document, { position }, signal) => service.completion(document, position, signal),
        [],
      ),
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
