import { describe, expect, test } from 'vitest';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';

const variants = [
  { isShared: true, isRelaxed: false },
  { isShared: true, isRelaxed: true },
  { isShared: false, isRelaxed: false },
  { isShared: false, isRelaxed: true },
];

describe.each(variants)('kernels with %o', (variant) => {
  test('compute on the memory they were given', async () => {
    const { exports, memory } = createKernelInstance(await loadKernels(variant));
    expect(exports.heapStart()).toBeLessThanOrEqual(65_536);
    const doubles = memory.allocate(6 * 8);
    memory.float64(doubles, 6).set([1, -2, 3, -4, 5, -6]);
    expect(exports.sumOfSquaresF64(doubles, 6)).toBe(91);
    const floats = memory.allocate(4 * 4);
    memory.float32(floats, 4).set([0.5, 1, -2, 4]);
    expect(exports.sumOfSquaresF32(floats, 4)).toBe(21.25);
  });

  test('share memory with other threads only when told to', async () => {
    const { memory } = createKernelInstance(await loadKernels(variant));
    expect(memory.memory.buffer instanceof SharedArrayBuffer).toBe(variant.isShared);
  });
});
