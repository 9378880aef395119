import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import { Disposables } from '../app/disposables.ts';
import { isCircuit } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import type { RunService } from '../runs/runService.ts';
import type { CircuitTab, ShownDrawing } from './circuitTab.ts';

type StateQuestion = Extract<PanelMessage, { type: 'inspect-state' }>;
type StateView = Extract<HostMessage, { type: 'state' }>['view'];

export interface StateInspectorOptions {
  readonly circuit: CircuitTab;
  readonly runs: RunService;
  readonly settings: Settings;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

/** Has the runner answer what the panel asks about the state of the circuit that it draws. */
export class StateInspector extends Disposables {
  readonly #options: StateInspectorOptions;
  #latest: vscode.CancellationTokenSource | undefined;

  constructor(options: StateInspectorOptions) {
    super();
    this.#options = options;
  }

  /** Answers the latest question only; the one before is cancelled. */
  async inspect({ file, id, question, version }: StateQuestion): Promise<void> {
    this.#latest?.cancel();
    const latest = new vscode.CancellationTokenSource();
    this.#latest = latest;
    try {
      // The next drawing is under way, and the panel asks again when it has come.
      const drawing = await this.#options.circuit.drawing(file, version);
      if (drawing === undefined) return;
      const view = await this.#view(drawing, question, latest.token);
      if (!latest.token.isCancellationRequested && !this.isDisposed) this.#options.send({ type: 'state', id, view });
    } finally {
      latest.dispose();
    }
  }

  override dispose(): void {
    this.#latest?.cancel();
    super.dispose();
  }

  async #view(
    drawing: ShownDrawing,
    question: StateQuestion['question'],
    token: vscode.CancellationToken,
  ): Promise<StateView> {
    if (!vscode.workspace.isTrusted) {
      const reason = vscode.l10n.t(
        'The state is simulated only in a trusted workspace. The command "Workspaces: Manage Workspace Trust" changes that.',
      );
      return { kind: 'unavailable', reason };
    }
    try {
      const answer = await this.#options.runs.ask(requestOf(drawing, question, this.#options.settings), token);
      if (answer.kind !== 'state') throw new Failure('unknown', `The runner answered with '${answer.kind}'.`);
      return { kind: 'state', state: answer.view };
    } catch (thrown) {
      if (!token.isCancellationRequested) this.#options.log.failure('Looking at the state of a circuit', thrown);
      const reason = Failure.is(thrown)
        ? describeFailure(thrown)
        : vscode.l10n.t('The state could not be simulated. The log has the details.');
      return { kind: 'unavailable', reason };
    }
  }
}

function requestOf(
  { document, opening, revision }: ShownDrawing,
  question: StateQuestion['question'],
  settings: Settings,
): RunnerRequest {
  const others = vscode.workspace.textDocuments.filter(
    (each) => each !== document && each.isDirty && each.uri.scheme === 'file' && isCircuit(each),
  );
  const unsaved = Object.fromEntries(others.map((each) => [each.uri.fsPath, each.getText()]));
  const includePaths = settings.includePaths(document.uri);
  const source = { path: document.uri.fsPath, text: document.getText(), includePaths, unsaved, revision };
  return { kind: 'inspect-state', source, opening, question };
}
