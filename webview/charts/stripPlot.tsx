import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { metricTitle } from '#core/runs/metricText.ts';
import type { ContenderResult, MetricSummary } from '#core/runs/runRecord.ts';
import { decimalsFor, formatNumber } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { Select } from '../ui/kit.ts';
import { ValueTicks } from './chartAxes.tsx';
import { ChartSlider } from './chartSlider.tsx';
import { labelLines } from './labelLines.ts';
import { linearScale } from './linearScale.ts';
import { pointList } from './pointList.ts';
import { leftOut } from './saving/elementPicture.ts';

const height = 262;
const margin = { left: 60, right: 12, top: 10, bottom: 42 };

interface StripPlotProps {
  readonly contenders: readonly ContenderResult[];
}

/** The values of a metric of one contender. */
interface Strip {
  readonly contender: ContenderResult;
  readonly metric: MetricSummary;
}

/**
 * The value of every repeat of every contender, those of one repeat joined: they are on the same split. The pointer or the
 * arrow keys choose a repeat.
 */
export function StripPlot({ contenders }: StripPlotProps) {
  const names = [...new Set(contenders.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const primary = contenders.flatMap(({ metrics }) => metrics).find((metric) => metric.primary)?.name;
  const [asked, setAsked] = useState<string>();
  const [chosen, setChosen] = useState<number>();
  const shown = asked !== undefined && names.includes(asked) ? asked : (primary ?? names[0] ?? '');
  const strips = contenders.flatMap((contender): Strip[] => {
    const metric = contender.metrics.find(({ name }) => name === shown);
    return metric === undefined ? [] : [{ contender, metric }];
  });
  const repeats = Math.max(0, ...strips.map(({ metric }) => metric.values.length));
  const text = chosen === undefined ? `${repeats} repeats` : describeRepeat(strips, chosen);
  return (
    <figure class="chart">
      {names.length > 1 && (
        <div class="section-tools" {...leftOut}>
          <Select
            label="Metric of the repeats"
            value={shown}
            options={names.map((name) => ({ value: name, label: metricTitle(name) }))}
            onSelect={setAsked}
          />
        </div>
      )}
      <ChartSlider
        label={`${metricTitle(shown)} by repeat`}
        first={1}
        last={repeats}
        chosen={chosen}
        valueText={text}
        margin={margin}
        onChoose={setChosen}
      >
        {(width) => <StripDrawing width={width} strips={strips} chosen={chosen} repeats={repeats} />}
      </ChartSlider>
      <figcaption class="chart-caption">
        <span class="chart-reading">
          {chosen === undefined ? `${metricTitle(shown)} of each repeat; lines join repeats on the same split.` : text}
        </span>
      </figcaption>
    </figure>
  );
}

interface StripDrawingProps {
  readonly width: number;
  readonly strips: readonly Strip[];
  readonly chosen: number | undefined;
  readonly repeats: number;
}

function StripDrawing({ chosen, repeats, strips, width }: StripDrawingProps) {
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const scale = linearScale(
    strips.flatMap(({ metric }) => metric.values),
    5,
    0.06,
  );
  const x = (index: number) => margin.left + ((index + 0.5) / Math.max(1, strips.length)) * plot.width;
  const y = (value: number) => margin.top + (1 - scale.position(value)) * plot.height;
  const places = Array.from({ length: repeats }, (_, repeat) =>
    strips.flatMap(({ metric }, index) => {
      const value = metric.values[repeat];
      return value === undefined ? [] : [{ index, x: x(index), y: y(value) }];
    }),
  );
  // The repeat that is read lies above the others.
  const order = [...places.keys()].sort((one, other) => Number(one + 1 === chosen) - Number(other + 1 === chosen));
  const longest = Math.max(4, Math.floor(plot.width / Math.max(1, strips.length) / 7));
  return (
    <svg width={width} height={height} aria-hidden="true">
      <ValueTicks box={{ width, height, margin }} ticks={scale.ticks} y={y} text={scale.tickText} />
      {strips.map(({ contender }, index) => (
        <Fragment key={contender.id}>
          {labelLines(titleOf(contender.id), longest).map((line, below) => (
            <text key={line} class="tick" x={x(index)} y={height - 22 + 14 * below} text-anchor="middle">
              {line}
            </text>
          ))}
        </Fragment>
      ))}
      {order.map((repeat) => (
        <g key={repeat} class={repeat + 1 === chosen ? 'strip chosen' : 'strip'}>
          <polyline points={pointList(places[repeat] ?? [])} />
          {(places[repeat] ?? []).map((place) => (
            <circle key={place.index} cx={place.x} cy={place.y} r="3.5" />
          ))}
        </g>
      ))}
      {strips.map(({ contender, metric }, index) => (
        <line
          key={contender.id}
          class="strip-mean"
          x1={x(index) - 14}
          x2={x(index) + 14}
          y1={y(metric.mean)}
          y2={y(metric.mean)}
        />
      ))}
    </svg>
  );
}

function describeRepeat(strips: readonly Strip[], chosen: number): string {
  const values = strips.map(({ contender, metric }) => {
    const value = metric.values[chosen - 1];
    const text = value === undefined ? 'no value' : formatNumber(value, decimalsFor(value));
    return `${titleOf(contender.id)} ${text}`;
  });
  return `Repeat ${chosen}: ${values.join(', ')}`;
}
