export interface LinearScale {
  readonly low: number;
  readonly high: number;
  /** Round values inside the domain, ascending. */
  readonly ticks: readonly number[];
  readonly tickDecimals: number;
  /** Where a value lies in the domain, 0 at `low` and 1 at `high`. */
  position(value: number): number;
}
/**
 * A scale over finite values with about `tickCount` round ticks, its domain widened by `padding` (a share of it) at
 * both ends. A single value gets a domain around it.
 */
export declare function linearScale(values: readonly number[], tickCount: number, padding?: number): LinearScale;
