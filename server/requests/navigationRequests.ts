import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import { onDocument, type RequestContext, type RequestGroup } from './requestGroup.ts';

/** From a name to where it is declared and used. */
export const navigationRequests: RequestGroup = {
  capabilities: ({ languages }) => ({
    definitionProvider: true,
    declarationProvider: languages.offer('declaration'),
    typeDefinitionProvider: languages.offer('typeDefinition'),
    implementationProvider: languages.offer('implementations'),
    referencesProvider: languages.offer('references'),
    documentHighlightProvider: languages.offer('documentHighlights'),
    callHierarchyProvider: languages.offer('prepareCallHierarchy'),
  }),
  register(context) {
    const { connection } = context;
    connection.onDefinition(
      onDocument(
        context,
        async (service, document, { position }, signal) =>
          (await service.definition(document, position, signal)) ?? null,
        null,
      ),
    );
    connection.onDeclaration(
      onDocument(
        context,
        async (service, document, { position }, signal) =>
          (await service.declaration?.(document, position, signal)) ?? null,
        null,
      ),
    );
    connection.onTypeDefinition(
      onDocument(
        context,
        async (service, document, { position }, signal) =>
          (await service.typeDefinition?.(document, position, signal)) ?? null,
        null,
      ),
    );
    connection.onImplementation(
      onDocument(
        context,
        (service, document, { position }, signal) => service.implementations?.(document, position, signal),
        null,
      ),
    );
    connection.onReferences(
      onDocument(
        context,
        (service, document, { context: { includeDeclaration }, position }, signal) =>
          service.references?.(document, position, includeDeclaration, signal),
        [],
      ),
    );
    connection.onDocumentHighlight(
      onDocument(
        context,
        (service, document, { position }, signal) => service.documentHighlights?.(document, position, signal),
        [],
      ),
    );
    registerCallHierarchy(context);
  },
};

function registerCallHierarchy(context: RequestContext): void {
  const { connection, languages } = context;
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(
    onDocument(
      context,
      (service, document, { position }, signal) => service.prepareCallHierarchy?.(document, position, signal),
      null,
    ),
  );
  callHierarchy.onIncomingCalls(
    guarded(
      connection,
      async ({ item }, token) => (await languages.of(item.uri)?.incomingCalls?.(item, signalOf(token))) ?? null,
    ),
  );
  callHierarchy.onOutgoingCalls(
    guarded(
      connection,
      async ({ item }, token) => (await languages.of(item.uri)?.outgoingCalls?.(item, signalOf(token))) ?? null,
    ),
  );
}
