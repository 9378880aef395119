import { type DimensionName, dimensionNames } from '#core/runs/scorecardDimensions.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';

/** A scorecard among those that are compared. */
export interface Vendor {
  readonly file: string;
  readonly scored: ScoredScorecard;
}

export const vendorOrders = ['flags', 'total', ...dimensionNames] as const;
export type VendorOrder = (typeof vendorOrders)[number];

export function raisedFlags({ dimensions }: ScoredScorecard): number {
  return dimensions.filter(({ redFlag }) => redFlag?.raised === true).length;
}

/** The best first: by the total, by one dimension, or by the fewest red flags; equal ones by the total and the name. */
export function orderedVendors(vendors: readonly Vendor[], order: VendorOrder): readonly Vendor[] {
  return vendors.toSorted(
    (one, other) =>
      merit(other.scored, order) - merit(one.scored, order) ||
      other.scored.total - one.scored.total ||
      (one.scored.name < other.scored.name ? -1 : 1),
  );
}

function merit(scored: ScoredScorecard, order: VendorOrder): number {
  switch (order) {
    case 'flags':
      return -raisedFlags(scored);
    case 'total':
      return scored.total;
    default:
      return dimensionOf(scored, order)?.score ?? 0;
  }
}

export function dimensionOf({ dimensions }: ScoredScorecard, name: DimensionName) {
  return dimensions.find((dimension) => dimension.name === name);
}
