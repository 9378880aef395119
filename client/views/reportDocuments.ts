import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';

const scheme = 'hybrid-quantum-report';
/** Of the editor's own Markdown extension, which a user may have switched off. */
const preview = 'markdown.showPreviewToSide';

/** Read-only documents that show how the contenders of a pipeline compare. */
export class ReportDocuments extends Disposables implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = this.track(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.track(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Opens a report about a pipeline as rendered Markdown, or replaces the one that is open. */
  async showReport(file: vscode.Uri, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${titleOf(file)} benchmark.md`, query: file.toString() });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    const known = await vscode.commands.getCommands(true);
    if (known.includes(preview)) await vscode.commands.executeCommand(preview, uri);
    else await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}

function titleOf(file: vscode.Uri): string {
  return basename(file.path).replace(/(?:\.hybrid)?\.[^.]+$/, '');
}
