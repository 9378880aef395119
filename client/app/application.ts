import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { Redactor } from '#core/runs/redactor.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { registerBackendCommands } from '../commands/backendCommands.ts';
import { registerBenchmarkCommand } from '../commands/benchmarkCommand.ts';
import { registerCircuitCommands } from '../commands/circuitCommands.ts';
import { registerCredentialCommands } from '../commands/credentialCommands.ts';
import { registerJobCommands } from '../commands/jobCommands.ts';
import { registerLockCommand } from '../commands/lockCommand.ts';
import { registerPipelineCommands } from '../commands/pipelineCommands.ts';
import { registerProjectCommands } from '../commands/projectCommands.ts';
import { CommandRegistrar } from '../commands/registerCommand.ts';
import { registerRolloutCommands } from '../commands/rolloutCommands.ts';
import { registerRunCommands } from '../commands/runCommands.ts';
import { registerScorecardCommands } from '../commands/scorecardCommands.ts';
import { SimulationMemory } from '../commands/simulationMemory.ts';
import { registerSuiteCommand } from '../commands/suiteCommand.ts';
import { CredentialStore } from '../credentials/credentialStore.ts';
import { MicrosoftAccounts } from '../credentials/microsoftAccounts.ts';
import { LanguageService } from '../lsp/languageService.ts';
import { RecordedEvidenceAnswers } from '../lsp/recordedEvidence.ts';
import { PanelHost } from '../panels/panelHost.ts';
import { JobWatch } from '../runs/jobWatch.ts';
import { PythonOfRequests } from '../runs/pythonOfRequests.ts';
import { RunHistory } from '../runs/runHistory.ts';
import { RunnerProcess } from '../runs/runnerProcess.ts';
import { RunService } from '../runs/runService.ts';
import { RunStatusBar } from '../runs/runStatusBar.ts';
import { SuiteRuns } from '../runs/suiteRuns.ts';
import { BackendChecks } from '../views/backendChecks.ts';
import { BackendsTree } from '../views/backendsTree.ts';
import { CredentialsTree } from '../views/credentialsTree.ts';
import { JobsTree } from '../views/jobsTree.ts';
import { KeptFiles } from '../views/keptFiles.ts';
import { ReportDocuments } from '../views/reportDocuments.ts';
import { RunsTree } from '../views/runsTree.ts';
import { commandIds } from './commandIds.ts';
import { setContextKey } from './contextKeys.ts';
import { Disposables } from './disposables.ts';
import { isPipeline } from './documentKinds.ts';
import { Log } from './log.ts';
import { Settings } from './settings.ts';
import { workspaceFolderPaths } from './workspaceFiles.ts';

/** The parts that tests inside the extension host use; nothing of it is given to other extensions. */
export interface ApplicationParts {
  readonly credentials: CredentialStore;
  readonly history: RunHistory;
  readonly language: LanguageService;
  readonly runner: RunnerProcess;
  readonly runs: RunService;
}

/** Builds the extension out of its parts. The heavy ones are loaded by those who first need them. */
export class Application extends Disposables {
  readonly parts: ApplicationParts;

