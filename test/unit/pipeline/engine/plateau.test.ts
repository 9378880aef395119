import { describe, expect, test } from 'vitest';
import {
  afterGradient,
  afterIteration,
  afterValues,
  type KnownSlopes,
  noSlopes,
  slopeLength,
} from '#core/pipeline/engine/plateau.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';

const slope = [3, -4];
const linear = (point: ArrayLike<number>) => 3 * (point[0] ?? 0) - 4 * (point[1] ?? 0) + 1;
const told = (known: KnownSlopes, points: readonly number[][]) => afterValues(known, points, points.map(linear));

test('the length of the gradient is the root of the mean square over the window', () => {
  let known = noSlopes;
  for (const gradient of [[100, 0], slope, [0, 0]]) known = afterIteration(afterGradient(known, gradient), 2);
  // √((5² + 0) / 2): the first has left the window.
  expect(slopeLength(known, 2)).toBeCloseTo(5 / Math.SQRT2, 12);
});

test('slopes along all directions of the parameters give the length of the gradient of a plane', () => {
  const known = told(noSlopes, [
    [1, 1],
    [1.5, 1],
    [1.5, 3],
  ]);
  expect(slopeLength(afterIteration(known, 1), 2)).toBeCloseTo(5, 12);
});

test('the signs of SPSA give it on average over all of them', () => {
  const pair = (sign: number) => ({
    ...told(noSlopes, [
      [0.1, 0.1 * sign],
      [-0.1, -0.1 * sign],
    ]),
    squares: [],
  });
  const first = afterIteration(pair(1), 2);
  const both = afterIteration({ ...pair(-1), squares: first.squares }, 2);
  expect(slopeLength(both, 2)).toBeCloseTo(5, 12);
});

test('points that are asked for twice say nothing', () => {
  const known = told(noSlopes, [
    [1, 1],
    [1, 1],
  ]);
  expect(afterIteration(known, 3).squares).toEqual([]);
});

describe('a plateau in a run', () => {
  const run = (optimise: string, quantum = 'featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 }') =>
    runText(
      pipelineText({
        quantum: `{ qubits: 2, ${quantum} }`,
        optimise,
        benchmark: '{ repeats: 1, ablations: [], baselines: [] }',
      }),
    );
  // Rotations about Z change no probability at all.
  const flat = 'circuit: { file: flat.qasm }';
  const flatRun = async (optimise: string) =>
    runText(
      pipelineText({
        quantum: `{ qubits: 2, ${flat} }`,
        optimise,
        benchmark: '{ repeats: 1, ablations: [], baselines: [] }',
      }),
      { circuits: { 'flat.qasm': flatCircuit } },
    );

  test.each(['adam', 'gradient-descent', 'cobyla', 'spsa', 'nelder-mead'])(
    '%s ends every start on a flat loss after the window, with a warning',
    async (method) => {
      const { result } = await flatRun(
        `{ method: ${method}, maxIterations: 40, tolerance: 1.0e-30, restarts: 2, plateau: { window: 5, minGradient: 0.001 } }`,
      );
      const ended = result.trace.filter((entry) => entry.ended === 'plateau');
      expect(ended).toHaveLength(2);
      for (const { gradient, iteration } of ended) {
        expect(gradient).toBeLessThan(1e-6);
        expect(iteration % 40).toBeLessThanOrEqual(7);
      }
      expect(result.warnings.filter((warning) => warning.includes('2 starts were ended'))).toHaveLength(1);
    },
  );

  test('a loss that falls goes on to its end, and nothing is said of it', async () => {
    const optimise = (plateau: string) => `{ method: adam, maxIterations: 12${plateau} }`;
    const { result } = await run(optimise(', plateau: { window: 3, minGradient: 0.001 }'));
    expect(result.trace.map(({ ended }) => ended)).toEqual(new Array(12).fill(undefined));
    expect(result.trace.every(({ gradient }) => gradient !== undefined && gradient > 0.001)).toBe(true);
    expect(result.warnings).toEqual([]);
    const plain = (await run(optimise(''))).result.trace;
    expect(plain.map(({ loss }) => loss)).toEqual(result.trace.map(({ loss }) => loss));
    expect(plain.some((entry) => 'gradient' in entry)).toBe(false);
  });
});

const flatCircuit = {
  qubitCount: 2,
  bitCount: 0,
  qubitRegisters: [{ name: 'q', start: 0, size: 2 }],
  bitRegisters: [],
  parameters: (['a', 'b', 's', 't'] as const).map((name) => ({ name, type: 'float' }) as const),
  operations: [0, 1, 2, 3].map(
    (index) =>
      ({
        kind: 'gate',
        gate: index < 2 ? 'ry' : 'rz',
        parameters: [{ op: 'parameter', index }],
        controls: [],
        targets: [index % 2],
      }) as const,
  ),
};
