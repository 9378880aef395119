import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CountsView, PanelState } from '#core/protocol/panelState.ts';
import { countsDistance } from '#core/runs/runComparison.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import type { OtherCounts } from '../../app/panelModel.ts';
import { formatCount, formatNumber, formatShare } from '../../format/numbers.ts';
import { ChartSection } from '../chartSection.tsx';
import type { ChartTable } from '../saving/chartTable.ts';
import { leftOut } from '../saving/elementPicture.ts';
import type { CountsRow } from './countsRows.ts';
import { CountsTable } from './countsTable.tsx';
import { CountsTools, type OverlayChoice } from './countsTools.tsx';
import {
  countsTable,
  initialCountsView,
  type Overlay,
  overlayOfRun,
  type SeenCounts,
  seenCounts,
} from './countsView.ts';
import { keptBits, outcomeBits } from './outcomeBits.ts';
import { type ListedShot, ShotList } from './shotList.tsx';

interface CountsHistogramProps {
  readonly result: Pick<RunResult, 'countRegisters' | 'expected' | 'shotOrder'>;
  readonly counts: Readonly<Record<string, number>>;
  readonly state: PanelState['result'];
  readonly onState: (state: PanelState['result']) => void;
  /** Runs whose counts may be laid over, and those of the one that was read last. */
  readonly otherRuns: readonly OverlayChoice[];
  readonly otherCounts: OtherCounts | undefined;
  readonly readCounts: (id: string) => void;
  /** What else may be laid over. */
  readonly overlays?: readonly (OverlayChoice & { readonly overlay: Overlay })[];
  /** What the counts are of, where that is chosen. */
  readonly note?: string;
  /** The data to save, where it is more than what is counted here. */
  readonly table?: () => ChartTable;
  /** By which the counts are chosen. */
  readonly children?: ComponentChildren;
}

const nothingElse: NonNullable<CountsHistogramProps['overlays']> = [];

/** What a run measured: ordered, filtered, added up over bits, beside what was expected or another run measured. */
export function CountsHistogram({
  children,
  counts,
  note,
  onState,
  otherCounts,
  otherRuns,
  overlays: others = nothingElse,
  readCounts,
  result,
  state,
  table,
}: CountsHistogramProps) {
  const view = state.counts ?? initialCountsView;
  const onView = (next: CountsView) => onState({ ...state, counts: next });
  const bits = useMemo(
    () => outcomeBits(Object.keys(counts)[0] ?? '', result.countRegisters),
    [counts, result.countRegisters],
  );
  const isOtherRun = otherRuns.some(({ value }) => value === view.overlay);
  useEffect(() => {
    if (isOtherRun && otherCounts?.id !== view.overlay) readCounts(view.overlay);
  }, [isOtherRun, view.overlay, otherCounts]);
  const overlay = useMemo((): Overlay | undefined => {
    if (isOtherRun) return otherCounts?.id === view.overlay ? overlayOfRun(otherCounts, bits) : undefined;
    const other = others.find(({ value }) => value === view.overlay);
    if (other !== undefined) return other.overlay;
    if (view.overlay !== 'expected' || result.expected === undefined) return undefined;
    return { name: 'expected', shares: result.expected.probabilities };
  }, [isOtherRun, otherCounts, others, view.overlay, bits, result.expected]);
  const source = { counts, bits, overlay, distanceOf: countsDistance };
  const seen = useMemo(
    () => seenCounts(source, state.countsOrder, view),
    [counts, bits, overlay, state.countsOrder, view],
  );
  const listed = useMemo(() => shotsOf(result.shotOrder, seen, view, bits), [result.shotOrder, seen, view, bits]);
  const [read, setRead] = useState<CountsRow>();
  const overlays: readonly OverlayChoice[] = [
    { value: 'none', label: 'Nothing laid over' },
    ...(result.expected === undefined ? [] : [{ value: 'expected', label: 'Expected, without noise' }]),
    ...others,
    ...otherRuns,
  ];
  const cannotLay = isOtherRun && otherCounts?.id === view.overlay && overlay === undefined;
  return (
    <ChartSection
      title="Counts"
      note={[...(note === undefined ? [] : [note]), noteOf(seen, Object.keys(counts).length)].join(': ')}
      table={table ?? (() => countsTable(source, view))}
    >
      {children !== undefined && (
        <div class="counts-tools" {...leftOut}>
          {children}
        </div>
      )}
      <CountsTools
        view={view}
        onView={onView}
        order={state.countsOrder}
        onOrder={(countsOrder) => onState({ ...state, countsOrder })}
        bits={bits}
        filter={seen.filter}
        overlays={overlays}
        hasShots={result.shotOrder !== undefined}
      />
      {view.view === 'shots' && result.shotOrder !== undefined ? (
        <ShotList shots={listed} />
      ) : seen.rows.length === 0 ? (
        <p class="hint">No outcome matches.</p>
      ) : (
        <CountsTable seen={seen} overlayName={overlay?.name} onRead={setRead} />
      )}
      <div class="chart-caption">
        {overlay !== undefined && (
          <span class="legend">
            <span class="legend-mark" /> {overlay.name}
          </span>
        )}
        <span class="chart-reading" aria-live="polite">
          {read === undefined ? 'Whiskers show the 95\u00a0% Wilson interval.' : describeRow(read, seen.shots, overlay)}
        </span>
        {cannotLay && <span>That run measured other bits, or nothing.</span>}
        {seen.distance !== undefined && overlay !== undefined && (
          <span>{distanceText(seen.distance, overlay, result.expected)}</span>
        )}
      </div>
    </ChartSection>
  );
}

