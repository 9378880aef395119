import * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';

const scheme = 'hybrid-quantum-kept';

/** Read-only documents: files as a run read them. */
export class KeptFiles extends Disposables implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  constructor() {
    super();
    this.track(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.track(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** The address of a file as a run read it. */
  keep(runId: string, name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: runId });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
