import { expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import { SmallCircuit } from '#core/simulator/smallCircuits/smallCircuit.ts';
import { smallOverlaps } from '#core/simulator/smallCircuits/smallFidelityKernel.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

/** |⟨ψ(x)|ψ(y)⟩|² = cos²((x − y)/2) */
const operations = [gate('ry', 3, parameterAngle(0)), cx(3, 11), cx(11, 0)];
const rotated = new SmallCircuit(kernels, circuit(12, [], { parameters: ['x'] }), operations);

it('finds every entry once, also of more states than are held at a time', () => {
  const many = Array.from({ length: 515 }, (_, index) => [index / 100]);
  const few = [[0.3], [-1.2], [2]];
  for (const [rows, columns] of [
    [many, few],
    [few, many],
  ] as const) {
    const found = new Map<string, number>();
    const all = { from: 0, to: rows.length };
    smallOverlaps(kernels, rotated, rows, columns, all, neverCancelled, (row, column, overlap) => {
      expect(found.has(`${row} ${column}`)).toBe(false);
      found.set(`${row} ${column}`, overlap);
    });
    expect(found.size).toBe(rows.length * columns.length);
    rows.forEach(([x = 0], row) => {
      columns.forEach(([y = 0], column) => {
        expect(found.get(`${row} ${column}`)).toBeCloseTo(Math.cos((x - y) / 2) ** 2, 12);
      });
    });
  }
});

it('finds the entries above the diagonal of some rows among themselves', () => {
  const bindings = [[0.1], [0.7], [1.9], [2.2]];
  const found: [number, number][] = [];
  smallOverlaps(kernels, rotated, bindings, undefined, { from: 1, to: 3 }, neverCancelled, (row, column, overlap) => {
    found.push([row, column]);
    const difference = (bindings[row]?.[0] ?? 0) - (bindings[column]?.[0] ?? 0);
    expect(overlap).toBeCloseTo(Math.cos(difference / 2) ** 2, 12);
  });
  expect(found).toEqual([
    [1, 2],
    [1, 3],
    [2, 3],
  ]);
});

it('stops when cancelled and gives its memory back', () => {
  const before = kernels.memory.size;
  for (let time = 0; time < 50; time++) {
    const source = new CancellationSource();
    const cancel = () => source.cancel();
    expect(() =>
      smallOverlaps(kernels, rotated, [[0], [1], [2]], undefined, { from: 0, to: 3 }, source.signal, cancel),
    ).toThrow(expect.objectContaining({ reason: 'cancelled' }));
  }
  expect(kernels.memory.size).toBe(before);
});
