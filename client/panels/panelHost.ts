import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { ChangedOptions } from '#core/protocol/historyMessages.ts';
import { type PanelState, readPanelState } from '#core/protocol/panelState.ts';
import type { PanelTab } from '#core/protocol/panelTabs.ts';
import type { HostMessage, PanelBeginning, PanelMessage } from '#core/protocol/webview.ts';
import { type CommandId, commandIds, panelViewType } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import { isCircuitPath, isSuitePath } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { fileNamed, uriOfLabel } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { FollowWhileVisible } from '../runs/followWhileVisible.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import type { SuiteRuns } from '../runs/suiteRuns.ts';
import type { KeptFiles } from '../views/keptFiles.ts';
import { CircuitTab } from './circuitTab.ts';
import { HistoryTab } from './historyTab.ts';
import { openSentCircuit } from './openSentCircuit.ts';
import { PanelConnection } from './panelConnection.ts';
import { PipelineTab } from './pipelineTab.ts';
import { type ComparedVersions, PlanTab, RolloutTab, ScorecardTab } from './reportTabs.ts';
import { ResultTab } from './resultTab.ts';
import { saveChart } from './saveChart.ts';
import { StateInspector } from './stateInspector.ts';

export interface PanelHostOptions {
  readonly extensionUri: vscode.Uri;
  readonly language: LanguageService;
  readonly history: RunHistory;
  readonly runs: RunService;
  readonly suites: SuiteRuns;
  readonly settings: Settings;
  readonly kept: KeptFiles;
  readonly log: Log;
}

interface OpenPanel {
  readonly connection: PanelConnection;
  readonly circuit: CircuitTab;
  readonly inspector: StateInspector;
  readonly result: ResultTab;
  readonly pipeline: PipelineTab;
  readonly plan: PlanTab;
  readonly scorecard: ScorecardTab;
  readonly rollout: RolloutTab;
  readonly table: HistoryTab;
  readonly owner: Disposables;
}

const beginnings: Readonly<Record<PanelBeginning, CommandId>> = {
  'run-pipeline': commandIds.runPipeline,
  'plan-pipeline': commandIds.planPipeline,
  'new-project': commandIds.newProject,
  'show-circuit': commandIds.showCircuit,
  'show-pipeline': commandIds.showPipeline,
  'show-scorecard': commandIds.showScorecard,
  'show-rollout': commandIds.showRollout,
};

/** The one panel of the window with its tabs: opens it, fills it, answers it. */
export class PanelHost extends Disposables implements vscode.WebviewPanelSerializer {
  readonly #options: PanelHostOptions;
  #open: OpenPanel | undefined;

  constructor(options: PanelHostOptions) {
    super();
    this.#options = options;
    this.track(vscode.window.registerWebviewPanelSerializer(panelViewType, this));
  }

  /** Where a source is seen beside the panel. */
  get sourceColumn(): vscode.ViewColumn {
    return this.#open?.connection.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  showCircuit(file: vscode.Uri): void {
    const { circuit } = this.#show('circuit', true);
    circuit.show(file);
  }

  showRun(runId: string, preserveFocus: boolean): void {
    const { result } = this.#show('result', preserveFocus);
    result.show(runId);
  }

  showHistory(): void {
    this.#show('history', false);
  }

  /** Shows the steps of a pipeline beside its text. */
  showPipeline(file: vscode.Uri): void {
    this.#show('pipeline', true).pipeline.show(file);
  }

  showPlan(file: vscode.Uri): void {
    this.#show('plan', false).plan.show(file);
  }

  /** Shows the scorecard of a pipeline, a suite or a *.scorecard.yaml file. */
  showScorecard(file: vscode.Uri): void {
    this.#show('scorecard', false).scorecard.show(file);
  }

  showRollout(file: vscode.Uri): void {
    this.#show('rollout', false).rollout.show(file);
  }

  /** Reads rollout and scorecard again, as after a decision. */
  refreshReports(): void {
    this.#open?.rollout.refresh();
    this.#open?.scorecard.refresh();
  }

  /** Which versions of its scorecard are compared while the Scorecard tab shows this file. */
  comparedVersions(file: vscode.Uri): ComparedVersions {
    const tab = this.#open?.scorecard;
    return tab?.file?.toString() === file.toString() ? tab.compared : {};
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (this.#open !== undefined) {
      panel.dispose();
      return;
    }
    const stored = readPanelState(state);
    const open = this.#adopt(panel);
    open.connection.load();
    await this.#restore(open, stored);
  }

  override dispose(): void {
    // The webview itself stays for the next session to restore.
    this.#open?.circuit.dispose();
    this.#open?.result.dispose();
    this.#open?.pipeline.dispose();
    this.#open?.plan.dispose();
    this.#open?.scorecard.dispose();
    this.#open?.rollout.dispose();
    super.dispose();
  }

