import type { Condition } from '../circuit.ts';
import { conditionBits } from '../operationQubits.ts';
import { conditionOfBits } from './conditionOfBits.ts';

/** What operations depend on: a truth value for every result of some measurements, which are numbered in their order. */
export interface MeasurementGuard {
  readonly measurements: readonly number[];
  /** @param results of the measurements, in the same order */
  readonly holds: (results: readonly boolean[]) => boolean;
}

/** Holds when an odd number of the measurements gave 1; with `inverted`, when an even number did. */
export interface ParityGuard {
  readonly measurements: readonly number[];
  readonly inverted: boolean;
}

/** Guards over more measurements than this are not looked at. */
const mostMeasurements = 12;

/**
 * A condition under another one, as it is when it is asked.
 * @param measured the number of the measurement each bit holds; bits not measured hold 0
 * @returns undefined when the condition is computed from more than bits
 */
export function guardOf(
  condition: Condition,
  measured: ReadonlyMap<number, number>,
  outer: MeasurementGuard | undefined,
): MeasurementGuard | undefined {
  const own = conditionOfBits(condition);
  if (own === undefined) return undefined;
  const bits = new Map(conditionBits(condition).map((bit) => [bit, measured.get(bit)]));
  const added = [...bits.values()].filter((number) => number !== undefined);
  const measurements = [...new Set([...(outer?.measurements ?? []), ...added])];
  return {
    measurements,
    holds: (results) => {
      const resultOf = (number: number) => results[measurements.indexOf(number)] ?? false;
      const held: number[] = [];
      for (const [bit, number] of bits) held[bit] = number !== undefined && resultOf(number) ? 1 : 0;
      return (outer?.holds(outer.measurements.map(resultOf)) ?? true) && own(held);
    },
  };
}

/**
 * A guard as a parity of measurements, which is all that Pauli feedback can depend on.
 * @returns undefined when it is none
 */
export function parityOf({ holds, measurements }: MeasurementGuard): ParityGuard | undefined {
  const count = measurements.length;
  if (count > mostMeasurements) return undefined;
  const outcome = (state: number) => holds(measurements.map((_, index) => ((state >> index) & 1) === 1));
  const inverted = outcome(0);
  let mask = 0;
  for (let index = 0; index < count; index++) if (outcome(1 << index) !== inverted) mask |= 1 << index;
  for (let state = 0; state < 2 ** count; state++) {
    let odd = false;
    for (let rest = state & mask; rest !== 0; rest &= rest - 1) odd = !odd;
    if (outcome(state) !== (odd !== inverted)) return undefined;
  }
  return { measurements: measurements.filter((_, index) => ((mask >> index) & 1) === 1), inverted };
}
