import { useMemo, useState } from 'preact/hooks';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { IterationAxis, ReadingMark, ValueTicks } from '../charts/chartAxes.tsx';
import { ChartSlider } from '../charts/chartSlider.tsx';
import { linearScale } from '../charts/linearScale.ts';
import { pointList } from '../charts/pointList.ts';
import { formatNumber, formatSignificant } from '../format/numbers.ts';
import { type ComparedCurve, comparedCurves } from './runCurves.ts';

const height = 220;
const margin = { left: 60, right: 12, top: 8, bottom: 34 };

interface ComparedCurvesProps {
  /** What the runs are called here, in their order. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Of runs that are under way. */
  readonly live: ReadonlyMap<string, readonly TraceEntry[]>;
}

/** The loss of every run by iteration, in the colours of the runs; nothing where none was optimised. */
export function ComparedCurves({ ids, live, names, records }: ComparedCurvesProps) {
  const { curves, subject } = useMemo(
    () =>
      comparedCurves(
        ids.map((id) => records.get(id)),
        ids.map((id) => live.get(id)),
      ),
    [ids.join('\n'), records, live],
  );
  const [chosen, setChosen] = useState<number>();
  if (curves.length === 0) return <p>No iterations were kept.</p>;
  const last = Math.max(...curves.map(({ points }) => points.at(-1)?.iteration ?? 0));
  const first = Math.min(...curves.map(({ points }) => points[0]?.iteration ?? 0));
  const text = readingOf(curves, names, chosen ?? last);
  return (
    <figure class="chart">
      <ChartSlider
        label={`${subject} of the runs by iteration`}
        first={first}
        last={last}
        chosen={chosen}
        valueText={text}
        margin={margin}
        onChoose={setChosen}
      >
        {(width) => <CurvesDrawing {...{ curves, subject, first, last, width, chosen }} />}
      </ChartSlider>
      <figcaption class="chart-caption">
        {curves.map(({ repeats, run }) => (
          <span key={run} class="legend">
            <svg class="legend-stroke" width="22" height="8" aria-hidden="true">
              <line class={`series-line series-${run}`} x1="0" x2="22" y1="4" y2="4" />
            </svg>
            {repeats === 1 ? names[run] : `${names[run]}, mean of ${repeats} repeats`}
          </span>
        ))}
        <span class="chart-reading">{text}</span>
      </figcaption>
    </figure>
  );
}

/** What the curves say at an iteration; of a run that had ended before, at its end. */
function readingOf(curves: readonly ComparedCurve[], names: readonly string[], iteration: number): string {
  const values = curves.map(({ points, run }) => {
    const point = points.findLast((each) => each.iteration <= iteration) ?? points[0];
    return `${names[run]} ${formatNumber(point?.loss ?? Number.NaN, 4)}`;
  });
  return `Iteration ${iteration}: ${values.join(', ')}`;
}

interface CurvesDrawingProps {
  readonly curves: readonly ComparedCurve[];
  readonly subject: string;
  readonly first: number;
  readonly last: number;
  readonly width: number;
  readonly chosen: number | undefined;
}

function CurvesDrawing({ chosen, curves, first, last, subject, width }: CurvesDrawingProps) {
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const box = { width, height, margin };
  const losses = curves.flatMap(({ points }) => points.map(({ loss }) => loss));
  const scale = linearScale(losses, 4, 0.04);
  const span = Math.max(1, last - first);
  const iterations = linearScale([first, first + span], Math.max(2, Math.floor(plot.width / 80)));
  const x = (iteration: number) => margin.left + iterations.position(iteration) * plot.width;
  const y = (loss: number) => margin.top + (1 - scale.position(loss)) * plot.height;
  return (
    <svg width={width} height={height} aria-hidden="true">
      <ValueTicks box={box} ticks={scale.ticks} y={y} text={formatSignificant} />
      <IterationAxis box={box} ticks={iterations.ticks} x={x} title={`${subject} by iteration`} />
      {curves.map(({ points, run }) => (
        <polyline
          key={run}
          class={`series-line series-${run}`}
          points={pointList(points.map(({ iteration, loss }) => ({ x: x(iteration), y: y(loss) })))}
        />
      ))}
      {chosen !== undefined && <ReadingMark box={box} x={x(chosen)} />}
    </svg>
  );
}
