import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { recordedEvidenceAnswerSchema, recordedEvidenceParamsSchema } from '#core/protocol/languageServer.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { isFinal } from '#core/runs/runState.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';

export interface RecordedEvidenceOptions {
  readonly runs: RunService;
  readonly history: RunHistory;
  readonly log: Log;
}

/**
 * Answers the language server what recorded runs show of a pipeline, through the runner, who has the store. From the
 * first question on it follows the history, and tells when runs have ended or were deleted, whoever did it.
 */
export class RecordedEvidenceAnswers extends Disposables {
  readonly #options: RecordedEvidenceOptions;
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  /** Fires when an answer given before may be another now. */
  readonly onDidChange = this.#changed.event;
  #isFollowing = false;
  #ended = '';

  constructor(options: RecordedEvidenceOptions) {
    super();
    this.#options = options;
    this.track(options.history.onDidChange(() => this.#compare()));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()));
  }

  /** The answer to a question of the language server; null where nothing can be told, as in Restricted Mode. */
  async answer(parameters: unknown, token: vscode.CancellationToken) {
    const asked = recordedEvidenceParamsSchema.safeParse(parameters);
    if (!asked.success || !vscode.workspace.isTrusted) return null;
    const file = vscode.Uri.parse(asked.data.uri, true);
    if (file.scheme !== 'file') return null;
    this.#follow();
    const request: RunnerRequest = {
      kind: 'evidence',
      pipeline: file.fsPath,
      workspaceFolder: storeFolderOf(file),
      question: asked.data.question,
    };
    try {
      const answer = await this.#options.runs.ask(request, token);
      return answer.kind === 'evidence' ? recordedEvidenceAnswerSchema.parse(answer.evidence) : null;
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
      // The views and commands about runs say what is wrong with them.
      this.#options.log.debug(`Nothing is known of the runs of ${file.fsPath}: ${thrown.message}`);
      return null;
    }
  }

  #follow(): void {
    if (this.#isFollowing || this.isDisposed) return;
    this.#isFollowing = true;
    this.track(this.#options.history.follow());
  }

  /** Progress of a run is no evidence; only its end is. */
  #compare(): void {
    const ended = this.#options.history.entries
      .filter(({ summary }) => isFinal(summary.state))
      .map(({ summary }) => `${summary.id} ${summary.state}`)
      .join('\n');
    if (ended === this.#ended) return;
    this.#ended = ended;
    this.#changed.fire();
  }
}
