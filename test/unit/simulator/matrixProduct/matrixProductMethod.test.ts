import { beforeAll, describe, expect, test } from 'vitest';
import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { withReport } from '#core/base/workSignal.ts';
import { MatrixProductMethod } from '#core/simulator/matrixProduct/matrixProductMethod.ts';
import type { TruncationOptions } from '#core/simulator/matrixProduct/truncation.ts';
import { createKernelInstance, type KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { allAmplitudes, kernelsForTests, matrixProductState } from '#test/support/matrixProductStates.ts';

let kernels: KernelInstance;

beforeAll(async () => {
  kernels = await kernelsForTests();
});

function failing(work: () => unknown): Failure {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
  }
  throw new Error('No failure was thrown.');
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

const entangling = circuit(
  12,
  range(6).flatMap((layer) => [
    ...range(12).map((qubit) => gate('u', qubit, 1 + qubit + layer, 2 * qubit, layer)),
    ...range(12 - 1).map((qubit) =>
      cx(qubit, (5 * qubit + layer) % 12 === qubit ? qubit + 1 : (5 * qubit + layer) % 12),
    ),
  ]),
);

describe('options', () => {
  test.each<TruncationOptions>([
    { bondLimit: 0 },
    { bondLimit: 2.5 },
    { bondLimit: 5000 },
    { truncationThreshold: -1 },
    { truncationThreshold: 1 },
    { truncationThreshold: Number.NaN },
  ])('out of range are refused: %o', (options) => {
    const { reason } = failing(() => new MatrixProductMethod(circuit(2, []), kernels, options));
    expect(reason).toBe('invalid-input');
  });

  test('states that may not fit into memory are refused before any is taken', () => {
    const { message, reason } = failing(() => new MatrixProductMethod(circuit(200, []), kernels, { bondLimit: 2000 }));
    expect(reason).toBe('too-large');
    expect(message).toBe(
      'A matrix product state of 200 qubits with bonds up to 2000 may need 21 GiB, more than the 4 GiB the embedded simulator gives it.',
    );
    const wide = failing(() => new MatrixProductMethod(circuit(40, []), kernels, { bondLimit: 4096 }));
    expect(wide.reason).toBe('too-large');
  });

  test('thousands of qubits have the bond limit that fits unless another one is asked for', () => {
    expect(new MatrixProductMethod(circuit(1000, []), kernels).report().bondLimit).toBe(256);
    const method = new MatrixProductMethod(circuit(5000, []), kernels);
    expect(method.report().bondLimit).toBe(163);
    expect(method.stateBytes).toBeLessThan(2 ** 32);
    expect(failing(() => new MatrixProductMethod(circuit(5000, []), kernels, { bondLimit: 256 })).reason).toBe(
      'too-large',
    );
  });

  test('few qubits need little memory whatever the limit', () => {
    const method = new MatrixProductMethod(circuit(10, []), kernels, { bondLimit: 4096 });
    expect(method.stateBytes).toBeLessThan(100_000);
  });
});

describe('work', () => {
  test('stops soon after it is cancelled', () => {
    let looks = 0;
    const signal: CancellationSignal = {
      get isCancelled() {
        looks++;
        return looks > 40;
      },
      onCancel: () => () => {},
    };
    const failure = failing(() => matrixProductState(entangling, kernels, {}, signal));
    expect(failure.reason).toBe('cancelled');
    expect(looks).toBe(41);
  });

  test('tells how far it is', () => {
    const fractions: number[] = [];
    const signal = withReport(neverCancelled, (fraction) => fractions.push(fraction));
    matrixProductState(entangling, kernels, {}, signal);
    expect(fractions.length).toBeGreaterThan(50);
    expect(fractions[0]).toBe(0);
    expect(fractions).toEqual([...new Set(fractions)].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThan(0.95);
    expect(fractions.at(-1)).toBeLessThan(1);
  });

  test('is cancelled in measurements between gates as well', () => {
    const source = new CancellationSource();
    const { state } = matrixProductState(entangling, kernels, {}, source.signal);
    source.cancel();
    for (const reading of [() => state.probabilityOfOne(0) + state.probabilityOfOne(11), () => state.collapse(5, 0)]) {
      expect(failing(reading).reason).toBe('cancelled');
    }
  });

  test('gives the same bits with shared memory', async () => {
    const shared = createKernelInstance(await loadKernels({ isShared: true }));
    const [one, other] = [kernels, shared].map((each) => matrixProductState(entangling, each, { bondLimit: 20 }));
    if (!one || !other) throw new Error('Two states were made.');
    expect(allAmplitudes(one.state, 12)).toEqual(allAmplitudes(other.state, 12));
    expect(one.method.report()).toEqual(other.method.report());
    expect(one.method.report().largestBond).toBe(20);
  });

  test('leaves no memory taken after release', () => {
    const { method } = matrixProductState(entangling, kernels);
    method.release();
    const { size } = kernels.memory;
    const again = matrixProductState(entangling, kernels);
    again.method.release();
    expect(kernels.memory.size).toBe(size);
  });
});

test('a circuit of no qubits has its phase', () => {
  const { state } = matrixProductState(circuit(0, [gate('gphase', [], 1)]), kernels);
  const [re = 0, im = 0] = state.amplitudes([new Uint8Array(0)]);
  expect(re).toBeCloseTo(Math.cos(1), 14);
  expect(im).toBeCloseTo(Math.sin(1), 14);
});
