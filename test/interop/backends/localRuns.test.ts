import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

let python: string;

beforeAll(async () => {
  python = await pythonEnvironment();
});

const pipeline = `hybrid: 1
name: local
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: to-angle, with: { range: [0, pi] } }]
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 3 }
seeds: { root: 5 }
backends:
  aer: { adapter: qiskit-aer, device: aer_simulator_statevector, shots: 100 }
benchmark: { repeats: 1, ablations: [] }
`;

test('a pipeline runs on Qiskit Aer, twice with equal numbers', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'points.csv'), twoClassTable(12));
    await writeFile(join(folder, 'local.hybrid.yaml'), pipeline);
    const run = async () => {
      const parameters = ['run', 'local.hybrid.yaml', '--format', 'json', '--python', python];
      const { code, stderr, stdout } = await hybridq(parameters, { folder, limit: 200_000 });
      expect(code, stderr).toBe(0);
      return (JSON.parse(stdout) as { record: RunRecord }).record;
    };
    const [first, second] = [await run(), await run()];
    const { adapter, backends, cost, jobs = 0, kind, version } = first.result?.quantum ?? {};
    expect({ adapter, cost, kind }).toMatchObject({ adapter: 'qiskit-aer', cost: { amount: 0 }, kind: 'simulator' });
    expect(version).toMatch(/^qiskit-aer \d+\.\d+\S*, qiskit \d+\.\d+\S*, Python 3\.\d+\.\d+\S*$/);
    expect(backends).toMatchObject([{ backend: 'aer', version }]);
    expect(jobs).toBeGreaterThan(3);
    const metrics = ({ result }: RunRecord) => result?.contenders.map((each) => [each.id, each.metrics]);
    const traced = ({ result }: RunRecord) => result?.trace.map(({ loss }) => loss);
    expect(traced(second)).toEqual(traced(first));
    expect(traced(first)).not.toHaveLength(0);
    expect(JSON.stringify(metrics(second)?.[0])).toBe(JSON.stringify(metrics(first)?.[0]));
  });
});
