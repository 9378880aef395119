import { useMemo, useState } from 'preact/hooks';
import type { TraceEntry } from '#core/runs/runRecord.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { Select } from '../ui/kit.ts';
import { BaseLine, IterationAxis, ReadingMark, ValueTicks } from './chartAxes.tsx';
import { ChartSlider } from './chartSlider.tsx';
import { linearScale } from './linearScale.ts';
import { type LossPoint, type LossReading, readLoss } from './lossSeries.ts';
import {
  type LossScale,
  type LossSmoothing,
  type LossView,
  lossView,
  mainLine,
  type TraceSubject,
} from './lossView.ts';
import { isPlace, pointList } from './pointList.ts';
import { leftOut } from './saving/elementPicture.ts';
import { smoothedLosses, smoothingWindows } from './smoothedLosses.ts';

const height = 230;
const margin = { left: 60, right: 12, top: 8, bottom: 34 };

const scaleWords: Readonly<Record<LossScale, string>> = {
  linear: 'Linear',
  logarithmic: 'Logarithmic',
  distance: 'Distance from the best',
};

interface LossChartProps {
  readonly trace: readonly TraceEntry[];
  readonly subject: TraceSubject;
  readonly scale: LossScale;
  readonly onScale: (scale: LossScale) => void;
  readonly smoothing: LossSmoothing;
  readonly onSmoothing: (smoothing: LossSmoothing) => void;
}

const smoothings: readonly { readonly value: LossSmoothing; readonly label: string }[] = [
  { value: 'none', label: 'Not smoothed' },
  ...smoothingWindows.map((window) => ({ value: `${window}` as const, label: `Mean of ${window} iterations` })),
];

/**
 * The loss or energy of every repeat by iteration, and their mean in a band; smoothed where that is asked for, with what it
 * is smoothed of behind it. The pointer or the arrow keys choose an
 * iteration, whose values are read out under the chart.
 */
export function LossChart({ onScale, onSmoothing, scale, smoothing, subject, trace }: LossChartProps) {
  const view = useMemo(() => lossView(trace, subject, scale), [trace, subject, scale]);
  const { best, scales, series, shown } = view;
  const [chosen, setChosen] = useState<number>();
  const { firstIteration, lastIteration } = series;
  const reading = (chosen === undefined ? undefined : readLoss(series, chosen)) ?? readLoss(series, lastIteration);
  const single = series.repeats.length === 1;
  const smoothed = useMemo(
    () => (smoothing === 'none' ? undefined : smoothedLosses(mainLine(series), Number(smoothing))),
    [series, smoothing],
  );
  const hasBand = single ? hasErrors(series.repeats[0]?.points ?? []) : series.mean.length > 0;
  const near = reading && smoothed?.find(({ iteration }) => iteration === reading.iteration);
  const text = reading === undefined ? 'no values' : describeReading(reading, near?.loss, subject, view);
  return (
    <figure class="chart">
      <div class="section-tools" {...leftOut}>
        {scales.length > 1 && (
          <Select
            label="Scale"
            value={shown}
            options={scales.map((value) => ({ value, label: scaleWords[value] }))}
            onSelect={onScale}
          />
        )}
        <Select label="Smoothing" value={smoothing} options={smoothings} onSelect={onSmoothing} />
      </div>
      <ChartSlider
        label={`${subject.name === 'loss' ? 'Loss' : titled(subject.name)} by iteration`}
        first={firstIteration}
        last={lastIteration}
        chosen={chosen}
        valueText={text}
        margin={margin}
        onChoose={setChosen}
      >
        {(width) => <LossDrawing {...{ width, view, smoothed, chosen, reading }} />}
      </ChartSlider>
      <figcaption class="chart-caption">
        {smoothed !== undefined && (
          <span class="legend">
            <span class="legend-line mean" />{' '}
            {`mean of up to ${smoothing} iterations around each, faint behind it ${single ? 'what was measured' : 'the mean of the repeats'}`}
          </span>
        )}
        {!single && (
          <span class="legend">
            <span class={smoothed === undefined ? 'legend-line mean' : 'legend-line raw'} /> mean{' '}
            <span class="legend-line repeat" /> each of {formatCount(series.repeats.length, 'repeat')}
          </span>
        )}
        {hasBand && (
          <span class="legend">
            <span class="legend-band" />{' '}
            {single ? 'one standard error by shots' : 'one standard deviation over repeats'}
          </span>
        )}
        {best !== undefined && (
          <span class="legend">
            <span class="legend-line best" /> {`${best.name} ${formatNumber(best.value, 4)}`}
          </span>
        )}
        {reading !== undefined && <span class="chart-reading">{text}</span>}
      </figcaption>
    </figure>
  );
}

