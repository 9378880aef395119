import { expect, test } from 'vitest';
import { fullExtent, quickExtent, rowsOf } from '#bench/pipeline/rows.ts';
import { comparedEntries, peerTask, readWorkload } from '#bench/pipeline/workload.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { runText } from '#test/support/pipelineRuns.ts';

async function taskOf(name: string, extent = quickExtent) {
  const row = rowsOf(extent).find((each) => each.name === name);
  if (row === undefined) throw new Error(`There is no row ${name}.`);
  return peerTask(await readWorkload(row.pipeline, folderFiles('.')));
}

test('every row is a pipeline that the peers can be told', async () => {
  for (const extent of [fullExtent, quickExtent]) {
    for (const { name } of rowsOf(extent)) expect((await taskOf(name, extent)).train.rows.length).toBeGreaterThan(50);
  }
});

test('the full kernel is one of 300 rows, all encoded as angles', async () => {
  const { observed, qubits, train } = await taskOf('kernel-4', fullExtent);
  expect([train.rows.length, train.labels.length, qubits, observed]).toEqual([300, 300, 4, []]);
  for (const row of train.rows) for (const angle of row) expect(angle >= 0 && angle <= Math.PI).toBe(true);
});

test('iris is told with an observable for every class and a start for every parameter', async () => {
  const { classes, observed, start, test: judged, train } = await taskOf('iris-adam');
  expect([classes, observed, start.length]).toEqual([3, [0, 1, 2], 16]);
  expect(train.rows.length + judged.rows.length).toBe(150);
  expect(new Set(train.labels)).toEqual(new Set([0, 1, 2]));
});

test('peers that follow the directions evaluate the points that the engine does', async () => {
  const { optimiser, start } = await taskOf('moons-spsa');
  if (optimiser?.method !== 'spsa') throw new Error('It is trained by SPSA.');
  expect(optimiser.directions).toHaveLength(quickExtent.iterations);
  const row = rowsOf(quickExtent).find(({ name }) => name === 'moons-spsa');
  const { requests } = await runText(row?.pipeline ?? '');
  const points = requests[0]?.bindings.map((binding) => binding.slice(-start.length)) ?? [];
  const rows = points.length / 2;
  const [direction = []] = optimiser.directions;
  start.forEach((value, index) => {
    const sign = direction[index] ?? 0;
    expect(Math.abs(sign)).toBe(1);
    expect(points[0]?.[index]).toBe(value + optimiser.perturbation * sign);
    expect(points[rows]?.[index]).toBe(value - optimiser.perturbation * sign);
  });
});

test('shots are told where there are some', async () => {
  expect((await taskOf('moons-shots')).shots).toBe(1000);
  expect((await taskOf('moons-spsa')).shots).toBeUndefined();
});

test('a pipeline with another circuit is refused', async () => {
  const text = rowsOf(quickExtent)[0]?.pipeline.replace('use: zz, reps: 1', 'use: angle') ?? '';
  const workload = await readWorkload(text, folderFiles('.'));
  expect(() => peerTask(workload)).toThrow(expect.objectContaining({ reason: 'unsupported' }));
});

test('of a kernel the first rows are compared', () => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ];
  expect(comparedEntries(matrixFromRows(rows))).toEqual([1, 2, 3, 4, 5, 6]);
});
