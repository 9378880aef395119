import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWindows } from './openWindows.ts';
import { describeScreen } from './screenDescription.ts';

/**
 * When a test fails, what its windows show is added to its error, and a picture of each goes to `test-results/e2e/`. Then
 * they are cleared of what would make the next test fail as well.
 */
afterEach(async ({ task }) => {
  const [error] = task.result?.errors ?? [];
  if (task.result?.state !== 'fail' || error === undefined) return;
  const folder = join(projectRoot, 'test-results', 'e2e');
  await mkdir(folder, { recursive: true });
  const file = relative(join(projectRoot, 'test', 'e2e'), task.file.filepath).replace(/\.test\.ts$/, '');
  const name = `${file} ${task.name}`.replace(/[^\w]+/g, '-').slice(0, 120);
  const windows = [...openWindows];
  for (const [index, window] of windows.entries()) {
    const path = join(folder, windows.length === 1 ? name : `${name}-${index + 1}`);
    let shown: string;
    try {
      shown = await describeScreen(window.page);
      await window.page.screenshot({ path: `${path}.png`, timeout: 10_000 });
      await writeFile(`${path}.txt`, `${shown}\n\n${error.stack ?? error.message}\n`);
      await window.clear();
    } catch (thrown) {
      // A window that has crashed cannot be pictured, and the failure of the test is what matters.
      shown = `the window could not be pictured: ${String(thrown).split('\n')[0]}`;
    }
    const [first = '', ...rest] = error.message.split('\n');
    const message = [first, `On the screen: ${shown}`, ...rest].join('\n');
    error.stack = error.stack?.replace(error.message, () => message) ?? message;
    error.message = message;
  }
});