  async #restore(open: OpenPanel, state: PanelState): Promise<void> {
    if (state.runId !== undefined) open.result.show(state.runId);
    const circuit = state.circuitFile === undefined ? undefined : await uriOfLabel(state.circuitFile);
    if (circuit !== undefined) open.circuit.show(circuit, state.circuit.opening);
    const shown = [
      { label: state.pipelineFile, tab: open.pipeline },
      { label: state.planFile, tab: open.plan },
      { label: state.scorecardFile, tab: open.scorecard },
      { label: state.rolloutFile, tab: open.rollout },
    ];
    for (const { label, tab } of shown) {
      const file = label === undefined ? undefined : await uriOfLabel(label);
      if (file !== undefined) tab.show(file);
    }
  }

  #show(tab: PanelTab, preserveFocus: boolean): OpenPanel {
    const present = this.#open;
    if (present !== undefined) {
      present.connection.reveal(preserveFocus);
      present.connection.send({ type: 'show-tab', tab });
      return present;
    }
    // A new page begins with its tab. To be told of it later would take away another one that somebody has chosen since.
    const open = this.#adopt(this.#create(preserveFocus));
    if (tab === 'history') void this.#loadHistory(open);
    else open.connection.load(tab);
    return open;
  }

  /** A history that the page begins with is seen sooner than one that it asks for. */
  async #loadHistory({ connection, table }: OpenPanel): Promise<void> {
    const beginning = await table.beginning();
    if (!connection.isDisposed) connection.load('history', beginning);
  }

  #create(preserveFocus: boolean): vscode.WebviewPanel {
    // Beside a text editor there is something to look at together; otherwise a panel of its own.
    const viewColumn =
      vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    return vscode.window.createWebviewPanel(
      panelViewType,
      vscode.l10n.t('Hybrid Quantum'),
      { viewColumn, preserveFocus },
      { enableScripts: true, localResourceRoots: [] },
    );
  }

  #adopt(panel: vscode.WebviewPanel): OpenPanel {
    const { extensionUri, history, language, log, runs, settings, suites } = this.#options;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'circuit-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'circuit-dark.svg'),
    };
    const owner = new Disposables();
    const connection = owner.track(new PanelConnection(panel, extensionUri, log));
    const send = (message: HostMessage) => connection.send(message);
    const circuit = owner.track(new CircuitTab(language, log, send));
    const inspector = owner.track(new StateInspector({ circuit, runs, settings, log, send }));
    const result = owner.track(new ResultTab(history, runs, log, send));
    const sources = { history, runs, settings, log, send };
    const pipeline = owner.track(new PipelineTab({ language, history, runs, log, send }));
    const plan = owner.track(new PlanTab({ ...sources, language, suites }));
    const scorecard = owner.track(new ScorecardTab(sources));
    const rollout = owner.track(new RolloutTab(sources));
    const table = owner.track(new HistoryTab({ history, runs, log, send }));
    const open = { connection, circuit, inspector, result, pipeline, plan, scorecard, rollout, table, owner };
    owner.track(new FollowWhileVisible(history, connection));
    owner.track(
      connection.onDidChangeVisibility((visible) => {
        if (visible) table.prepare();
      }),
    );
    // What is shown next replaces these; until then the tabs say what to do.
    send({ type: 'circuit', view: { kind: 'none' } });
    send({ type: 'pipeline', view: { kind: 'none' } });
    send({ type: 'plan', view: { kind: 'none' } });
    send({ type: 'result', view: { kind: 'none' } });
    send({ type: 'scorecard', view: { kind: 'none' } });
    send({ type: 'rollout', view: { kind: 'none' } });
    owner.track(
      connection.onDidReceive((message) => {
        this.#answer(open, message).catch((thrown: unknown) => log.failure(`Panel message ${message.type}`, thrown));
      }),
    );
    panel.onDidDispose(() => {
      owner.dispose();
      if (this.#open === open) this.#open = undefined;
    });
    this.#open = open;
    return open;
  }

  async #answer(open: OpenPanel, message: PanelMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        open.table.begin(message.hasBeginning === true);
        return;
      case 'reveal-source':
        await open.circuit.revealSource(message.file, message.version, message.range, message.keepsFocus);
        return;
      case 'circuit-question':
        await open.circuit.answer(message.file, message.drawing, message.number, message.question);
        return;
      case 'edit-circuit':
      case 'copy-circuit':
      case 'paste-circuit':
      case 'ask-circuit-gates':
      case 'ask-circuit-parameters':
        await open.circuit.edit(message);
        return;
      case 'undo-circuit':
        await open.circuit.edit(message);
        // Where the editor covered it. Otherwise the page takes the focus itself: an editor that moves it there and back
        // at once may lose it.
        if (!open.connection.isVisible) open.connection.reveal(false);
        return;
      case 'reveal-step':
        await open.pipeline.reveal(message.file, message.version, message.range);
        return;
      case 'pipeline-action':
        await vscode.commands.executeCommand(
          message.action === 'run' ? commandIds.runPipeline : commandIds.planPipeline,
          open.pipeline.file,
        );
        return;
      case 'open-groups':
        open.circuit.openGroups(message.file, message.opening);
        return;
      case 'save-drawing':
        await this.#saveDrawing(open, message);
        return;
      case 'inspect-state':
        await open.inspector.inspect(message);
        return;
      case 'open-run':
        this.showRun(message.id, false);
        return;
      case 'read-counts': {
        const found = await this.#options.history.record(message.id);
        const { name = '', result } = found?.record ?? {};
        const counts = result?.counts;
        open.connection.send({ type: 'counts-of-run', id: message.id, name, ...(counts && { counts }) });
        return;
      }
      case 'open-sent-circuit':
        await openSentCircuit(message.id, message.name, this.#options, this.sourceColumn);
        return;
      case 'cancel-run':
        await vscode.commands.executeCommand(commandIds.cancelRun, message.id);
        return;
      case 'delete-runs':
      case 'restore-runs':
      case 'annotate-runs':
      case 'read-older-runs':
      case 'read-values':
      case 'read-records':
      case 'compare-runs':
        await open.table.answer(message);
        return;
      case 'export-runs':
        await vscode.commands.executeCommand(commandIds.exportRuns, message.ids);
        return;
      case 'restore-file':
        await vscode.commands.executeCommand(commandIds.restoreFile, message.id);
        return;
      case 'run-changed':
        await this.#runChanged(message.id, message.options);
        return;
      case 'run-again':
        await this.#runAgain(message.id);
        return;
      case 'repeat-run':
        await vscode.commands.executeCommand(commandIds.repeatRun, message.id);
        return;
      case 'run-planned':
        await this.#runPlanned(open.plan.file);
        return;
      case 'cancel-planned':
        if (open.plan.file !== undefined) this.#options.suites.cancel(open.plan.file);
        return;
      case 'begin':
        await vscode.commands.executeCommand(beginnings[message.action]);
        return;
      case 'compare-scorecard': {
        const { newer, version: against } = message;
        open.scorecard.compare(against === undefined ? {} : { against, ...(newer === undefined ? {} : { newer }) });
        return;
      }
      case 'open-scorecard': {
        const file = await uriOfLabel(message.file);
        if (file !== undefined) open.scorecard.show(file);
        return;
      }
      case 'keep-scorecard':
        await vscode.commands.executeCommand(commandIds.keepScorecard, open.scorecard.file);
        return;
      case 'export-scorecard':
        await vscode.commands.executeCommand(commandIds.exportScorecard, open.scorecard.file);
        return;
      case 'enter-measure':
        await vscode.commands.executeCommand(
          commandIds.enterMeasure,
          open.scorecard.file,
          message.measure,
          message.what,
        );
        return;
      case 'decide-rollout':
        await vscode.commands.executeCommand(commandIds.decideRollout, open.rollout.file, message.decision);
        return;
      case 'open-file':
        await this.#openFile(open, message.file);
        return;
      case 'save-chart': {
        const folder = open.result.folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
        await saveChart(message.file, folder === undefined ? undefined : vscode.Uri.file(folder), this.#options.log);
        return;
      }
    }
  }

  async #runPlanned(file: vscode.Uri | undefined): Promise<void> {
    const path = file?.path ?? '';
    const other = isSuitePath(path) ? commandIds.runSuite : commandIds.runPipeline;
    await vscode.commands.executeCommand(isCircuitPath(path) ? commandIds.simulateCircuit : other, file);
  }

  async #saveDrawing(open: OpenPanel, message: Extract<PanelMessage, { type: 'save-drawing' }>): Promise<void> {
    try {
      await open.circuit.save(message.file, message.form);
    } catch (thrown) {
      // The user chose this in a menu and waits for a dialog.
      this.#options.log.failure('Saving a drawing', thrown);
      await vscode.window.showErrorMessage(describeFailure(Failure.from(thrown)));
    }
  }

  async #runAgain(runId: string): Promise<void> {
    const found = await this.#options.history.record(runId);
    if (found === undefined) return;
    const { record, folder } = found;
    const command = record.kind === 'pipeline' ? commandIds.runPipeline : commandIds.simulateCircuit;
    await vscode.commands.executeCommand(command, fileNamed(record.file, folder));
  }

  async #runChanged(runId: string, options: ChangedOptions): Promise<void> {
    const found = await this.#options.history.record(runId);
    if (found === undefined) return;
    const { folder, record } = found;
    const command = record.kind === 'pipeline' ? commandIds.runPipeline : commandIds.simulateCircuit;
    await vscode.commands.executeCommand(command, fileNamed(record.file, folder), options);
  }

  /** The file of the run in the Result tab is named relative to that run's folder, others as {@link labelOf} does. */
  async #openFile(open: OpenPanel, name: string): Promise<void> {
    const shown = open.result.runId;
    const found = shown === undefined ? undefined : await this.#options.history.record(shown);
    const inRunFolder = found?.record.file === name ? fileNamed(name, found.folder) : undefined;
    const file = inRunFolder ?? (await uriOfLabel(name));
    if (file === undefined) {
      this.#options.log.warn(`The panel asked for ${name}, which is not in this workspace.`);
      return;
    }
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
  }
}
