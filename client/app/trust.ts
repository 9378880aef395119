import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { Log } from './log.ts';

/**
 * Whether runs are allowed in this workspace. When they are not, says so with a way to change it.
 * @param action what was refused, as the beginning of a sentence: "Running a pipeline"
 */
export function isTrustedFor(action: string, log: Log): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust');
  const message = vscode.l10n.t(
    '{0} needs a trusted workspace. In Restricted Mode files are only edited and checked.',
    action,
  );
  log.info(`${action} was refused: the workspace is not trusted.`);
  vscode.window
    .showWarningMessage(message, manage)
    .then((choice) => {
      return choice === manage ? vscode.commands.executeCommand('workbench.trust.manage') : undefined;
    })
    .then(undefined, (thrown: unknown) => log.failure('Managing workspace trust', Failure.from(thrown)));
  return false;
}
