import type { CountsView, PanelState } from '#core/protocol/panelState.ts';
import type { OtherCounts } from '../../app/panelModel.ts';
import type { ChartTable } from '../saving/chartTable.ts';
import { type CountsRows, countsRows, distanceByShots } from './countsRows.ts';
import { keptLayout, marginalOf, type OutcomeBits, type OutcomeRegister } from './outcomeBits.ts';
import { bitsFilter, bothFilters, type OutcomeFilter, weightFilter } from './outcomeFilter.ts';

export const initialCountsView: CountsView = {
  bits: '',
  weight: '',
  most: '16',
  view: 'outcomes',
  overlay: 'expected',
  leftOut: [],
};

/** A distribution that is laid over the counts. */
export interface Overlay {
  /** What it is called in a legend: `expected`. */
  readonly name: string;
  /** By bit string of the run, adding up to 1 or less. */
  readonly shares: Readonly<Record<string, number>>;
  /** Where it was measured. */
  readonly shots?: number;
}

/** The counts of a run as they are looked at. */
export interface SeenCounts extends CountsRows {
  /** Of the bits that are kept, from left to right. */
  readonly registers: readonly OutcomeRegister[];
  readonly filter: OutcomeFilter;
  /** Of the counts from what is laid over them, with what of it shots alone make. */
  readonly distance:
    | { readonly totalVariation: number; readonly hellinger: number; readonly byShots: number }
    | undefined;
}

interface CountsSource {
  readonly counts: Readonly<Record<string, number>>;
  readonly bits: OutcomeBits;
  readonly overlay: Overlay | undefined;
  readonly distanceOf: (
    one: Readonly<Record<string, number>>,
    other: Readonly<Record<string, number>>,
  ) => { readonly totalVariation: number; readonly hellinger: number } | undefined;
}

/** Adds up the bits that are left out, filters, orders, and takes as many outcomes as are wanted. */
export function seenCounts(
  { bits, counts, distanceOf, overlay }: CountsSource,
  order: PanelState['result']['countsOrder'],
  view: CountsView,
): SeenCounts {
  const leftOut = new Set(view.leftOut);
  const registers = keptLayout(bits, leftOut);
  const filter = bothFilters(bitsFilter(view.bits, registers), weightFilter(view.weight));
  const kept = marginalOf(counts, bits, leftOut);
  const expected = overlay && marginalOf(overlay.shares, bits, leftOut);
  const most = view.most === 'all' ? Number.POSITIVE_INFINITY : Number(view.most);
  const rows = countsRows(kept, { order, most, filter, expected });
  const distance = expected && distanceOf(kept, expected);
  return {
    ...rows,
    registers,
    filter,
    distance: distance && { ...distance, byShots: distanceByShots(expected, rows.shots, overlay?.shots) },
  };
}

/** What another run measured, as shares; undefined where it has no counts or measured other bits. */
export function overlayOfRun(
  { counts = {}, name }: Pick<OtherCounts, 'counts' | 'name'>,
  { length }: OutcomeBits,
): Overlay | undefined {
  const shots = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (shots === 0 || Object.keys(counts).some((outcome) => outcome.length !== length)) return undefined;
  const shares = Object.fromEntries(Object.entries(counts).map(([outcome, count]) => [outcome, count / shots]));
  return { name, shares, shots };
}

/** A row per accepted outcome, the most frequent first, of all of them. */
export function countsTable(source: CountsSource, view: CountsView): ChartTable {
  const { rows } = seenCounts(source, 'count', { ...view, most: 'all' });
  const over = source.overlay;
  return {
    columns: ['bits', 'count', 'share', 'low', 'high', ...(over === undefined ? [] : [over.name])],
    rows: rows.map(({ bits, count, expected, interval, share }) => [
      ...[bits, count, share, interval.low, interval.high],
      ...(over === undefined ? [] : [expected]),
    ]),
  };
}
