import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { type ChangedOptions, changedOptionsSchema } from '#core/protocol/historyMessages.ts';
import { simulatorsForWidth } from '#core/protocol/managedSimulators.ts';
import { isPythonPackage } from '#core/protocol/pythonPackage.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import { labelOf, storeFolderOf } from '../app/workspaceFiles.ts';
import { circuitPlan } from '../lsp/circuitPlan.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import { endedRun, type RunService } from '../runs/runService.ts';
import { chooseCircuit } from './chooseFile.ts';
import { readShots, readValues, shotsProblem } from './circuitValues.ts';
import { exportCircuit } from './exportCommand.ts';
import { type RunOutcome, tellOutcome, titleOf } from './pipelineCommands.ts';
import type { CommandRegistrar } from './registerCommand.ts';
import { saveChosenDrawing } from './saveDrawingCommand.ts';
import type { SimulationAnswers, SimulationMemory } from './simulationMemory.ts';
import { transpileCircuit } from './transpileCommand.ts';

export interface CircuitCommandOptions {
  readonly runs: RunService;
  readonly history: RunHistory;
  readonly panels: PanelHost;
  readonly language: LanguageService;
  readonly settings: Settings;
  readonly memory: SimulationMemory;
  readonly log: Log;
}

export function registerCircuitCommands(registrar: CommandRegistrar, options: CircuitCommandOptions): void {
  registrar.register(commandIds.showCircuit, async (parameter) => {
    const file = await chooseCircuit(parameter);
    await showSource(file, options.panels);
    options.panels.showCircuit(file);
  });
  registrar.register(commandIds.simulateCircuit, async (parameter, changed) => {
    const read = changedOptionsSchema.safeParse(changed);
    return read.success
      ? await simulateChanged(parameter, read.data, options)
      : await simulateCircuit(parameter, options);
  });
  registrar.register(commandIds.sampleCircuit, async (parameter) => await sampleCircuit(parameter, options));
  registrar.register(commandIds.planCircuit, async (parameter) => {
    options.panels.showPlan(await chooseCircuit(parameter));
  });
  registrar.register(commandIds.exportCircuit, async (parameter) => await exportCircuit(parameter, options.language));
  registrar.register(commandIds.saveDrawing, async (parameter) => {
    await saveChosenDrawing(await chooseCircuit(parameter), options.language, options.log);
  });
  registrar.register(commandIds.transpileCircuit, async (parameter, chosen) => {
    if (isTrustedFor(vscode.l10n.t('Transpiling a circuit'), options.log))
      await transpileCircuit(parameter, chosen, options);
  });
}

/** A drawing is looked at beside its source, which is opened where no editor shows it. */
async function showSource(file: vscode.Uri, panels: PanelHost): Promise<void> {
  const isShown = vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === file.toString());
  if (!isShown) await vscode.window.showTextDocument(file, { viewColumn: panels.sourceColumn });
}

async function simulateCircuit(parameter: unknown, options: CircuitCommandOptions): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Running a circuit'), options.log)) return undefined;
  const file = await chooseCircuit(parameter);
  const workspaceFolder = storeFolderOf(file);
  const document = await vscode.workspace.openTextDocument(file);
  const { inputs: parameters, qubits } = (await circuitPlan(document, options.language)).plan;
  const before = options.memory.recall(file) ?? { shots: options.settings.shots(file), values: '' };
  const backend = await askBackend(before.backend, options.settings);
  const shots = await askShots(file, before.shots);
  const { text, values } = await askValues(parameters, before.values);
  const answers: SimulationAnswers = { shots, values: text, ...(backend === undefined ? {} : { backend }) };
  await options.memory.remember(file, answers);
  const circuit = { ...circuitOf(document, options.settings), workspaceFolder, shots, inputs: values };
  const title = titleOf(file);
  if (backend === undefined) {
    return await simulateHere(title, circuit, qubits, options);
  }
  return await runOnBackend(title, circuit, backend, options);
}

