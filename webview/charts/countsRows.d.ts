import type { PanelState } from '#core/protocol/panelState.ts';
export interface CountsRow {
  readonly bits: string;
  readonly count: number;
  readonly share: number;
  /** 95 % Wilson score interval of the probability. */
  readonly interval: {
    readonly low: number;
    readonly high: number;
  };
}
export interface CountsRows {
  readonly rows: readonly CountsRow[];
  /** What was measured but is not among the rows. */
  readonly rest:
    | {
        readonly outcomes: number;
        readonly count: number;
        readonly share: number;
      }
    | undefined;
  readonly shots: number;
}
/**
 * The `most` most frequent outcomes, ordered by falling count or by bits, and the rest in one. Equal counts are ordered
 * by bits.
 */
export declare function countsRows(
  counts: Readonly<Record<string, number>>,
  order: PanelState['result']['countsOrder'],
  most: number,
): CountsRows;
/** E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), at 95 %. */
export declare function wilsonInterval(
  count: number,
  trials: number,
): {
  readonly low: number;
  readonly high: number;
};
