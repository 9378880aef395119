import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The programs that tests start, and those which they start themselves. */
const needed = [
  ...['cli/main.ts', 'cli/commandLine.ts', 'platform/simulatorWorker.ts', 'platform/aws/awsSdk.ts'],
  ...['runner/main.ts', 'server/main.ts'],
];

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of the command line under test. */
    readonly hybridq: string;
    /** The file of the language server under test. */
    readonly languageServer: string;
    /** The file of the runner under test. */
    readonly runner: string;
  }
}

/** Vitest's global set-up for suites that start programs of the product: all their files start the same build of them. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = await buildProgram();
  project.provide('hybridq', join(folder, 'dist', 'hybridq.cjs'));
  project.provide('languageServer', join(folder, 'dist', 'server.cjs'));
  project.provide('runner', join(folder, 'dist', 'runner.cjs'));
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * Builds the programs as they are shipped, into a folder of this process, and returns the folder. They start several times
 * faster than from the sources, and they are what users run.
 */
async function buildProgram(): Promise<string> {
  const builds = join(projectRoot, '.cache', 'cli-under-test');
  mkdirSync(builds, { recursive: true });
  for (const build of readdirSync(builds)) {
    if (!isRunning(Number(build))) rmSync(join(builds, build), { recursive: true, force: true });
  }
  const folder = join(builds, String(process.pid));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  cpSync(join(projectRoot, 'dist', 'kernels'), join(folder, 'dist', 'kernels'), { recursive: true });
  symlinkSync(join(projectRoot, 'samples'), join(folder, 'samples'), 'junction');
  symlinkSync(join(projectRoot, 'media'), join(folder, 'media'), 'junction');
  await Promise.all(
    bundles
      .filter(({ entry }) => needed.includes(entry))
      .map((bundle) =>
        build({ ...bundleOptions(projectRoot, bundle, false), outfile: join(folder, bundle.output), sourcemap: false }),
      ),
  );
  return folder;
}

/** Whether the process whose build this is still needs it. */
function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return processId !== process.pid;
  } catch {
    return false;
  }
}
