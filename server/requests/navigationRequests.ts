import { type Location, MessageType, type ReferenceParams, ShowMessageNotification } from 'vscode-languageserver';
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
    registerReferences(context);
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

/** A register of a large circuit is used hundreds of thousands of times; more places than this nobody looks through. */
const mostReferences = 10_000;

/** Clients that take results in parts get all references; the others those nearest to the cursor, and are told so. */
function registerReferences(context: RequestContext): void {
  const { connection } = context;
  connection.onReferences((asked, token, _progress, partial) => {
    const answer = onDocument<ReferenceParams, Location[]>(
      context,
      async (service, document, { context: { includeDeclaration }, position }, signal) => {
        const most = partial ? undefined : mostReferences;
        const found = (await service.references?.(document, position, includeDeclaration, signal, most)) ?? [];
        if (partial) {
          for (let first = 0; first < found.length; first += mostReferences) {
            partial.report(found.slice(first, first + mostReferences));
          }
          return [];
        }
        if (found.length === mostReferences) {
          const message = `The ${mostReferences} references nearest to the cursor are shown; there may be more.`;
          void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
        }
        return found;
      },
      [],
    );
    return answer(asked, token);
  });
}

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
