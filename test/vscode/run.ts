import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { inSources } from './suitePlaces.ts';
import type { SuiteReport } from './suiteReport.ts';

/**
 * `node test/vscode/run.ts [report.json [name…]]` runs the suites of this folder, or those with one of the names in their
 * file name, inside the extension host of a real editor: desktop VS Code where it can be downloaded
 * and shown, else the workbench of `scripts/setUp/codeServer.ts` in headless Chromium. Prints each
 * test's outcome, ends with 0 when all passed, and leaves a `SuiteReport` in the named file. The extension must have
 * been built.
 */
async function main(): Promise<void> {
  const [, , report, ...names] = process.argv;
  const built = await bundleSuites(names);
  const scratch = await mkdtemp(join(tmpdir(), 'vscode-suite-'));
  const reportPath = report ?? join(scratch, 'report.json');
  const folder = join(scratch, 'folder');
  await mkdir(folder);
  await rm(reportPath, { force: true });
  try {
    const desktop = await desktopEditor();
    const launcher = join(projectRoot, 'test', 'support', 'editorLauncher.ts');
    const quiet = new Writable({ write: (_chunk, _encoding, done) => done() });
    await runTests({
      vscodeExecutablePath: desktop ?? process.execPath,
      extensionDevelopmentPath: [projectRoot, join(projectRoot, 'test', 'support', 'fixtures', 'pythonExtension')],
      extensionTestsPath: join(built, 'suite.cjs'),
      launchArgs: desktop === undefined ? [launcher, folder] : [folder, '--disable-extensions'],
      extensionTestsEnv: { VSCODE_SUITE_REPORT: reportPath },
      // The editor's own log is long; the desktop's is of no use, the launcher's is in test-results/.
      stdout: quiet,
    });
  } catch (thrown) {
    if (!(thrown instanceof TestRunFailedError && existsSync(reportPath))) throw thrown;
    process.exitCode = 1;
  } finally {
    if (existsSync(reportPath)) {
      const { failed, ...others } = JSON.parse(await readFile(reportPath, 'utf8')) as SuiteReport;
      const placed = failed.map(({ title, reason }) => ({ title, reason: inSources(reason, built) }));
      printReport({ ...others, failed: placed });
      await writeFile(reportPath, JSON.stringify({ ...others, failed: placed } satisfies SuiteReport));
    }
    await rm(scratch, { recursive: true, force: true });
  }
}

function printReport(report: SuiteReport): void {
  for (const title of report.passed) process.stdout.write(`  passed   ${title}\n`);
  for (const title of report.skipped) process.stdout.write(`  skipped  ${title}\n`);
  for (const { title, reason } of report.failed) process.stdout.write(`  FAILED   ${title}\n${reason}\n`);
}

/** Compiles each test file on its own, as the extension host cannot read TypeScript; mocha stays one shared module. */
async function bundleSuites(names: readonly string[]): Promise<string> {
  const source = join(projectRoot, 'test', 'vscode');
  const target = join(projectRoot, '.cache', 'vscode-suite');
  await rm(target, { recursive: true, force: true });
  const isWanted = (file: string) => names.length === 0 || names.some((name) => file.includes(name));
  const tests = (await readdir(source)).filter((file) => file.endsWith('.test.ts') && isWanted(file));
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ['suite.ts', ...tests].map((name) => join(source, name)),
    outdir: target,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return target;
}

/** The program of a desktop VS Code, or undefined when this machine cannot download or show one. */
async function desktopEditor(): Promise<string | undefined> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: join(projectRoot, '.cache', 'vscode'), timeout: 10_000 });
  } catch (thrown) {
    process.stderr.write(`Desktop VS Code could not be downloaded (${Failure.from(thrown).message}); `);
    process.stderr.write('the same workbench in the browser is used.\n');
    return undefined;
  }
}

try {
  await main();
} catch (thrown) {
  const failure =
    thrown instanceof TestRunFailedError
      ? new Failure('backend-down', `The editor ended without a report of the suite: ${thrown.message}.`, {
          advice: 'Its log is in test-results/vscode-suite.log.',
        })
      : Failure.from(thrown);
  process.stderr.write(`${describeFailure(failure)}\n`);
  process.exitCode = 1;
}
