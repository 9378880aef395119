import type { FlatOperation } from './flatOperation.ts';

/**
 * Exchanges of basis states (X and SWAP under controls) at the end of a circuit of which only magnitudes are read: they
 * need not be done, only known.
 */
export type FinalExchanges = readonly Pick<FlatOperation, 'kind' | 'controlMask' | 'controlValue' | 'targets'>[];

/** Where the exchanges bring a basis state. */
export function exchanged(exchanges: FinalExchanges, index: number): number {
  return exchanges.reduce(exchangedBy, index);
}

/** From where the exchanges bring a basis state. */
export function beforeExchanges(exchanges: FinalExchanges, index: number): number {
  return exchanges.reduceRight(exchangedBy, index);
}

function exchangedBy(index: number, { controlMask, controlValue, kind, targets }: FinalExchanges[number]): number {
  if ((index & controlMask) !== controlValue) return index;
  const [first = 0, second = 0] = targets;
  if (kind === 'flip') return index ^ (1 << first);
  return ((index >>> first) ^ (index >>> second)) & 1 ? index ^ (1 << first) ^ (1 << second) : index;
}
