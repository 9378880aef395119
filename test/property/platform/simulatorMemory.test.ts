import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as z from 'zod';

/**
 * `SIMULATIONS=10000` runs the full number, which takes some minutes; a few hundred show as well whether states are given
 * back, but the heaps of the threads still grow meanwhile.
 */
const count = Number(process.env['SIMULATIONS'] ?? 300);
const growingHeaps = count < 10_000 ? 48 * 2 ** 20 : 0;

const report = z.object({ baseline: z.number(), peak: z.number(), end: z.number() });

test('simulations of mixed sizes, some refused and some cancelled, give their memory back', async () => {
  const script = fileURLToPath(new URL('../../support/manySimulations.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(count)]);
  const { baseline, end, peak } = report.parse(JSON.parse(stdout));
  // Some states are large enough to be seen.
  expect(peak).toBeGreaterThan(baseline);
  expect(end).toBeLessThan(1.1 * baseline + growingHeaps);
}, 1_800_000);
