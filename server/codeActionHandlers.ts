import type { CodeAction, CodeActionParams, InitializeParams } from 'vscode-languageserver';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { LanguageDocument, LanguageService } from '#core/language/languageService.ts';

/** Whether the editor asks for the edits of an action when the user chooses it. */
export function resolvesCodeActions({ capabilities }: InitializeParams): boolean {
  const { codeAction } = capabilities.textDocument ?? {};
  return codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true;
}

/** The address of the document an unresolved action is about. */
export function addressOfAction({ data }: CodeAction): string | undefined {
  const uri = typeof data === 'object' && data !== null && 'uri' in data ? data.uri : undefined;
  return typeof uri === 'string' ? uri : undefined;
}

/** What can be done at a place; with all edits for editors that cannot ask for them later. */
export async function codeActionsOf(
  service: LanguageService,
  document: LanguageDocument,
  { context, range }: CodeActionParams,
  canResolve: boolean,
  signal: CancellationSignal,
): Promise<CodeAction[]> {
  const actions = await service.codeActions(document, range, context.only, signal);
  if (canResolve) return actions;
  return Promise.all(
    actions.map((action) => (action.edit ? action : service.resolveCodeAction(document, action, signal))),
  );
}
