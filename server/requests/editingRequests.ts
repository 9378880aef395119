import type { CodeAction, CodeActionParams, WorkspaceEdit } from 'vscode-languageserver';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { codeActionKinds } from '#core/language/codeActionKinds.ts';
import type { LanguageDocument, LanguageService } from '#core/language/languageService.ts';
import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import { addressOf } from './dataAddress.ts';
import { onDocument, type RequestContext, type RequestGroup } from './requestGroup.ts';

/** What changes documents. */
export const editingRequests: RequestGroup = {
  capabilities: ({ features, languages }) => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: languages.offer('rangeFormatting'),
    ...(languages.offer('onTypeFormatting') && {
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', '\n'] },
    }),
    ...(languages.offer('rename') && { renameProvider: { prepareProvider: true } }),
    linkedEditingRangeProvider: languages.offer('linkedEditingRanges'),
    ...(languages.offer('codeActions') &&
      features.takesCodeActions && {
        codeActionProvider: { codeActionKinds: Object.values(codeActionKinds), resolveProvider: true },
      }),
  }),
  register(context) {
    const { connection } = context;
    connection.onDocumentFormatting(
      onDocument(
        context,
        (service, document, { options }, signal) => service.formatting(document, options, signal),
        [],
      ),
    );
    connection.onDocumentRangeFormatting(
      onDocument(
        context,
        (service, document, { options, range }, signal) => service.rangeFormatting?.(document, range, options, signal),
        [],
      ),
    );
    connection.onDocumentOnTypeFormatting(
      onDocument(
        context,
        (service, document, { ch, options, position }, signal) =>
          service.onTypeFormatting?.(document, position, ch, options, signal),
        [],
      ),
    );
    registerRename(context);
    connection.languages.onLinkedEditingRange(
      onDocument(
        context,
        async (service, document, { position }, signal) =>
          (await service.linkedEditingRanges?.(document, position, signal)) ?? null,
        null,
      ),
    );
    registerCodeActions(context);
  },
};

function registerRename(context: RequestContext): void {
  const { connection } = context;
  connection.onPrepareRename(
    onDocument(
      context,
      async (service, document, { position }, signal) =>
        (await service.prepareRename?.(document, position, signal)) ?? null,
      null,
    ),
  );
  connection.onRenameRequest(
    onDocument(
      context,
      async (service, document, { newName, position }, signal) => {
        const edit = await service.rename?.(document, position, newName, signal);
        return edit ? versioned(edit, context) : null;
      },
      null,
    ),
  );
}

function registerCodeActions(context: RequestContext): void {
  const { connection, documents, features, languages } = context;
  /** With all edits for editors that cannot ask for them later. */
  const complete = async (
    service: LanguageService,
    document: LanguageDocument,
    action: CodeAction,
    signal: CancellationSignal,
  ) => {
    if (action.edit || features.resolvesCodeActions) return action;
    return (await service.resolveCodeAction?.(document, action, signal)) ?? action;
  };
  connection.onCodeAction(
    onDocument<CodeActionParams, CodeAction[]>(
      context,
      async (service, document, { context: { only }, range }, signal) => {
        const actions = (await service.codeActions?.(document, range, only, signal)) ?? [];
        const completed = await Promise.all(actions.map((action) => complete(service, document, action, signal)));
        return completed.map((action) => withVersions(action, context));
      },
      [],
    ),
  );
  connection.onCodeActionResolve(
    guarded(connection, async (action: CodeAction, token) => {
      const uri = addressOf(action.data);
      const document = uri === undefined ? undefined : documents.open(uri);
      const resolve = uri === undefined ? undefined : languages.of(uri)?.resolveCodeAction;
      if (!document || !resolve) return action;
      return withVersions(await resolve(document, action, signalOf(token)), context);
    }),
  );
}

function withVersions(action: CodeAction, context: RequestContext): CodeAction {
  return action.edit ? { ...action, edit: versioned(action.edit, context) } : action;
}

/** The edit with the versions it was made for, so that the editor refuses it when a document has changed. */
function versioned(edit: WorkspaceEdit, { documents, features }: RequestContext): WorkspaceEdit {
  const { changes, ...rest } = edit;
  if (!changes || !features.versionsEdits) return edit;
  const documentChanges = Object.entries(changes).map(([uri, edits]) => ({
    textDocument: { uri, version: documents.open(uri)?.version ?? null },
    edits,
  }));
  return { ...rest, documentChanges };
}
