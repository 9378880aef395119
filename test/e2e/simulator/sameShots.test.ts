import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { programFile } from '#platform/installation.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { requireNpm, requireProgram } from '#scripts/setUp/program.ts';
import {
  digestWithoutTimes,
  type EveryAnswer,
  seededCases,
  shotsOfEverything,
} from '#test/support/shotsOfEverything.ts';

/** The Node of the oldest editor that is supported has this major version. */
const oldestNode = '22.23.3';

let scratch: string;
let wanted: EveryAnswer;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'shots-'));
  const bundle = { bundle: true, absWorkingDir: projectRoot, logLevel: 'error', target: 'node22' } as const;
  const entry = (name: string) => [join(projectRoot, 'test', 'support', 'fixtures', `${name}.ts`)];
  await build({
    ...bundle,
    entryPoints: entry('shotsInNode'),
    outfile: join(scratch, 'shotsInNode.cjs'),
    platform: 'node',
    format: 'cjs',
  });
  await build({
    ...bundle,
    entryPoints: entry('shotsInBrowser'),
    outfile: join(scratch, 'shotsInBrowser.js'),
    platform: 'browser',
    format: 'iife',
  });
  wanted = shotsOfEverything(await loadKernels({ isShared: false }));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

test('every method draws shots', () => {
  const methods = (JSON.parse(wanted.shots) as { method?: string }[]).flatMap(({ method }) => method ?? []);
  expect(new Set(methods)).toEqual(new Set(['statevector', 'stabilizer', 'mps', 'density', 'trajectories']));
});

test('shots and numbers are the same on shared memory as on memory of its own', async () => {
  expect(shotsOfEverything(await loadKernels({ isShared: true }))).toEqual(wanted);
});

test('shots and numbers are the same on Node 22', async () => {
  const folder = await cachedFolder(`node-${oldestNode}`, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    await requireNpm('Installing an older Node', ['install', '--no-audit', '--no-fund', `node@${oldestNode}`], target);
  });
  const node = join(folder, 'node_modules', 'node', 'bin', 'node');
  const { stdout: version } = await requireProgram('Asking Node for its version', node, ['--version']);
  expect(version.trim()).toBe(`v${oldestNode}`);
  const kernels = join(projectRoot, 'dist', 'kernels', 'shared.wasm');
  const program = join(scratch, 'shotsInNode.cjs');
  const { stdout } = await requireProgram('Simulating under an older Node', node, [program, kernels]);
  expect(JSON.parse(stdout)).toEqual(wanted);
});

describe.each([1, 2])('a pool of %i threads', (threads) => {
  let pool: SimulatorPool;

  beforeAll(() => {
    pool = new SimulatorPool(programFile('simulatorWorker.cjs', 'platform/simulatorWorker.ts'), { threads });
  });

  afterAll(() => pool.close());

  test('gives the same shots and numbers as no pool', async () => {
    const expected = JSON.parse(wanted.shots) as { name: string; counts: unknown; memory?: unknown }[];
    for (const { circuit, name, options } of seededCases()) {
      const given = { shots: 1024, seed: 11, ...options };
      const { counts, memory, method: _, ...answers } = await pool.simulate(circuit, given, neverCancelled);
      const found = expected.find((each) => each.name === name);
      expect(counts, name).toEqual(found?.counts);
      expect(memory, name).toEqual(found?.memory);
      expect(digestWithoutTimes(answers), name).toBe(wanted.digests[name]);
    }
  });
});

describe('in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  });

  afterAll(() => browser.close());

  test.each([
    ['with shared memory', true],
    ['without shared memory', false],
  ])('shots and numbers are the same %s', async (_, isShared) => {
    const server = await servePage(isShared);
    const page = await browser.newPage();
    try {
      await page.goto(server.origin);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isShared);
      const found = await page.evaluate((shared) => shotsInBrowser('/kernels.wasm', shared), isShared);
      expect(found).toEqual(wanted);
    } finally {
      await page.close();
      await server.close();
    }
  });
});

/** A page with the simulator and its kernels; memory is shared in pages that are isolated from other origins only. */
async function servePage(isIsolated: boolean): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const kernels = join(projectRoot, 'dist', 'kernels', isIsolated ? 'shared.wasm' : 'unshared.wasm');
  const files: Readonly<Record<string, readonly [type: string, content: string | Uint8Array]>> = {
    '/': ['text/html', '<!doctype html><title>Shots</title><script src="/shotsInBrowser.js"></script>'],
    '/shotsInBrowser.js': ['text/javascript', await readFile(join(scratch, 'shotsInBrowser.js'))],
    '/kernels.wasm': ['application/wasm', await readFile(kernels)],
  };
  const server: Server = createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-type', `${type}; charset=utf-8`);
    if (isIsolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
