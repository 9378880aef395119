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
    smallOverlaps(kernels, rotated, rows, columns, all, neverCancelled, (row, first, overlaps) => {
      overlaps.forEach((overlap, index) => {
        expect(found.has(`${row} ${first + index}`)).toBe(false);
        found.set(`${row} ${first + index}`, overlap);
      });
    });
    expect(found.size).toBe(rows.length * columns.length);
    rows.forEach(([x = 0], row) => {
      columns.forEach(([y = 0], column) => {
        expect(found.get(`${row} ${column}`)).toBeCloseTo(Math.cos((x - y) / 2) ** 2, 12);
      });
    });
  }
});

it.each([
  ['of some rows', Array.from({ length: 7 }, (_, index) => [index / 3]), { from: 1, to: 6 }],
  ['of the last rows', Array.from({ length: 6 }, (_, index) => [index / 3]), { from: 3, to: 6 }],
  // More states of twelve qubits than are held at a time.
  ['of more rows than fit', Array.from({ length: 530 }, (_, index) => [index / 100]), { from: 3, to: 530 }],
])('finds the entries above the diagonal %s among themselves', (_, bindings, rows) => {
  const found = new Map<string, number>();
  let told = 0;
  smallOverlaps(kernels, rotated, bindings, undefined, rows, neverCancelled, (row, first, overlaps) => {
    told += overlaps.length;
    overlaps.forEach((overlap, index) => {
      found.set(`${row} ${first + index}`, overlap);
    });
  });
  let count = 0;
  for (let row = rows.from; row < rows.to; row++) {
    for (let column = row + 1; column < bindings.length; column++) {
      const difference = (bindings[row]?.[0] ?? 0) - (bindings[column]?.[0] ?? 0);
      const overlap = found.get(`${row} ${column}`) ?? Number.NaN;
      if (Math.abs(overlap - Math.cos(difference / 2) ** 2) < 1e-12) count++;
    }
  }
  expect(count).toBe(told);
  expect(count).toBe(((rows.to - rows.from) * (2 * bindings.length - rows.from - rows.to - 1)) / 2);
});

it('finds in any company the same numbers, to the last bit', () => {
  const bindings = Array.from({ length: 5 }, (_, index) => [Math.sqrt(index + 2)]);
  const among = new Map<string, number>();
  smallOverlaps(kernels, rotated, bindings, undefined, { from: 0, to: 5 }, neverCancelled, (row, first, overlaps) => {
    overlaps.forEach((overlap, index) => {
      among.set(`${row} ${first + index}`, overlap);
    });
  });
  for (let row = 0; row < 5; row++) {
    for (let column = row + 1; column < 5; column++) {
      const [one, other] = [bindings[row] ?? [], bindings[column] ?? []];
      smallOverlaps(kernels, rotated, [one], [other], { from: 0, to: 1 }, neverCancelled, (_, __, [alone]) => {
        expect(alone).toBe(among.get(`${row} ${column}`));
      });
    }
  }
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
