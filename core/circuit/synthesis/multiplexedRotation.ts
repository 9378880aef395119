import type { GateOperation } from '../circuit.ts';
import { gateOperation } from '../gateOperation.ts';
import { snappedAngle } from './tidyAngle.ts';

/** Rotations smaller than this change no amplitude by more than rounding does. */
const negligible = 1e-14;

/**
 * A rotation whose angle depends on other qubits, by 2^k rotations and as many CX (M. Möttönen et al., "Quantum circuits
 * for general multiqubit gates", 2004). Exact, global phase included.
 * @param angles one per basis state of the selecting qubits; bit j of an index is `selectors[j]`
 */
export function multiplexedRotation(
  axis: 'ry' | 'rz',
  angles: ArrayLike<number>,
  selectors: readonly number[],
  target: number,
): GateOperation[] {
  const count = 2 ** selectors.length;
  const turns = Array.from({ length: count }, (_, position) => {
    const gray = grayCode(position);
    let total = 0;
    for (let state = 0; state < count; state++) total += parity(gray & state) * (angles[state] ?? 0);
    return total / count;
  });
  const result: GateOperation[] = [];
  // CX between two rotations that are both left out would cancel or pile up; only their parities are kept.
  let flips = 0;
  const flush = () => {
    selectors.forEach((selector, bit) => {
      if ((flips >> bit) & 1) result.push(gateOperation('x', [], [target], [selector]));
    });
    flips = 0;
  };
  turns.forEach((angle, position) => {
    if (Math.abs(angle) > negligible) {
      flush();
      result.push(gateOperation(axis, [snappedAngle(angle)], [target]));
    }
    flips ^= grayCode(position) ^ grayCode((position + 1) % count);
  });
  flush();
  return result;
}

function grayCode(position: number): number {
  return position ^ (position >> 1);
}

/** 1 when an even number of bits is set, else −1. */
function parity(bits: number): 1 | -1 {
  let rest = bits;
  let odd = 0;
  for (; rest !== 0; rest &= rest - 1) odd ^= 1;
  return odd === 0 ? 1 : -1;
}
