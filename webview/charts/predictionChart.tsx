import { useMemo, useState } from 'preact/hooks';
import { metricTitle } from '#core/runs/metricText.ts';
import type { ContenderResult, MetricSummary } from '#core/runs/runRecord.ts';
import { decimalsFor, formatCount, formatNumber, formatSignificant } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { Select } from '../ui/kit.ts';
import { AxisTitle, BaseLine, type ChartBox, ReadingMark, ValueTicks } from './chartAxes.tsx';
import { ChartSlider } from './chartSlider.tsx';
import { isPlace } from './pointList.ts';
import {
  nearestPoint,
  type PredictedPoint,
  type PredictionPart,
  type PredictionView,
  placeOfPoint,
  predictionView,
} from './predictionView.ts';
import { leftOut } from './saving/elementPicture.ts';

const height = 300;
const margin = { left: 60, right: 12, top: 8, bottom: 36 };
const plotHeight = height - margin.top - margin.bottom;

interface PredictionChartProps {
  readonly contenders: readonly ContenderResult[];
}

/**
 * What a model predicted of every test row by what it is, or what is wrong with it, beside the metrics of the model. The
 * pointer or the arrow keys choose a row.
 */
export function PredictionChart({ contenders }: PredictionChartProps) {
  const told = contenders.filter(({ predictions = [] }) => predictions.length > 0);
  const [asked, setAsked] = useState<string>();
  const [part, setPart] = useState<PredictionPart>('predicted');
  const [askedRepeat, setRepeat] = useState('all');
  const [chosen, setChosen] = useState<number>();
  const contender = told.find(({ id }) => id === asked) ?? told[0];
  const { metrics = [], predictions = [] } = contender ?? {};
  const repeats = predictions.map(({ repeat }) => String(repeat));
  const only = repeats.includes(askedRepeat) ? askedRepeat : 'all';
  const whole = useMemo(() => predictionView(predictions, part), [predictions, part]);
  // The scales stay where they are from repeat to repeat.
  const view = useMemo(
    () => ({ ...whole, points: whole.points.filter(({ repeat }) => only === 'all' || String(repeat) === only) }),
    [whole, only],
  );
  const choosing =
    <Value extends string>(choose: (value: Value) => void) =>
    (value: Value) => {
      choose(value);
      setChosen(undefined);
    };
  const point = chosen === undefined ? undefined : view.points[chosen];
  const name = titleOf(contender?.id ?? '');
  const text = point === undefined ? `${name}, ${formatCount(view.points.length, 'prediction')}` : describePoint(point);
  return (
    <figure class="chart">
      <div class="section-tools" {...leftOut}>
        {told.length > 1 && (
          <Select
            label="Model of the predictions"
            value={contender?.id ?? ''}
            options={told.map(({ id }) => ({ value: id, label: titleOf(id) }))}
            onSelect={choosing(setAsked)}
          />
        )}
        <Select
          label="What is drawn of the predictions"
          value={part}
          options={[
            { value: 'predicted', label: 'Predicted by true' },
            { value: 'residuals', label: 'Residuals' },
          ]}
          onSelect={choosing<PredictionPart>(setPart)}
        />
        {repeats.length > 1 && (
          <Select
            label="Repeat of the predictions"
            value={only}
            options={[
              { value: 'all', label: 'All repeats' },
              ...repeats.map((repeat) => ({ value: repeat, label: `Repeat ${Number(repeat) + 1}` })),
            ]}
            onSelect={choosing(setRepeat)}
          />
        )}
      </div>
      <ChartSlider
        label={part === 'residuals' ? `Residuals of ${name} by true value` : `Predictions of ${name} by true value`}
        first={0}
        last={Math.max(0, view.points.length - 1)}
        chosen={chosen}
        valueText={text}
        margin={margin}
        positionAt={(across, down, width) =>
          nearestPoint(
            view,
            part,
            { x: across, y: 1 - (down - margin.top) / plotHeight },
            plotHeight / Math.max(1, width - margin.left - margin.right),
          )
        }
        onChoose={setChosen}
      >
        {(width) => <PredictionDrawing {...{ width, view, whole, part, point }} />}
      </ChartSlider>
      <figcaption class="chart-caption">
        <span class="legend">
          <svg class="legend-stroke" width="22" height="8" aria-hidden="true">
            <line class="ideal-line" x1="0" x2="22" y1="4" y2="4" />
          </svg>
          nothing wrong
        </span>
        {metrics.map((metric) => (
          <span key={metric.name}>{metricText(metric, only === 'all' ? undefined : Number(only))}</span>
        ))}
        <span class="chart-reading">{point === undefined ? summary(whole, name, only) : text}</span>
      </figcaption>
    </figure>
  );
}

