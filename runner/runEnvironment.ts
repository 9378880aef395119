import { release } from 'node:os';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { gitState } from '#platform/gitState.ts';

/** Where and with what a run is executed. */
export async function runEnvironment(version: string, folder: string): Promise<RunRecord['environment']> {
  const git = await gitState(folder);
  const { openssl, sqlite, v8 } = process.versions;
  return {
    product: version,
    runtime: `Node.js ${process.versions.node}`,
    platform: `${process.platform} ${process.arch} ${release()}`,
    components: { v8, openssl, ...(sqlite === undefined ? {} : { sqlite }) },
    ...git,
  };
}
