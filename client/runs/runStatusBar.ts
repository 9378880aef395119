import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { commandIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import { phraseOf } from './liveRun.ts';
import type { RunService } from './runService.ts';

/** Shows in the status bar that something runs in this window, and how far it is. */
export class RunStatusBar extends Disposables {
  readonly #runs: RunService;
  readonly #clock: Clock;
  readonly #item: vscode.StatusBarItem;

  constructor(runs: RunService, clock: Clock) {
    super();
    this.#runs = runs;
    this.#clock = clock;
    this.#item = this.track(vscode.window.createStatusBarItem('hybridQuantum.runs', vscode.StatusBarAlignment.Left));
    this.#item.name = vscode.l10n.t('Hybrid Quantum Runs');
    this.#item.command = commandIds.showRuns;
    this.track(runs.onDidChange(() => this.#show()));
  }

  #show(): void {
    const { active } = this.#runs;
    const [first] = active;
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    const what =
      active.length === 1
        ? `${first.title} ${Math.round(first.live.fraction * 100)} %`
        : vscode.l10n.t('{0} runs', active.length);
    this.#item.text = `$(loading~spin) ${what}`;
    this.#item.tooltip = active.map((run) => `${run.title}: ${phraseOf(run.live, this.#clock.now())}`).join('\n');
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Hybrid Quantum is running {0}', what) };
    this.#item.show();
  }
}
