import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

async function alignments(asked: {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly parameters: readonly (readonly number[])[];
}): Promise<number[]> {
  const script = join(projectRoot, 'test', 'interop', 'learn', 'kernel_alignment.py');
  const python = spawn(await pythonEnvironment(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(JSON.stringify(asked));
  return JSON.parse(await text(python.stdout)) as number[];
}

test('a trained kernel has the alignment that PennyLane gives it, above that of other parameters', async () => {
  const stream = randomStream(3, 'rows');
  const rows = Array.from({ length: 20 }, (_, row) => ({
    values: [stream.normal() + (row % 3 === 0 ? 1 : 0), stream.normal() * (row % 3 === 0 ? 0.4 : 1)],
    label: row % 3 === 0 ? 1 : -1,
  }));
  const train = rows.slice(0, 15);
  const places = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const { result } = await runText(
    pipelineText({
      pattern: 'quantum-features',
      data: '{ source: { path: rows.csv }, target: label, classes: [-1, 1], split: { method: predefined, indices: split.json } }',
      interface: '{ input: { features: 2, range: [-10, 10], normalization: none } }',
      quantum:
        '{ qubits: 2, featureMap: { use: angle, with: { axis: x } }, ansatz: { use: real-amplitudes, reps: 1 }, kernel: { kind: fidelity } }',
      optimise: '{ method: l-bfgs, maxIterations: 20, loss: kernel-alignment }',
      benchmark: '{ repeats: 1, ablations: [], metrics: [{ name: kernel-alignment, primary: true }] }',
    }),
    {
      files: {
        'rows.csv': `x,y,label\n${rows.map(({ label, values }) => `${values.join(',')},${label}\n`).join('')}`,
        'split.json': JSON.stringify({ train: places(0, 15), test: places(15, 20) }),
      },
    },
  );
  const [hybrid] = result.contenders;
  const trained = hybrid?.parameters?.[0] ?? [];
  const others = [[0, 0, 0, 0], ...places(0, 3).map(() => places(0, 4).map(() => 6 * stream.uniform()))];
  const [own = Number.NaN, ...theirs] = await alignments({
    rows: train.map(({ values }) => values),
    labels: train.map(({ label }) => label),
    parameters: [trained, ...others],
  });
  expect(hybrid?.metrics[0]?.mean).toBeCloseTo(own, 10);
  expect(1 - Math.min(...result.trace.map(({ loss }) => loss))).toBeCloseTo(own, 10);
  expect(own).toBeGreaterThan(Math.max(...theirs));
});
