import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import type { Settings } from '../app/settings.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { RunService } from '../runs/runService.ts';
import { chooseCircuit } from './chooseFile.ts';
import { showProgram } from './exportCommand.ts';

type TranspileRequest = Extract<RunnerRequest, { kind: 'transpile' }>;

/** What a circuit is fitted to, as somebody chose it. */
type Choice = Pick<TranspileRequest, 'basis' | 'target'>;

/** Files that may describe a device, by their names. */
const deviceGlob = '**/*{calibration,properties,configuration,device,snapshot}*.{json,yaml,yml}';
const mostFiles = 100;

/** Gates that devices of many vendors have, where all qubits are coupled. */
const commonGates: readonly { readonly title: string; readonly basis: readonly string[] }[] = [
  { title: 'CX', basis: ['rz', 'sx', 'x', 'cx'] },
  { title: 'CZ', basis: ['rz', 'sx', 'x', 'cz'] },
  { title: 'ECR', basis: ['rz', 'sx', 'x', 'ecr'] },
  { title: 'PRX, CZ', basis: ['prx', 'cz'] },
  { title: 'iSWAP', basis: ['rz', 'sx', 'x', 'iswap'] },
  { title: 'GPI, GPI2, MS', basis: ['gpi', 'gpi2', 'ms'] },
  { title: 'U1Q, RZ, RZZ', basis: ['u1q', 'rz', 'rzz'] },
  { title: 'U, CX', basis: ['u', 'cx'] },
];

export interface TranspileCommandOptions {
  readonly runs: RunService;
  readonly settings: Settings;
}

/**
 * Asks what a circuit is fitted to and opens the result beside it, with its figures in the first lines and in a
 * notification.
 * @param chosen what it is fitted to, for callers that do not ask
 */
export async function transpileCircuit(
  parameter: unknown,
  chosen: unknown,
  { runs, settings }: TranspileCommandOptions,
): Promise<void> {
  const file = await chooseCircuit(parameter);
  const document = await vscode.workspace.openTextDocument(file);
  const choice = isChoice(chosen) ? chosen : await askTarget(file, settings);
  const source = { path: document.uri.fsPath, includePaths: settings.includePaths(document.uri) };
  const request: TranspileRequest = {
    kind: 'transpile',
    source: document.isDirty || document.isUntitled ? { ...source, text: document.getText() } : source,
    ...choice,
    level: 2,
    seed: 0,
    backends: settings.backends(),
  };
  const { lines, report } = await fitted(file, request, runs);
  await showProgram(file, { languageId: 'openqasm', extension: '.qasm', format: 'fitted' }, report.program);
  const [, ...figures] = lines;
  // The command is done while the notification is still there.
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is fitted to {1}. {2}', labelOf(file), report.target, figures.join('. ')),
  );
}

async function fitted(
  file: vscode.Uri,
  request: TranspileRequest,
  runs: RunService,
): Promise<Extract<RunnerAnswer, { kind: 'transpiled' }>> {
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Transpiling {0}', labelOf(file)),
      cancellable: true,
    },
    async (_progress, token) => await runs.ask(request, token),
  );
  if (answer.kind === 'transpiled') return answer;
  throw new Failure('unknown', `The runner answered a circuit to transpile with '${answer.kind}'.`);
}

interface TargetItem extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

/** @throws Failure `cancelled` */
async function askTarget(circuit: vscode.Uri, settings: Settings): Promise<Choice> {
  const found = await vscode.workspace.findFiles(deviceGlob, '**/{node_modules,.hybrid,.git}/**', mostFiles);
  const separator = (label: string): TargetItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const backends = Object.entries(settings.backends()).map(
    ([id, { adapter, device }]): TargetItem => ({
      label: id,
      description: [adapter, device].filter((part) => part !== undefined).join(' · '),
      choice: { target: { kind: 'backend', backend: id } },
    }),
  );
  const files = found.map(
    (uri): TargetItem => ({
      label: basename(uri.fsPath),
      description: labelOf(uri),
      choice: { target: { kind: 'file', path: uri.fsPath } },
    }),
  );
  const gates = commonGates.map(
    ({ basis, title }): TargetItem => ({
      label: title,
      description: basis.join(' '),
      choice: { target: { kind: 'gates' }, basis: [...basis] },
    }),
  );
  const other: TargetItem = { label: vscode.l10n.t('Another file…') };
  const items = [
    ...(backends.length > 0 ? [separator(vscode.l10n.t('Backends')), ...backends] : []),
    separator(vscode.l10n.t('Calibrations')),
    ...files.sort((one, two) => (one.label < two.label ? -1 : 1)),
    other,
    separator(vscode.l10n.t('Gates, with all qubits coupled')),
    ...gates,
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Transpile {0} for', labelOf(circuit)),
    matchOnDescription: true,
  });
  if (picked?.choice) return picked.choice;
  if (picked !== other) throw new Failure('cancelled', 'No device was chosen.');
  const [path] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('The file of a device') })) ?? [];
  if (path === undefined) throw new Failure('cancelled', 'No device was chosen.');
  return { target: { kind: 'file', path: path.fsPath } };
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'target' in value;
}
