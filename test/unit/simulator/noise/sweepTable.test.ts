import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { denseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { sparseSweep } from '#core/simulator/noise/densityMatrix/sparseSweep.ts';
import { sweepTable } from '#core/simulator/noise/densityMatrix/sweepTable.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { randomState } from '#test/support/arbitraries/states.ts';
import { gate } from '#test/support/circuitBuilder.ts';
import { heldState, readingOf } from '#test/support/heldState.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const { exports, memory } = await simulatorKernels();

const value = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true }));
const bits = 6;

/** A control, and two targets. */
const places = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 3, maxLength: 3 });

/** A 4×4 matrix on two targets where a control is at a value. */
const anySweep = fc
  .tuple(
    places,
    fc.array(value, { minLength: 32, maxLength: 32 }),
    fc.boolean(),
    fc.constantFrom(0 as const, 1 as const),
  )
  .map(([[control = 0, ...targets], entries, isReal, wanted]) => {
    const matrix = denseMatrix(4);
    entries.forEach((entry, place) => {
      if (place < 16) matrix.re[place] = entry;
      else if (!isReal) matrix.im[place - 16] = entry;
    });
    const product = (vector: ArrayLike<number>) => controlledProduct(vector, matrix, targets, control, wanted);
    return { sweep: sparseSweep(matrix, targets, [{ bit: control, value: wanted }]), product };
  });

/** What the matrix makes of a vector, entry by entry. */
function controlledProduct(
  vector: ArrayLike<number>,
  matrix: ReturnType<typeof denseMatrix>,
  [low = 0, high = 0]: readonly number[],
  control: number,
  wanted: 0 | 1,
): Float64Array {
  return Float64Array.from(vector, (same, place) => {
    const index = place >> 1;
    if (((index >> control) & 1) !== wanted) return same;
    const row = ((index >> low) & 1) + 2 * ((index >> high) & 1);
    let [re, im] = [0, 0];
    for (let column = 0; column < 4; column++) {
      const from = (index & ~(1 << low) & ~(1 << high)) | ((column & 1) << low) | ((column >> 1) << high);
      const [a, b] = [matrix.re[4 * row + column] ?? 0, matrix.im[4 * row + column] ?? 0];
      const [x, y] = [vector[2 * from] ?? 0, vector[2 * from + 1] ?? 0];
      re += a * x - b * y;
      im += a * y + b * x;
    }
    return place % 2 === 0 ? re : im;
  });
}

test('the kernel does what the sweep says, whichever chunk comes first', () => {
  fc.assert(
    fc.property(anySweep, fc.array(value, { minLength: 128, maxLength: 128 }), ({ product, sweep }, vector) => {
      const { bytes: table } = sweepTable(sweep);
      const address = memory.allocate(table.length + 64 + 64 + 16 * 2 ** bits);
      const scratch = address + Math.ceil(table.length / 64) * 64;
      memory.uint8(address, table.length).set(table);
      memory.float64(scratch + 64, vector.length).set(vector);
      // Three bits are fixed: eight groups, in chunks of two.
      for (const chunk of [2, 0, 3, 1]) exports.sweepChunkF64(address, scratch + 64, 2, scratch, 64, chunk, 0);
      const wanted = product(vector);
      memory.float64(scratch + 64, vector.length).forEach((found, place) => {
        expect(found).toBeCloseTo(wanted[place] ?? Number.NaN, 12);
      });
      memory.release(address);
    }),
    { numRuns: 60 },
  );
});

test('a state in another order of its qubits, in either precision, is multiplied like one in order', () => {
  const vector = randomState(bits, 9);
  // The swaps only rename wires, and the flips only frames.
  const operations = [gate('swap', [0, 4]), gate('swap', [1, 2]), gate('x', 3), gate('x', 4)];
  fc.assert(
    fc.property(anySweep, fc.boolean(), ({ product, sweep }, isDouble) => {
      const amplitudes = isDouble ? vector : Float32Array.from(vector);
      const { prepareGates } = stateVectorMethod(bits, simulationContext, isDouble ? 'double' : 'single');
      const ordered = readingOf(amplitudes, (state) => {
        state.apply(prepareGates(operations, {}), neverCancelled);
        return state.vector.slice();
      });
      const state = heldState(amplitudes);
      state.apply(prepareGates(operations, {}), neverCancelled);
      state.sweep(sweep, neverCancelled);
      const wanted = product(ordered);
      state.vector.forEach((found, place) => {
        expect(found).toBeCloseTo(wanted[place] ?? Number.NaN, isDouble ? 12 : 5);
      });
      state.release();
    }),
    { numRuns: 60 },
  );
});
