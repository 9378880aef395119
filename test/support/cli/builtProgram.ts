import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** What the command line needs of the product: itself and the programs it starts. */
const needed = ['cli/main.ts', 'platform/simulatorWorker.ts', 'server/main.ts'];

/**
 * Builds the command line as it is shipped, into a folder of this test process, and returns its file. Calls are several
 * times faster than from the sources, and it is the bundle that users run.
 */
export async function buildProgram(): Promise<string> {
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
  return join(folder, 'dist', 'hybridq.cjs');
}

/** Whether the test process whose build this is still needs it. */
function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return processId !== process.pid;
  } catch {
    return false;
  }
}