interface LossDrawingProps {
  readonly width: number;
  readonly view: LossView;
  /** The main line, smoothed. */
  readonly smoothed: readonly LossPoint[] | undefined;
  readonly chosen: number | undefined;
  readonly reading: LossReading | undefined;
}

function LossDrawing({ chosen, reading, smoothed, view: { axis, best, scale, series }, width }: LossDrawingProps) {
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const box = { width, height, margin };
  const { firstIteration, lastIteration } = series;
  const span = Math.max(1, lastIteration - firstIteration);
  const iterations = linearScale([firstIteration, firstIteration + span], Math.max(2, Math.floor(plot.width / 80)));
  const x = (iteration: number) => margin.left + iterations.position(iteration) * plot.width;
  const y = (loss: number) => margin.top + (1 - Math.min(1, scale.position(loss))) * plot.height;
  const line = (points: readonly LossPoint[]) =>
    pointList(points.map(({ iteration, loss }) => ({ x: x(iteration), y: y(loss) })));
  const single = series.repeats.length === 1;
  const band = single
    ? (series.repeats[0]?.points ?? []).flatMap(({ standardError, ...point }) =>
        standardError === undefined ? [] : [{ ...point, reach: standardError }],
      )
    : series.mean.map(({ spread, ...point }) => ({ ...point, reach: spread }));
  const edge = (sign: 1 | -1) => band.map(({ iteration, loss, reach }) => ({ iteration, loss: loss + sign * reach }));
  const main = smoothed === undefined ? 'mean-line' : 'mean-line raw';
  const read = chosen === undefined || reading === undefined ? undefined : { x: x(chosen), y: y(reading.mean) };
  return (
    <svg width={width} height={height} aria-hidden="true">
      <ValueTicks box={box} ticks={scale.ticks} y={y} text={scale.tickText} />
      <IterationAxis box={box} ticks={iterations.ticks} x={x} title={`${axis} by iteration`} />
      <BaseLine box={box} />
      {band.length > 1 && <polygon class="error-band" points={line([...edge(1), ...edge(-1).reverse()])} />}
      {series.repeats.map(({ points, repeat }) => (
        <polyline key={repeat} class={single ? main : 'repeat-line'} points={line(points)} />
      ))}
      {!single && <polyline class={main} points={line(series.mean)} />}
      {smoothed !== undefined && <polyline class="mean-line" points={line(smoothed)} />}
      {best !== undefined && (
        <line class="best-line" x1={margin.left} x2={width - margin.right} y1={y(best.value)} y2={y(best.value)} />
      )}
      {read !== undefined && isPlace(read) && <ReadingMark box={box} x={read.x} point={{ y: read.y, radius: 4 }} />}
    </svg>
  );
}

function hasErrors(points: readonly LossPoint[]): boolean {
  return points.some(({ standardError }) => standardError !== undefined);
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function describeReading(
  reading: LossReading,
  smoothed: number | undefined,
  { name }: TraceSubject,
  { shown }: LossView,
): string {
  const { highest, iteration, lowest, mean, repeats, spread, standardError } = reading;
  const number = (value: number) => (shown === 'distance' ? value.toPrecision(3) : formatNumber(value, 4));
  const error = standardError === undefined ? '' : ` ± ${number(standardError)} by shots`;
  const what = shown === 'distance' ? 'distance' : name;
  const around = smoothed === undefined ? '' : `, smoothed ${number(smoothed)}`;
  const value = `Iteration ${iteration}: ${what} ${number(mean)}${error}`;
  if (repeats === 1) return `${value}${around}`;
  const deviation = spread === undefined ? '' : `, standard deviation ${number(spread)}`;
  return `${value} on average${deviation}, ${number(lowest)} to ${number(highest)} over ${repeats} repeats${around}`;
}
