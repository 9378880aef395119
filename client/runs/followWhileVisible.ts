import type * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';
import type { RunHistory } from './runHistory.ts';

/** What can be seen at times. */
export interface Visibility {
  readonly isVisible: boolean;
  onDidChangeVisibility(listener: (visible: boolean) => unknown): vscode.Disposable;
}

/** Follows the store only while something can be seen. */
export class FollowWhileVisible extends Disposables {
  readonly #history: RunHistory;
  #following: vscode.Disposable | undefined;

  constructor(history: RunHistory, shown: Visibility) {
    super();
    this.#history = history;
    this.track(shown.onDidChangeVisibility((visible) => this.#follow(visible)));
    this.#follow(shown.isVisible);
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

/** The visibility of a tree. */
export function visibilityOf(view: vscode.TreeView<unknown>): Visibility {
  return {
    isVisible: view.visible,
    onDidChangeVisibility: (listener) => view.onDidChangeVisibility(({ visible }) => listener(visible)),
  };
}
