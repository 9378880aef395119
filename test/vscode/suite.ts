import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { SuiteReport } from './suiteReport.ts';

/**
 * Entry that the editor calls in its extension host: runs every test file beside this one and writes a `SuiteReport`
 * to the file named by VSCODE_SUITE_REPORT.
 * @throws Error when a test failed, so that the editor ends with a code other than 0.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 180_000, reporter: Mocha.reporters.Base });
  for (const name of (await readdir(__dirname)).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  const passed: string[] = [];
  const skipped: string[] = [];
  const failed: { title: string; reason: string }[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => passed.push(test.fullTitle()))
      .on('pending', (test) => skipped.push(test.fullTitle()))
      .on('fail', (test, error) => {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        failed.push({ title: test.fullTitle(), reason });
      });
  });
  const report: SuiteReport = { passed, failed, skipped };
  const file = process.env['VSCODE_SUITE_REPORT'];
  if (file !== undefined) await writeFile(file, JSON.stringify(report));
  if (failed.length > 0) throw new Error(`${failed.length} tests failed.`);
}
