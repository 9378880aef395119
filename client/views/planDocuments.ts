import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';

const scheme = 'hybrid-quantum-plan';

/** Read-only documents that show what a run would do. */
export class PlanDocuments extends Disposables implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = this.track(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.track(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.track(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.#texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Opens the plan of a pipeline or circuit, or replaces the one that is open. */
  async show(file: vscode.Uri, plan: unknown): Promise<void> {
    const name = basename(file.path).replace(/(?:\.hybrid)?\.[^.]+$/, '');
    const uri = vscode.Uri.from({ scheme, path: `/${name} plan.json`, query: file.toString() });
    this.#texts.set(uri.toString(), `${JSON.stringify(plan, null, 2)}\n`);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}
