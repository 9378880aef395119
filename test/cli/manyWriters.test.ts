import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { parseEventLines } from '#core/runs/runEvent.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const pipeline = `hybrid: 1
name: small
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 5, checkpoint: { every: 1 } }
benchmark: { repeats: 2, ablations: [] }
`;
const bell =
  'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nbit[2] c;\nh q[0];\ncx q[0], q[1];\nc = measure q;\n';

test('two windows and two terminals that write at once lose no run and hear of no lock', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'points.csv'), twoClassTable(20));
    await writeFile(join(folder, 'small.hybrid.yaml'), pipeline);
    await writeFile(join(folder, 'bell.qasm'), bell);
    const windows = [new ForkedRunner(), new ForkedRunner()];
    try {
      const requests = windows.flatMap((window) =>
        Array.from({ length: 4 }, (_, number) => {
          if (number % 2 === 0) {
            const pipelinePath = join(folder, 'small.hybrid.yaml');
            return window.ask({
              kind: 'run',
              pipeline: pipelinePath,
              workspaceFolder: folder,
              options: {},
              backends: {},
            });
          }
          const source = { path: join(folder, 'bell.qasm') };
          return window.ask({
            kind: 'simulate',
            source,
            workspaceFolder: folder,
            shots: 100,
            seed: number,
            inputs: {},
          });
        }),
      );
      const terminals = ['a', 'b'].map(async () => {
        for (let number = 0; number < 3; number++) {
          const { code, stderr } = await hybridq(['run', 'small.hybrid.yaml'], { folder });
          expect(code, stderr).toBe(0);
          expect(stderr).not.toMatch(/lock|error/i);
        }
      });
      const [answers] = await Promise.all([Promise.all(requests), Promise.all(terminals)]);
      const runs = answers.map((answer) => {
        if (!('kind' in answer)) throw new Error(answer.message);
        if (answer.kind === 'simulation') return answer.runId;
        return answer.kind === 'run' && answer.state === 'succeeded' ? answer.runId : undefined;
      });
      expect(new Set(runs).size).toBe(8);
      const store = await openRunStore(folder, systemClock);
      const listed = await store.list({});
      store.close();
      expect(listed.map(({ state }) => state)).toEqual(Array.from({ length: 14 }, () => 'succeeded'));
      expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(runs));
      for (const { id } of listed) await expectWholeLog(folder, id);
      for (const window of windows) expect(window.output).toBe('');
    } finally {
      await Promise.all(windows.map((window) => window.kill()));
    }
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
    expect(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok']);
    database.close();
  });
});

/** Every line of the log can be read, and each state is there once. */
async function expectWholeLog(folder: string, id: string): Promise<void> {
  const text = await readFile(join(folder, '.hybrid', 'events', `${id}.jsonl`), 'utf8');
  const events = parseEventLines(text);
  expect(events).toHaveLength(text.split('\n').length - 1);
  const states = events.flatMap((event) => (event.event === 'state' ? event.state : []));
  expect(states).toEqual(['created', 'validating', 'running', 'succeeded']);
}