/** Simulates with values that a form of the panel gives, and asks nothing. */
async function simulateChanged(
  parameter: unknown,
  { inputs = {}, seed, shots }: ChangedOptions,
  options: CircuitCommandOptions,
): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Running a circuit'), options.log)) return undefined;
  const file = await chooseCircuit(parameter);
  const document = await vscode.workspace.openTextDocument(file);
  const { qubits } = (await circuitPlan(document, options.language)).plan;
  const circuit = {
    ...circuitOf(document, options.settings),
    workspaceFolder: storeFolderOf(file),
    shots: shots ?? options.settings.shots(file),
    inputs,
    ...(seed === undefined ? {} : { seed }),
  };
  return await simulateHere(titleOf(file), circuit, qubits, options);
}

type CircuitRun = Omit<
  Extract<RunnerRequest, { kind: 'run-circuit' }>,
  'kind' | 'backend' | 'backends' | 'approved' | 'approvedCost'
>;

async function runOnBackend(
  title: string,
  circuit: CircuitRun,
  backend: string,
  options: CircuitCommandOptions,
): Promise<RunOutcome> {
  const backends = options.settings.backends();
  const request = { ...circuit, backend, backends };
  const configured = backends[backend];
  // What is computed on this machine costs nothing, and leaves nothing to agree to.
  const isPaid = configured === undefined || !isPythonPackage(configured);
  const estimated = isPaid ? await estimate(request, options.runs) : undefined;
  if (estimated) await confirmCost(title, backend, circuit.shots, estimated);
  const approvedCost = estimated?.cost && { approvedCost: estimated.cost };
  return await showOutcome(
    await options.runs.perform(title, { kind: 'run-circuit', approved: true, ...approvedCost, ...request }),
    options,
  );
}

/** On the embedded simulator; a circuit that is too wide for it may go to a managed one, by one choice. */
async function simulateHere(
  title: string,
  circuit: CircuitRun,
  qubits: number | undefined,
  options: CircuitCommandOptions,
): Promise<RunOutcome | undefined> {
  try {
    return await showOutcome(await options.runs.perform(title, { kind: 'simulate', ...circuit }), options);
  } catch (thrown) {
    if (!Failure.is(thrown, 'too-large')) throw thrown;
    const elsewhere = simulatorsForWidth(options.settings.backends(), qubits);
    const add = vscode.l10n.t('Add Backend…');
    const choices = elsewhere.map(({ id }) => vscode.l10n.t('Run on {0}', id));
    const chosen = await vscode.window.showErrorMessage(
      describeFailure(thrown),
      ...(choices.length === 0 ? [add] : choices.slice(0, 3)),
    );
    if (chosen === add) await vscode.commands.executeCommand(commandIds.addBackend);
    const simulator = chosen === undefined ? undefined : elsewhere[choices.indexOf(chosen)];
    return simulator && (await runOnBackend(title, circuit, simulator.id, options));
  }
}

/** Simulates with the shots and values of last time, and asks only for values that are not known yet. */
async function sampleCircuit(parameter: unknown, options: CircuitCommandOptions): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Running a circuit'), options.log)) return undefined;
  const file = await chooseCircuit(parameter);
  const workspaceFolder = storeFolderOf(file);
  const document = await vscode.workspace.openTextDocument(file);
  const { inputs: parameters, qubits } = (await circuitPlan(document, options.language)).plan;
  const before = options.memory.recall(file) ?? { shots: options.settings.shots(file), values: '' };
  const known = readValues(parameters, before.values);
  const { text, values } = known.ok
    ? { text: before.values, values: { ...known.values } }
    : await askValues(parameters, before.values);
  await options.memory.remember(file, { ...before, values: text });
  const source = circuitOf(document, options.settings);
  const circuit = { ...source, workspaceFolder, shots: before.shots, inputs: values };
  return await simulateHere(titleOf(file), circuit, qubits, options);
}

type Source = Extract<Parameters<RunService['ask']>[0], { kind: 'simulate' }>['source'];

/** The text of the editor where it is not saved. */
function circuitOf(document: vscode.TextDocument, settings: Settings): { readonly source: Source } {
  const source = { path: document.uri.fsPath, includePaths: settings.includePaths(document.uri) };
  return { source: document.isDirty ? { ...source, text: document.getText() } : source };
}