interface PredictionDrawingProps {
  readonly width: number;
  readonly view: PredictionView;
  /** That of all repeats, which stay in sight. */
  readonly whole: PredictionView;
  readonly part: PredictionPart;
  readonly point: PredictedPoint | undefined;
}

function PredictionDrawing({ part, point, view, whole, width }: PredictionDrawingProps) {
  const box: ChartBox = { width, height, margin };
  const plotWidth = width - margin.left - margin.right;
  const across = (share: number) => margin.left + share * plotWidth;
  const down = (share: number) => margin.top + (1 - share) * plotHeight;
  const { x, y } = whole;
  const place = (each: PredictedPoint) => {
    const at = placeOfPoint(each, whole, part);
    return { x: across(at.x), y: down(at.y) };
  };
  const isPart = view.points.length < whole.points.length;
  const ideal =
    part === 'residuals' ? { y1: down(y.position(0)), y2: down(y.position(0)) } : { y1: down(0), y2: down(1) };
  const ticks = x.ticks.filter((_, index) => x.ticks.length * 56 < plotWidth || index % 2 === 0);
  const dots = (points: readonly PredictedPoint[], kind: string) =>
    points.map((each) => {
      const at = place(each);
      return isPlace(at) && <circle key={`${each.repeat} ${each.row}`} class={kind} cx={at.x} cy={at.y} r="2.75" />;
    });
  const read = point && place(point);
  return (
    <svg width={width} height={height} aria-hidden="true">
      <ValueTicks box={box} ticks={y.ticks} y={(tick) => down(y.position(tick))} text={y.tickText} />
      {ticks.map((tick) => (
        <text
          key={tick}
          class="tick"
          x={across(x.position(tick))}
          y={height - margin.bottom + 16}
          text-anchor={x.position(tick) > 0.96 ? 'end' : 'middle'}
        >
          {x.tickText(tick)}
        </text>
      ))}
      <BaseLine box={box} />
      <line class="ideal-line" x1={across(0)} x2={across(1)} {...ideal} />
      <AxisTitle
        box={box}
        title={`true value; upwards the ${part === 'residuals' ? 'residual, predicted less true' : 'predicted one'}`}
      />
      {isPart && dots(whole.points, 'prediction-point beside')}
      {dots(view.points, 'prediction-point')}
      {read !== undefined && isPlace(read) && <ReadingMark box={box} x={read.x} point={{ y: read.y, radius: 5 }} />}
    </svg>
  );
}

/** A metric with its interval, or its value in one repeat. */
function metricText({ interval, mean, name, values }: MetricSummary, repeat: number | undefined): string {
  const decimals = decimalsFor(mean, interval);
  const value = repeat === undefined ? mean : (values[repeat] ?? Number.NaN);
  const text = `${metricTitle(name)} ${formatNumber(value, decimals)}`;
  if (interval === undefined || repeat !== undefined) return text;
  return `${text} (${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)})`;
}

function describePoint({ actual, predicted, repeat, residual, row }: PredictedPoint): string {
  const by = `${residual > 0 ? '+' : ''}${formatSignificant(residual)}`;
  return `Row ${row + 1} in repeat ${repeat + 1}: ${formatSignificant(actual)}, predicted ${formatSignificant(predicted)}, residual ${by}`;
}

function summary({ points, tested }: PredictionView, name: string, only: string): string {
  const where = only === 'all' ? 'over all repeats' : `repeat ${Number(only) + 1} among all`;
  const part =
    points.length < tested ? ` ${formatNumber(points.length)} of ${formatCount(tested, 'prediction')} were kept.` : '';
  return `Test rows of ${name}, ${where}.${part}`;
}
