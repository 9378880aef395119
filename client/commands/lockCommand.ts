import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { RunnerAnswer } from '#core/protocol/runner.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { RunService } from '../runs/runService.ts';
import { choosePipeline, saveIfChanged } from './chooseFile.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface LockCommandOptions {
  readonly runs: RunService;
  readonly settings: Settings;
  readonly log: Log;
}

export function registerLockCommand(registrar: CommandRegistrar, options: LockCommandOptions): void {
  registrar.register(commandIds.lockPipeline, async (parameter) => await lockPipeline(parameter, options));
}

/**
 * Keeps what a pipeline resolves to beside it. A lock that says something else is replaced only when the user agrees to
 * what has changed.
 * @returns the path of the lock file; undefined in Restricted Mode
 */
async function lockPipeline(parameter: unknown, options: LockCommandOptions): Promise<string | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Locking a pipeline'), options.log)) return undefined;
  const file = await choosePipeline(parameter);
  await saveIfChanged(file);
  const { differences = [] } = await askLock(file, false, options);
  if (differences.length > 0) await confirmReplacement(file, differences);
  const { content, path } = await askLock(file, true, options);
  const open = vscode.l10n.t('Open Lock File');
  // Not awaited: the command has ended, whenever the user looks at the message.
  vscode.window
    .showInformationMessage(vscode.l10n.t('{0} is locked: {1}.', labelOf(file), content), open)
    .then((choice) => (choice === open ? vscode.window.showTextDocument(vscode.Uri.file(path)) : undefined))
    .then(undefined, (thrown: unknown) => options.log.failure('Opening a lock file', thrown));
  return path;
}

type LockAnswer = Extract<RunnerAnswer, { kind: 'lock' }>;

async function askLock(file: vscode.Uri, write: boolean, { runs, settings }: LockCommandOptions): Promise<LockAnswer> {
  const answer = await runs.ask({
    kind: 'lock',
    pipeline: file.fsPath,
    includePaths: settings.includePaths(file),
    write,
  });
  if (answer.kind === 'lock') return answer;
  throw new Failure('unknown', `The runner answered a lock with '${answer.kind}'.`);
}

/** @throws Failure `cancelled` when the lock stays as it is */
async function confirmReplacement(file: vscode.Uri, differences: readonly string[]): Promise<void> {
  const replace = vscode.l10n.t('Replace Lock');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} is not what its lock file says. Lock it as it is now?', labelOf(file)),
    { modal: true, detail: differences.join('\n') },
    replace,
  );
  if (choice !== replace) throw new Failure('cancelled', 'The lock was not replaced.');
}
