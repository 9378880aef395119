import { useMemo, useRef, useState } from 'preact/hooks';
import type { TraceEntry } from '#core/runs/runRecord.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { linearScale } from './linearScale.ts';
import { type LossPoint, type LossReading, lossSeries, readLoss } from './lossSeries.ts';

const height = 220;
const margin = { left: 52, right: 12, top: 8, bottom: 34 };

/**
 * The loss of every repeat by iteration, and their mean. It is a slider over the iterations: the pointer or the arrow
 * keys choose one, whose values are read out under the chart.
 */
export function LossChart({ trace }: { readonly trace: readonly TraceEntry[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useElementSize(frame);
  const series = useMemo(() => lossSeries(trace), [trace]);
  const [chosen, setChosen] = useState<number>();

  const width = Math.max(200, size?.width ?? 0);
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const { firstIteration, lastIteration } = series;
  const span = Math.max(1, lastIteration - firstIteration);
  const losses = useMemo(
    () =>
      linearScale(
        series.repeats.flatMap(({ points }) =>
          points.flatMap(({ loss, standardError = 0 }) => [loss - standardError, loss + standardError]),
        ),
        5,
        0.04,
      ),
    [series],
  );
  const iterations = linearScale([firstIteration, firstIteration + span], Math.max(2, Math.floor(plot.width / 80)));
  const x = (iteration: number) => margin.left + ((iteration - firstIteration) / span) * plot.width;
  const y = (loss: number) => margin.top + (1 - losses.position(loss)) * plot.height;
  const line = (points: readonly LossPoint[]) =>
    points.map(({ iteration, loss }) => `${x(iteration).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');

  const edge = (points: readonly LossPoint[], sign: 1 | -1) =>
    points.flatMap(({ iteration, loss, standardError }) =>
      standardError === undefined ? [] : [{ iteration, loss: loss + sign * standardError }],
    );
  /** One standard error to both sides of a line, where shots give it one. */
  const band = (points: readonly LossPoint[]) => line([...edge(points, 1), ...edge(points, -1).reverse()]);

  const latest = readLoss(series, lastIteration);
  const reading = (chosen === undefined ? undefined : readLoss(series, chosen)) ?? latest;
  const single = series.repeats.length === 1;

  const choose = (iteration: number) =>
    setChosen(Math.max(firstIteration, Math.min(lastIteration, Math.round(iteration))));
  const chooseByPointer = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    choose(firstIteration + ((event.clientX - box.left - margin.left) / plot.width) * span);
  };
  const chooseByKey = (event: KeyboardEvent) => {
    const current = chosen ?? lastIteration;
    const page = Math.max(1, Math.round(span / 10));
    const targets: Record<string, number> = {
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      PageUp: current + page,
      PageDown: current - page,
      Home: firstIteration,
      End: lastIteration,
    };
    const target = targets[event.key];
    if (event.key === 'Escape') setChosen(undefined);
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };

  return (
    <figure class="chart">
      <div
        class="loss-chart"
        ref={frame}
        role="slider"
        aria-label="Loss by iteration"
        aria-valuemin={firstIteration}
        aria-valuemax={lastIteration}
        aria-valuenow={reading?.iteration ?? firstIteration}
        aria-valuetext={reading === undefined ? 'no values' : describeReading(reading)}
        tabIndex={0}
        onPointerMove={chooseByPointer}
        onPointerLeave={() => setChosen(undefined)}
        onKeyDown={chooseByKey}
        onBlur={() => setChosen(undefined)}
      >
        <svg width={width} height={height} aria-hidden="true">
          {losses.ticks.map((tick) => (
            <g key={tick}>
              <line class="grid-line" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={margin.left - 8} y={y(tick) + 4} text-anchor="end">
                {formatNumber(tick, losses.tickDecimals)}
              </text>
            </g>
          ))}
          {iterations.ticks.filter(Number.isInteger).map((tick) => (
            <text key={tick} class="tick" x={x(tick)} y={height - margin.bottom + 16} text-anchor="middle">
              {formatNumber(tick)}
            </text>
          ))}
          <line
            class="axis-line"
            x1={margin.left}
            x2={width - margin.right}
            y1={height - margin.bottom}
            y2={height - margin.bottom}
          />
          <text class="axis-title" x={margin.left + plot.width / 2} y={height - 3} text-anchor="middle">
            iteration
          </text>
          <polygon class="error-band" points={band(single ? (series.repeats[0]?.points ?? []) : series.mean)} />
          {series.repeats.map(({ repeat, points }) => (
            <polyline key={repeat} class={single ? 'mean-line' : 'repeat-line'} points={line(points)} />
          ))}
          {!single && <polyline class="mean-line" points={line(series.mean)} />}
          {chosen !== undefined && reading !== undefined && (
            <g class="reading">
              <line x1={x(chosen)} x2={x(chosen)} y1={margin.top} y2={height - margin.bottom} />
              <circle cx={x(chosen)} cy={y(reading.mean)} r="4" />
            </g>
          )}
        </svg>
      </div>
      <figcaption class="chart-caption">
        {!single && (
          <span class="legend">
            <span class="legend-line mean" /> mean <span class="legend-line repeat" /> each of{' '}
            {formatCount(series.repeats.length, 'repeat')}
          </span>
        )}
        {reading !== undefined && <span class="chart-reading">{describeReading(reading)}</span>}
      </figcaption>
    </figure>
  );
}

function describeReading({ iteration, mean, lowest, highest, repeats, standardError }: LossReading): string {
  const error = standardError === undefined ? '' : ` ± ${formatNumber(standardError, 4)} by shots`;
  const loss = `Iteration ${iteration}: loss ${formatNumber(mean, 4)}${error}`;
  if (repeats === 1) return loss;
  return `${loss} on average, ${formatNumber(lowest, 4)} to ${formatNumber(highest, 4)} over ${repeats} repeats`;
}
