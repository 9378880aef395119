import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import type { CredentialStore } from '../credentials/credentialStore.ts';
import type { RunService } from '../runs/runService.ts';
import type { BackendChecks, BackendState } from '../views/backendChecks.ts';
import { backendIdOfNode, embeddedBackend } from '../views/backendsTree.ts';
import { addBackend } from './addBackend.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface BackendCommandOptions {
  readonly runs: RunService;
  readonly settings: Settings;
  readonly credentials: CredentialStore;
  readonly checks: BackendChecks;
  readonly log: Log;
}

export function registerBackendCommands(registrar: CommandRegistrar, options: BackendCommandOptions): void {
  registrar.register(commandIds.addBackend, async () => await addBackend(options));
  registrar.register(commandIds.testBackend, async (parameter) => await testBackend(parameter, options));
  registrar.register(commandIds.configureBackends, async () => {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'hybridQuantum.backends.configured');
  });
}

async function testBackend(parameter: unknown, options: BackendCommandOptions): Promise<BackendState | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Testing a backend'), options.log)) return undefined;
  const id = await chooseBackend(parameter, options.settings);
  options.checks.record(id, { kind: 'testing' });
  const state = await check(id, options);
  options.checks.record(id, state);
  if (state.kind !== 'tested') return state;
  const show = state.ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  show(`${id === embeddedBackend ? vscode.l10n.t('Embedded simulator') : id}: ${state.message}`).then(
    undefined,
    (thrown: unknown) => options.log.failure('Showing the result of a test', thrown),
  );
  return state;
}

async function check(id: string, options: BackendCommandOptions): Promise<BackendState> {
  try {
    if (id === embeddedBackend) return await checkEmbedded(options.runs);
    const answer = await options.runs.ask({
      kind: 'test-backend',
      backend: id,
      backends: options.settings.backends(),
    });
    if (answer.kind === 'backend-check') return { kind: 'tested', ok: answer.ok, message: answer.message };
    throw new Failure('unknown', `The runner answered a test with '${answer.kind}'.`);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    options.log.failure(`Testing backend '${id}'`, failure);
    return { kind: 'tested', ok: false, message: describeFailure(failure) };
  }
}

const bellPair = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`;

/** The embedded simulator works if it gives what a Bell pair gives. */
async function checkEmbedded(runs: RunService): Promise<BackendState> {
  const source = { path: 'bell.qasm', text: bellPair };
  const answer = await runs.ask({ kind: 'simulate', source, shots: 1000, seed: 1, inputs: {} });
  if (answer.kind !== 'simulation') throw new Failure('unknown', `The runner answered a test with '${answer.kind}'.`);
  const { counts, timing } = answer.report;
  const ok = (counts['00'] ?? 0) + (counts['11'] ?? 0) === 1000;
  const message = ok
    ? vscode.l10n.t('works; 1000 shots of a Bell pair took {0} ms.', (timing.simulate + timing.sample).toFixed(1))
    : vscode.l10n.t('gave {0} for a Bell pair, which is wrong.', JSON.stringify(counts));
  return { kind: 'tested', ok, message };
}

async function chooseBackend(parameter: unknown, settings: Settings): Promise<string> {
  const configured = settings.backends();
  const given = typeof parameter === 'string' ? parameter : backendIdOfNode(parameter);
  if (given !== undefined) return given;
  const items = [
    { id: embeddedBackend, label: vscode.l10n.t('Embedded simulator'), description: vscode.l10n.t('this machine') },
    ...Object.entries(configured).map(([id, { adapter, device }]) => ({
      id,
      label: id,
      description: device === undefined ? adapter : `${adapter} · ${device}`,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Test which backend?') });
  if (chosen === undefined) throw new Failure('cancelled', 'No backend was chosen.');
  return chosen.id;
}
