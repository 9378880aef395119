import { ok } from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Diagnostic, extensions, languages, Uri, workspace } from 'vscode';
import type { ApplicationParts } from '#client/app/application.ts';

/** The extension's parts, which it gives only to a test host. */
export async function applicationParts(): Promise<ApplicationParts> {
  const extension = extensions.getExtension<ApplicationParts | undefined>('hybrid-quantum.hybrid-quantum');
  const parts = await extension?.activate();
  ok(parts, 'the extension gives no parts to this host');
  return parts;
}

/** The folder that the test window has open. */
export function workspaceFolder(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  ok(folder, 'the test window has no folder open');
  return folder;
}

/** Copies the iris sample into the open folder under a name of its own and returns where it is. */
export async function sampleProject(name: string): Promise<string> {
  const extension = extensions.getExtension('hybrid-quantum.hybrid-quantum');
  ok(extension);
  const source = join(extension.extensionPath, 'samples', 'iris-classifier');
  const target = join(workspaceFolder(), name);
  await cp(source, target, { recursive: true, filter: (path) => basename(path) !== '.hybrid' });
  return target;
}

/** Waits until the diagnostics of a file are as expected; the error says what they were in the end. */
export async function diagnosticsOnce(
  file: string,
  condition: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  const uri = Uri.file(file);
  const present = languages.getDiagnostics(uri);
  if (condition(present)) return present;
  return await new Promise((resolve, reject) => {
    const finish = (action: () => void) => {
      clearTimeout(timer);
      listening.dispose();
      action();
    };
    const timer = setTimeout(() => {
      const last = languages.getDiagnostics(uri).map(({ code, message, range }) => ({ code, message, range }));
      finish(() => reject(new Error(`The diagnostics of ${basename(file)} stayed ${JSON.stringify(last)}`)));
    }, 90_000);
    const listening = languages.onDidChangeDiagnostics(() => {
      const now = languages.getDiagnostics(uri);
      if (condition(now)) finish(() => resolve(now));
    });
  });
}

/** The code of a diagnostic, with or without a link to its page. */
export function codeOf(diagnostic: Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Asks again and again until there is an answer. @throws Error with the description after 90 seconds */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for: ${what}`);
    await delay(50);
  }
}