  constructor(context: vscode.ExtensionContext) {
    super();
    const redactor = new Redactor();
    const channel = this.track(vscode.window.createOutputChannel('Hybrid Quantum', { log: true }));
    const log = new Log(channel, redactor);
    const settings = new Settings(log);

    const credentials = this.track(
      new CredentialStore({
        secrets: context.secrets,
        memento: context.globalState,
        redactor,
        clock: systemClock,
        profile: () => settings.credentialProfile(),
      }),
    );
    const accounts = new MicrosoftAccounts({
      session: async (provider, scopes, options) => await vscode.authentication.getSession(provider, scopes, options),
      whyAgain: vscode.l10n.t('Azure Quantum does not accept the present sign-in any more.'),
      memento: context.globalState,
      redactor,
      log,
    });
    this.track(
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id === 'microsoft') accounts.tellChange();
      }),
    );
    const runner = this.track(
      new RunnerProcess({
        module: join(context.extensionPath, 'dist', 'runner.cjs'),
        log,
        secrets: credentials,
        profile: () => settings.credentialProfile(),
        budget: () => settings.monthlyBudgets(),
        signIn: async (request) => await accounts.token(request),
      }),
    );
    const runs = this.track(new RunService(runner, new PythonOfRequests(settings, log), log, systemClock));
    const history = this.track(
      new RunHistory({
        log,
        clock: systemClock,
        open: openStore,
        folders: workspaceFolderPaths,
        limit: () => settings.historyLimit(),
      }),
    );
    const evidence = this.track(new RecordedEvidenceAnswers({ runs, history, log }));
    const language = this.track(
      new LanguageService(context.extensionPath, channel, log, {
        credentialNames: () => credentials.names(),
        recordedEvidence: async (parameters, token) => await evidence.answer(parameters, token),
      }),
    );
    this.track(evidence.onDidChange(() => language.runsChanged()));
    const kept = this.track(new KeptFiles());
    const suites = this.track(new SuiteRuns(runs, settings, systemClock));
    const panels = this.track(
      new PanelHost({ extensionUri: context.extensionUri, language, history, runs, suites, settings, kept, log }),
    );
    const reports = this.track(new ReportDocuments());
    const checks = this.track(new BackendChecks());
    this.track(new RunStatusBar(runs, systemClock));
    this.track(new RunsTree(history, systemClock));
    this.track(new JobsTree(history, settings, systemClock));
    this.track(new JobWatch({ history, runs, settings, log }));
    this.track(new BackendsTree(settings, credentials, checks));
    this.track(new CredentialsTree(settings, credentials, accounts, systemClock));
    this.track(
      runs.onDidRecord((runId) => {
        if (settings.revealsRuns()) panels.showRun(runId, true);
      }),
    );
    this.track(runs.onDidEnd(() => void history.refresh()));
    this.#noticePipelines(log);

    const registrar = new CommandRegistrar(this, log);
    const memory = new SimulationMemory(context.workspaceState);
    const pipelineOptions = { runs, history, panels, reports, settings, log };
    registerPipelineCommands(registrar, pipelineOptions);
    registerBenchmarkCommand(registrar, pipelineOptions);
    registerSuiteCommand(registrar, { ...pipelineOptions, suites });
    registerCircuitCommands(registrar, { runs, history, panels, language, settings, memory, log });
    registerRunCommands(registrar, { runs, history, panels, settings, kept, log });
    registerJobCommands(registrar, { runs, history, panels, settings, log });
    registerLockCommand(registrar, { runs, settings, log });
    registerRolloutCommands(registrar, { runs, panels, log });
    registerScorecardCommands(registrar, { runs, panels, log });
    registerProjectCommands(registrar, context.extensionUri);
    registerCredentialCommands(registrar, { credentials, accounts, settings, runs, clock: systemClock, log });
    registerBackendCommands(registrar, { runs, settings, credentials, checks, log });
    registrar.register(commandIds.showLog, async () => log.show());

    this.parts = { credentials, history, language, runner, runs };
    log.info(`Hybrid Quantum ${String(context.extension.packageJSON.version)} is active.`);
  }

  /** The walkthrough's first step is done once a pipeline has been opened. */
  #noticePipelines(log: Log): void {
    const notice = (document: vscode.TextDocument) => {
      if (isPipeline(document)) setContextKey(log, 'hybridQuantum.hasPipelines', true);
    };
    this.track(vscode.workspace.onDidOpenTextDocument(notice));
    for (const document of vscode.workspace.textDocuments) notice(document);
  }
}

async function openStore(folder: string, clock: Clock): Promise<RunStore> {
  const { openRunStore } = await import('#platform/runStore/sqliteRunStore.ts');
  return await openRunStore(folder, clock);
}
