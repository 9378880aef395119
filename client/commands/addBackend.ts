import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { addCredential } from '../credentials/credentialPrompts.ts';
import type { CredentialStore } from '../credentials/credentialStore.ts';
import type { RunService } from '../runs/runService.ts';
import { askForBackend, type BackendDialog, type Choice } from './backendQuestions.ts';

export interface AddBackendOptions {
  readonly runs: RunService;
  readonly settings: Settings;
  readonly credentials: CredentialStore;
  readonly log: Log;
}

/** Leads through provider, credential, device and name, and writes the settings. */
export async function addBackend(options: AddBackendOptions): Promise<void> {
  const { settings } = options;
  const { backend, id } = await askForBackend(editorDialog(options), Object.keys(settings.backends()), vscode.l10n.t);
  await settings.saveBackend(id, backend, vscode.ConfigurationTarget.Global);
}

function editorDialog(options: AddBackendOptions): BackendDialog {
  return {
    choose,
    async type(title, prompt, value, problem) {
      const text = await vscode.window.showInputBox({
        title,
        prompt,
        value,
        ignoreFocusOut: true,
        validateInput: problem,
      });
      if (text === undefined) throw backedOut();
      return text;
    },
    async credential(title, proposed) {
      const names = options.credentials.names();
      if (names.length === 0) return await addCredential(options.credentials, proposed);
      const another = vscode.l10n.t('Add a credential…');
      const choices = [...names, another].map((name) => ({ value: name, label: name }));
      const chosen = await choose(title, vscode.l10n.t('Credential'), choices);
      return chosen === another ? await addCredential(options.credentials, proposed) : chosen;
    },
    devices: async (provider, configured) => await listedDevices(provider, configured, options),
  };
}

async function choose(title: string, placeHolder: string, choices: readonly Choice[]): Promise<string> {
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (chosen === undefined) throw backedOut();
  return chosen.value;
}

async function listedDevices(
  provider: string,
  configured: ConfiguredBackend,
  { log, runs }: AddBackendOptions,
): Promise<readonly Choice[] | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  try {
    return await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Asking {0} for its devices…', provider),
        cancellable: true,
      },
      async (_progress, token) => {
        const answer = await runs.ask({ kind: 'list-devices', backend: 'new', backends: { new: configured } }, token);
        if (answer.kind !== 'devices') throw new Failure('unknown', `The runner answered with '${answer.kind}'.`);
        return answer.devices.map(({ device, kind, notice, qubits, status, title }): Choice => {
          const width = qubits === undefined ? [] : [vscode.l10n.t('{0} qubits', qubits)];
          const state = status === 'available' ? [] : [notice === undefined ? status : `${status}: ${notice}`];
          const description = [...(title === undefined ? [] : [title]), kind, ...width, ...state].join(' · ');
          return { value: device, label: device, description };
        });
      },
    );
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.reason === 'cancelled') return undefined;
    log.failure(`Listing the devices of ${provider}`, failure);
    const message = vscode.l10n.t('{0} could not be asked for its devices. {1}', provider, describeFailure(failure));
    vscode.window.showWarningMessage(message).then(undefined, (error: unknown) => log.failure('Showing why', error));
    return undefined;
  }
}

function backedOut(): Failure {
  return new Failure('cancelled', 'No backend was added.');
}
