import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { denseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { applySweep, sparseSweep } from '#core/simulator/noise/densityMatrix/sparseSweep.ts';
import { sweepTable } from '#core/simulator/noise/densityMatrix/sweepTable.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const { exports, memory } = await simulatorKernels();

const value = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true }));

test('the kernel does what the sweep says, whichever chunk comes first', () => {
  const bits = 6;
  const places = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      places,
      fc.array(value, { minLength: 32, maxLength: 32 }),
      fc.boolean(),
      fc.array(value, { minLength: 128, maxLength: 128 }),
      ([control = 0, ...targets], entries, isReal, vector) => {
        const matrix = denseMatrix(4);
        entries.forEach((entry, place) => {
          if (place < 16) matrix.re[place] = entry;
          else if (!isReal) matrix.im[place - 16] = entry;
        });
        const sweep = sparseSweep(matrix, targets, [{ bit: control, value: 1 }]);
        const wanted = Float64Array.from(vector);
        applySweep(wanted, sweep, neverCancelled);

        const table = sweepTable(sweep);
        const address = memory.allocate(table.length + 64 + 64 + 16 * 2 ** bits);
        const scratch = address + Math.ceil(table.length / 64) * 64;
        memory.uint8(address, table.length).set(table);
        memory.float64(scratch + 64, vector.length).set(vector);
        // Three bits are fixed: eight groups, in chunks of two.
        for (const chunk of [2, 0, 3, 1]) exports.sweepChunk(address, scratch + 64, 2, scratch, 64, chunk, 0);
        memory.float64(scratch + 64, vector.length).forEach((found, place) => {
          expect(found).toBeCloseTo(wanted[place] ?? Number.NaN, 12);
        });
        memory.release(address);
      },
    ),
    { numRuns: 60 },
  );
});
