import type { Condition } from '../circuit.ts';
import { always, bothHold, type Decision, eitherHolds, opposite } from './decision.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>;

/**
 * The comparison of a number held by bits with a constant.
 * @param isOne whether a bit is 1
 * @throws TooManyCases
 */
export function comparisonDecision(
  { bits, operator, value }: Comparison,
  isOne: (bit: number) => Decision<boolean>,
): Decision<boolean> {
  switch (operator) {
    case '==':
      return equals(bits, value, isOne);
    case '!=':
      return opposite(equals(bits, value, isOne));
    case '<':
      return isBelow(bits, value, isOne);
    case '<=':
      return isBelow(bits, Math.floor(value) + 1, isOne);
    case '>':
      return opposite(isBelow(bits, Math.floor(value) + 1, isOne));
    case '>=':
      return opposite(isBelow(bits, value, isOne));
  }
}

function equals(bits: readonly number[], value: number, isOne: (bit: number) => Decision<boolean>): Decision<boolean> {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits.length) return always(false);
  return bits
    .map((bit, position) => (digit(value, position) === 1 ? isOne(bit) : opposite(isOne(bit))))
    .reduceRight((rest, part) => bothHold(part, rest), always(true));
}

/** From the lowest bit up: the higher bits decide, and only where they are equal the lower ones. */
function isBelow(bits: readonly number[], value: number, isOne: (bit: number) => Decision<boolean>): Decision<boolean> {
  const limit = Math.ceil(value);
  if (limit <= 0) return always(false);
  if (limit >= 2 ** bits.length) return always(true);
  return bits.reduce<Decision<boolean>>((below, bit, position) => {
    const isZero = opposite(isOne(bit));
    return digit(limit, position) === 1 ? eitherHolds(isZero, below) : bothHold(isZero, below);
  }, always(false));
}

function digit(value: number, position: number): 0 | 1 {
  return Math.floor(value / 2 ** position) % 2 === 1 ? 1 : 0;
}