/** The shots whose outcomes are accepted, with the bits that are kept. */
function shotsOf(
  order: RunResult['shotOrder'],
  { filter }: SeenCounts,
  view: CountsView,
  bits: ReturnType<typeof outcomeBits>,
): readonly ListedShot[] {
  if (order === undefined || view.view !== 'shots') return [];
  const leftOut = new Set(view.leftOut);
  const outcomes = order.outcomes.map((outcome) => keptBits(outcome, bits, leftOut));
  return order.places.flatMap((place, index) => {
    const outcome = outcomes[place] ?? '';
    return filter.kind === 'some' && !filter.accepts(outcome) ? [] : [{ shot: index + 1, bits: outcome }];
  });
}

function noteOf({ accepted, filter, shots }: SeenCounts, outcomes: number): string {
  if (filter.kind !== 'some') return `${formatCount(shots, 'shot')}, ${formatCount(outcomes, 'outcome')}`;
  const share = shots === 0 ? 0 : accepted.count / shots;
  return `${formatCount(accepted.outcomes, 'outcome')} with ${formatShare(share)} of ${formatCount(shots, 'shot')}`;
}

function describeRow(
  { bits, count, expected, interval, share }: CountsRow,
  shots: number,
  overlay: Overlay | undefined,
): string {
  const range = `${formatShare(interval.low)} to ${formatShare(interval.high)}`;
  const beside = overlay === undefined || expected === undefined ? '' : `; ${overlay.name} ${formatShare(expected)}`;
  return `${bits}: ${formatNumber(count)} of ${formatCount(shots, 'shot')}, ${formatShare(share)} (95\u00a0% interval ${range})${beside}`;
}

function distanceText(
  { byShots, hellinger, totalVariation }: NonNullable<SeenCounts['distance']>,
  overlay: Overlay,
  expected: RunResult['expected'],
): string {
  const listed = expected !== undefined && overlay.shots === undefined && expected.listed < 1;
  const part = listed ? ` The most probable ${formatShare(expected.listed)} of it are known.` : '';
  return `Total variation distance ${formatNumber(totalVariation, 3)}, of which shots alone make about ${formatNumber(byShots, 3)}; Hellinger distance ${formatNumber(hellinger, 3)}.${part}`;
}
