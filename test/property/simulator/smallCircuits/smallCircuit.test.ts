import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { SmallCircuit } from '#core/simulator/smallCircuits/smallCircuit.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

/** Makes the first amplitude that is not small real and positive, so that global phases do not matter. */
function withoutPhase(amplitudes: ArrayLike<number>): number[] {
  let phase = 0;
  for (let index = 0; index < amplitudes.length; index += 2) {
    const [re = 0, im = 0] = [amplitudes[index], amplitudes[index + 1]];
    if (Math.hypot(re, im) > 0.1) {
      phase = Math.atan2(im, re);
      break;
    }
  }
  return Array.from(amplitudes, (_, place) => {
    const re = amplitudes[place & ~1] ?? 0;
    const im = amplitudes[place | 1] ?? 0;
    return place % 2 === 0 ? re * Math.cos(phase) + im * Math.sin(phase) : im * Math.cos(phase) - re * Math.sin(phase);
  });
}

describe('random circuits', () => {
  it('give the amplitudes and probabilities of plain matrix multiplication, but for a global phase', () => {
    fc.assert(
      fc.property(anyGates(4, 16), (operations) => {
        const input = circuit(4, operations);
        const wanted = withoutPhase(matrixAmplitudes(input));
        const small = new SmallCircuit(kernels, input, operations);
        const [state = new Float64Array()] = small.states([[]], neverCancelled);
        const [probabilities] = small.probabilities([[]], neverCancelled);
        small.release();
        withoutPhase(state).forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 10);
        });
        probabilities?.forEach((value, index) => {
          expect(value).toBeCloseTo((wanted[2 * index] ?? 0) ** 2 + (wanted[2 * index + 1] ?? 0) ** 2, 10);
        });
      }),
      { numRuns: 150 },
    );
  });
});
