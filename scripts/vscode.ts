import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from './projectRoot.ts';
import { startEditorServer } from './setUp/editorServer.ts';
import { runNode } from './setUp/nodeProgram.ts';
import { findOnPath, requireProgram } from './setUp/program.ts';

/**
 * `npm run vscode [folder]` builds the extension and opens a folder (the samples when none is named) with it: in
 * desktop VS Code when `code` is on the path, else in the same workbench served to the browser until Ctrl+C. The
 * browser's settings and state are kept in `.cache/editor-home`.
 */
async function main(): Promise<void> {
  const folder = process.argv[2] ?? join(projectRoot, 'samples');
  if ((await runNode(['scripts/build.ts', '--development'])) !== 0) {
    process.exitCode = 1;
    return;
  }
  const code = await findOnPath(['code']);
  if (code !== undefined) {
    await requireProgram('Opening VS Code', code, [
      '--new-window',
      `--extensionDevelopmentPath=${projectRoot}`,
      folder,
    ]);
    return;
  }
  const home = join(projectRoot, '.cache', 'editor-home');
  await mkdir(home, { recursive: true });
  const server = await startEditorServer({ home, trusted: true, extensions: [projectRoot] });
  const address = server.address(folder);
  process.stdout.write(`\nVS Code is served at\n\n  ${address}\n\nCtrl+C ends it.\n`);
  openInBrowser(address);
  process.on('SIGINT', () => void server.close());
  process.on('SIGTERM', () => void server.close());
}

/** Hands the address to the desktop; on a machine without one the printed address is enough. */
function openInBrowser(address: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
