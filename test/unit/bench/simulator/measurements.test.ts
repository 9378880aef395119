import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Measurements } from '#bench/simulator/measurements.ts';
import { measuredRow, ours, peer, times } from './measuredRows.ts';

let file: string;

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'measurements-')), 'inside', 'rows.json');
});

afterEach(async () => {
  await rm(join(file, '..', '..'), { recursive: true, force: true });
});

const measured = measuredRow(
  [],
  [
    times(ours, [1, 2], { values: [[0.5, -0.5]] }),
    times(peer('jsqubits'), [], { exceeded: 20 }),
    times(peer('aer'), [], { broken: 'It ended.' }),
  ],
);

test('finished rows are there again', async () => {
  await new Measurements(file, 'same').add(measured);
  const later = new Measurements(file, 'same');
  await later.resume([measured.row]);
  expect(later.rows).toEqual([measured]);
  expect([later.has(measured.row, 1), later.has(measured.row, 2)]).toEqual([true, false]);
});

test('rows measured under other conditions are refused', async () => {
  await new Measurements(file, 'before').add(measured);
  await expect(new Measurements(file, 'after').resume([measured.row])).rejects.toMatchObject({ reason: 'conflict' });
});

test('where nothing was interrupted nothing is resumed', async () => {
  await expect(new Measurements(file, 'same').resume([])).rejects.toMatchObject({ reason: 'not-found' });
});
