import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import { onDocument, type RequestGroup } from './requestGroup.ts';

/** How documents are made up: symbols, blocks, links. */
export const structureRequests: RequestGroup = {
  capabilities: ({ languages }) => ({
    documentSymbolProvider: true,
    workspaceSymbolProvider: languages.offer('workspaceSymbols'),
    foldingRangeProvider: languages.offer('foldingRanges'),
    selectionRangeProvider: languages.offer('selectionRanges'),
    ...(languages.offer('documentLinks') && { documentLinkProvider: { resolveProvider: false } }),
  }),
  register(context) {
    const { connection, features, languages } = context;
    connection.onDocumentSymbol(
      onDocument<{ textDocument: { uri: string } }, DocumentSymbol[] | SymbolInformation[]>(
        context,
        async (service, document, _parameters, signal) => {
          const symbols = await service.documentSymbols(document, signal);
          return features.nestsSymbols ? symbols : flattened(symbols, document.uri);
        },
        [],
      ),
    );
    connection.onWorkspaceSymbol(
      guarded(connection, async ({ query }, token) => {
        const found = languages.all.map((service) => service.workspaceSymbols?.(query, signalOf(token)) ?? []);
        return (await Promise.all(found)).flat();
      }),
    );
    connection.onFoldingRanges(
      onDocument(context, (service, document, _parameters, signal) => service.foldingRanges?.(document, signal), null),
    );
    connection.onSelectionRanges(
      onDocument(
        context,
        (service, document, { positions }, signal) => service.selectionRanges?.(document, positions, signal),
        null,
      ),
    );
    connection.onDocumentLinks(
      onDocument(context, (service, document, _parameters, signal) => service.documentLinks?.(document, signal), null),
    );
  },
};

/** The symbols one after the other, each with the name of the one it is in. */
function flattened(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ children, kind, name, range }) => [
    { name, kind, location: { uri, range }, ...(containerName !== undefined && { containerName }) },
    ...flattened(children ?? [], uri, name),
  ]);
}
