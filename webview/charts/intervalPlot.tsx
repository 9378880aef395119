import type { MetricSummary } from '#core/runs/runRecord.ts';
import { type LinearScale, linearScale } from './linearScale.ts';

/** One scale for the same metric of several contenders: their intervals and the value of every repeat fit. */
export function sharedScale(metrics: readonly MetricSummary[]): LinearScale {
  const values = metrics.flatMap(({ mean, interval, values: repeats }) => [
    mean,
    ...repeats,
    ...(interval === undefined ? [] : [interval.low, interval.high]),
  ]);
  return linearScale(values, 6, 0.06);
}

interface IntervalPlotProps {
  readonly metric: MetricSummary;
  readonly scale: LinearScale;
  readonly emphasised: boolean;
}

/** A mean with its interval and a faint mark for every repeat. The numbers stand beside it, so it is decoration. */
export function IntervalPlot({ metric, scale, emphasised }: IntervalPlotProps) {
  const at = (value: number) => percent(scale.position(value));
  const { interval } = metric;
  return (
    <svg class={`interval-plot${emphasised ? ' emphasised' : ''}`} width="100%" height="28" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line key={tick} class="grid-line" x1={at(tick)} x2={at(tick)} y1="0" y2="28" />
      ))}
      {metric.values.map((value, repeat) => (
        <line key={`repeat ${repeat}`} class="repeat-mark" x1={at(value)} x2={at(value)} y1="19" y2="24" />
      ))}
      {interval !== undefined && (
        <g class="interval">
          <line x1={at(interval.low)} x2={at(interval.high)} y1="11" y2="11" />
          <line x1={at(interval.low)} x2={at(interval.low)} y1="7" y2="15" />
          <line x1={at(interval.high)} x2={at(interval.high)} y1="7" y2="15" />
        </g>
      )}
      <circle class="mean" cx={at(metric.mean)} cy="11" r="4" />
    </svg>
  );
}

/** The ticks of the plots in a column, under its heading. */
export function IntervalAxis({ scale }: { readonly scale: LinearScale }) {
  return (
    <svg class="interval-axis" width="100%" height="16" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <text key={tick} x={percent(scale.position(tick))} y="12" text-anchor="middle">
          {scale.tickText(tick)}
        </text>
      ))}
    </svg>
  );
}

function percent(position: number): string {
  return `${(position * 100).toFixed(3)}%`;
}
