import type * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';
import type { RunHistory } from '../runs/runHistory.ts';

/** Follows the store as long as a view of it is visible. */
export class FollowWhileVisible extends Disposables {
  readonly #history: RunHistory;
  #following: vscode.Disposable | undefined;

  constructor(view: Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>, history: RunHistory) {
    super();
    this.#history = history;
    this.track(view.onDidChangeVisibility(({ visible }) => this.#follow(visible)));
    this.#follow(view.visible);
  }

  override dispose(): void {
    this.#follow(false);
    super.dispose();
  }

  #follow(visible: boolean): void {
    if (visible) this.#following ??= this.#history.follow();
    else {
      this.#following?.dispose();
      this.#following = undefined;
    }
  }
}