async function showOutcome(answer: RunnerAnswer, options: CircuitCommandOptions): Promise<RunOutcome> {
  const outcome = endedRun(answer);
  if (outcome.runId !== undefined) options.panels.showRun(outcome.runId, true);
  await tellOutcome(outcome, options);
  return outcome;
}

/** @returns the id of a configured backend, undefined for the embedded simulator */
async function askBackend(before: string | undefined, settings: Settings): Promise<string | undefined> {
  const configured = Object.entries(settings.backends());
  if (configured.length === 0) return undefined;
  const embedded = { label: vscode.l10n.t('Embedded simulator'), description: vscode.l10n.t('this machine, no cost') };
  const clouds = configured.map(([id, backend]) => {
    const where = backend.device === undefined ? backend.adapter : `${backend.adapter} · ${backend.device}`;
    const free = isPythonPackage(backend) ? vscode.l10n.t('{0}, this machine, no cost', where) : where;
    return { id, label: id, description: free };
  });
  // The last choice comes first, as the first item is the one that Enter takes.
  const last = clouds.filter(({ id }) => id === before);
  const items = [...last, embedded, ...clouds.filter(({ id }) => id !== before)];
  const chosen = await vscode.window.showQuickPick<{ label: string; id?: string }>(items, {
    title: vscode.l10n.t('Where to run the circuit'),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'No backend was chosen.');
  return chosen.id;
}

async function askShots(file: vscode.Uri, before: number): Promise<number> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Simulate {0}', labelOf(file)),
    prompt: vscode.l10n.t('Number of shots'),
    value: String(before),
    ignoreFocusOut: true,
    validateInput: shotsProblem,
  });
  if (typed === undefined) throw new Failure('cancelled', 'No number of shots was given.');
  return readShots(typed);
}

async function askValues(
  names: readonly string[],
  before: string,
): Promise<{ readonly text: string; readonly values: Record<string, number> }> {
  if (names.length === 0) return { text: '', values: {} };
  const proposed = readValues(names, before).ok ? before : names.map(() => '0').join(', ');
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Inputs of the circuit'),
    prompt: vscode.l10n.t('Values of {0}, separated by commas; angles in radians, such as pi/2', names.join(', ')),
    value: proposed,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const read = readValues(names, typed);
      return read.ok ? undefined : read.problem;
    },
  });
  const read = text === undefined ? undefined : readValues(names, text);
  if (text === undefined || read === undefined || !read.ok) throw new Failure('cancelled', 'No values were given.');
  return { text, values: { ...read.values } };
}

type Estimate = Extract<RunnerAnswer, { kind: 'estimate' }>['estimate'];
type EstimateRequest = Omit<Extract<Parameters<RunService['ask']>[0], { kind: 'estimate-circuit' }>, 'kind'>;

async function estimate(request: EstimateRequest & { workspaceFolder: string }, runs: RunService): Promise<Estimate> {
  const { workspaceFolder: _kept, ...asked } = request;
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking {0} for an estimate', request.backend),
      cancellable: true,
    },
    async (_progress, token) => await runs.ask({ kind: 'estimate-circuit', ...asked }, token),
  );
  if (answer.kind === 'estimate') return answer.estimate;
  throw new Failure('unknown', `The runner answered an estimate with '${answer.kind}'.`);
}

/** Nothing is submitted before the user has seen what it costs. @throws Failure `cancelled` */
async function confirmCost(title: string, backend: string, shots: number, estimated: Estimate): Promise<void> {
  const { cost, asOf, arithmetic, expectedWait, source } = estimated;
  const submit = vscode.l10n.t('Submit');
  const lines = [
    cost === undefined
      ? vscode.l10n.t('The cost is not known beforehand.')
      : vscode.l10n.t('Estimated cost: {0} {1}', String(cost.amount), cost.currency),
    arithmetic,
    vscode.l10n.t('Prices of {0}, from {1}', asOf, source),
    ...(expectedWait === undefined
      ? []
      : [vscode.l10n.t('Expected wait: {0} min', String(Math.ceil(expectedWait / 60_000)))]),
  ];
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Run '{0}' on {1} with {2} shots?", title, backend, String(shots)),
    { modal: true, detail: lines.join('\n') },
    submit,
  );
  if (choice !== submit) throw new Failure('cancelled', 'The job was not submitted.');
}
