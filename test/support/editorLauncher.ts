import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { startEditorServer } from '#scripts/setUp/editorServer.ts';

/**
 * Stands in for the desktop program of VS Code when a test runner starts it: understands the arguments that name a
 * folder, extensions under development and a test suite, runs them in a VS Code server shown by headless Chromium,
 * and ends with its exit code. What the workbench logs goes to `test-results/vscode-suite.log`.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { extensionDevelopmentPath: { type: 'string', multiple: true }, extensionTestsPath: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const { extensionDevelopmentPath: folders = [], extensionTestsPath: suite } = values;
  const [folder] = positionals;
  // The workbench takes one under development from its address; others are found installed.
  const [extension, ...extensions] = Array.isArray(folders) ? folders.map(String) : [];
  if (extension === undefined || typeof suite !== 'string' || folder === undefined) {
    throw new Failure('invalid-input', 'A folder, --extensionDevelopmentPath and --extensionTestsPath are needed.');
  }
  const executablePath = await chromiumPath();
  const results = join(projectRoot, 'test-results');
  await mkdir(results, { recursive: true });
  const log = createWriteStream(join(results, 'vscode-suite.log'));
  const home = await mkdtemp(join(tmpdir(), 'editor-'));
  const server = await startEditorServer({ home, trusted: true, testDriver: true, extensions });
  try {
    const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] });
    try {
      const page = await browser.newPage();
      await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
        log.write(`${type} ${args.join(' ')}\n`);
      });
      const ended = new Promise<number>((resolve, reject) => {
        page.on('crash', () => reject(new Failure('backend-down', 'The page of the workbench crashed.')));
        void page.exposeFunction('codeAutomationExit', resolve).then(
          () =>
            page.goto(
              server.address(folder, [
                ['extensionDevelopmentPath', server.remoteUri(extension)],
                ['extensionTestsPath', server.remoteUri(suite)],
              ]),
            ),
          reject,
        );
      });
      return await ended;
    } finally {
      await browser.close();
      log.end();
    }
  } finally {
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

try {
  process.exitCode = await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
