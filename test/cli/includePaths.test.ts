import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const gate = 'gate own a { U(pi, 0, pi) a; }\n';
const circuit = 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nbit c;\nown q;\nc = measure q;\n';

async function withShared(work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'shared'));
    await mkdir(join(folder, 'circuits'));
    await writeFile(join(folder, 'shared', 'own.inc'), gate);
    await writeFile(join(folder, 'circuits', 'main.qasm'), circuit);
    await work(folder);
  });
}

test.each([
  ['check', ['check', 'circuits/main.qasm']],
  ['simulate', ['simulate', 'circuits/main.qasm', '--seed', '1']],
  ['draw', ['draw', 'circuits/main.qasm', '--format', 'text']],
  ['convert', ['convert', 'circuits/main.qasm', '--to', 'qasm3']],
])('%s looks for includes in the folders that are given', async (_command, parameters) => {
  await withShared(async (folder) => {
    const without = await hybridq(parameters, { folder });
    expect(without.code).toBe(1);
    expect(without.stdout + without.stderr).toContain('QAS8001');
    const given = await hybridq([...parameters, '--include-path', 'none', '--include-path', 'shared'], { folder });
    expect(given.code, given.stderr).toBe(0);
  });
});

test('a pipeline is checked and planned with the folders that are given, and its run keeps them', async () => {
  await withIrisProject(2, async (folder) => {
    await mkdir(join(folder, 'shared'));
    await writeFile(join(folder, 'shared', 'own.inc'), gate);
    const ansatz = join(folder, 'ansatz.qasm');
    const text = await readFile(ansatz, 'utf8');
    await writeFile(ansatz, `${text.replace('include "stdgates.inc";', '$&\ninclude "own.inc";')}own q[0];\n`);
    const folders = ['--include-path', 'shared'];
    for (const command of ['check', 'plan']) {
      expect((await hybridq([command, irisPipeline], { folder })).code).not.toBe(0);
      expect(await hybridq([command, irisPipeline, ...folders], { folder })).toMatchObject({ code: 0 });
    }
    const short = ['--quantum', 'disabled', '--format', 'json'];
    const { code, stderr, stdout } = await hybridq(['run', irisPipeline, ...folders, ...short], { folder });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).record).toMatchObject({ includePaths: [join(folder, 'shared')] });
  });
});

test('a run of a circuit keeps where its includes were, so that it can be taken up without them', async () => {
  await withShared(async (folder) => {
    const runner = new ForkedRunner({});
    try {
      const source = { path: join(folder, 'circuits', 'main.qasm'), includePaths: [join(folder, 'shared')] };
      const backends = { cloud: { adapter: 'ionq' as const, device: 'simulator', credential: 'absent' } };
      const request = { source, workspaceFolder: folder, backend: 'cloud', shots: 10, inputs: {}, backends };
      const failed = await runner.ask({ kind: 'run-circuit', ...request });
      if (!('runId' in failed) || failed.runId === undefined) throw new Error(JSON.stringify(failed));
      expect(failed).toMatchObject({ state: 'failed' });
      await rm(join(folder, 'shared'), { recursive: true });
      // Without the credential it cannot succeed; what counts is that it fails there again, and not at the include.
      await runner.ask({ kind: 'resume', runId: failed.runId, workspaceFolder: folder, backends });
      const shown = await hybridq(['runs', 'show', failed.runId, '--format', 'json'], { folder });
      expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'failed', failure: { reason: 'auth' } });
    } finally {
      await runner.kill();
    }
  });
});
