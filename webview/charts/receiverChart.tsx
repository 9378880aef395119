import { useState } from 'preact/hooks';
import type { ReceiverResult } from '#core/runs/recordedCharts.ts';
import type { ContenderResult } from '#core/runs/runRecord.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { Select } from '../ui/kit.ts';
import { AxisTitle, ReadingMark, ValueTicks } from './chartAxes.tsx';
import { ChartSlider } from './chartSlider.tsx';
import { pointList } from './pointList.ts';
import { leftOut } from './saving/elementPicture.ts';

const height = 280;
const margin = { left: 44, right: 12, top: 8, bottom: 36 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

interface ReceiverChartProps {
  readonly contenders: readonly ContenderResult[];
}

interface ReceiverLine {
  readonly contender: ContenderResult;
  readonly receiver: ReceiverResult;
}

/**
 * True against false positive rates of every contender that says how sure it is, means over the repeats, the hybrid in a band.
 * The pointer or the arrow keys choose a false positive rate.
 */
export function ReceiverChart({ contenders }: ReceiverChartProps) {
  const classes = [...new Set(contenders.flatMap(({ receiver = [] }) => receiver.map((own) => own.class)))];
  const [asked, setAsked] = useState<string>();
  const [chosen, setChosen] = useState<number>();
  const shown = asked !== undefined && classes.includes(asked) ? asked : (classes[0] ?? '');
  const lines = contenders.flatMap((contender): ReceiverLine[] => {
    const receiver = contender.receiver?.find((own) => own.class === shown);
    return receiver === undefined ? [] : [{ contender, receiver }];
  });
  const steps = Math.max(1, (lines[0]?.receiver.rates.length ?? 2) - 1);
  const repeats = lines[0]?.receiver.area.values.length ?? 0;
  const text =
    chosen === undefined
      ? lines.map(({ contender, receiver }) => `${titleOf(contender.id)}: area ${areaText(receiver)}`).join('; ')
      : describeRate(lines, chosen, steps);
  return (
    <figure class="chart">
      {classes.length > 1 && (
        <div class="section-tools" {...leftOut}>
          <Select
            label="Class that is told from the others"
            value={shown}
            options={classes.map((name) => ({ value: name, label: name }))}
            onSelect={setAsked}
          />
        </div>
      )}
      <ChartSlider
        label={`True positive rate by false positive rate of ${shown}`}
        first={0}
        last={steps}
        chosen={chosen}
        valueText={text}
        margin={margin}
        onChoose={setChosen}
      >
        {(width) => <ReceiverDrawing width={width} lines={lines} steps={steps} chosen={chosen} />}
      </ChartSlider>
      <figcaption class="chart-caption">
        {lines.map(({ contender, receiver }, index) => (
          <span key={contender.id} class="legend">
            <svg class="legend-stroke" width="22" height="8" aria-hidden="true">
              <line class={`series-line series-${index % 8}`} x1="0" x2="22" y1="4" y2="4" />
            </svg>
            {`${titleOf(contender.id)}, area ${areaText(receiver)}`}
          </span>
        ))}
        <span class="chart-reading">
          {chosen === undefined
            ? `${shown} against the others. Means over ${formatCount(repeats, 'repeat')}${describeBand(lines)}.`
            : text}
        </span>
      </figcaption>
    </figure>
  );
}

interface ReceiverDrawingProps {
  readonly width: number;
  readonly lines: readonly ReceiverLine[];
  readonly steps: number;
  readonly chosen: number | undefined;
}

function ReceiverDrawing({ chosen, lines, steps, width }: ReceiverDrawingProps) {
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const box = { width, height, margin };
  const x = (rate: number) => margin.left + rate * plot.width;
  const y = (rate: number) => margin.top + (1 - Math.max(0, Math.min(1, rate))) * plot.height;
  const points = (rates: readonly number[]) => rates.map((rate, step) => ({ x: x(step / steps), y: y(rate) }));
  const band = lines.find(({ contender }) => contender.role === 'hybrid')?.receiver;
  const edges = band === undefined ? undefined : bandEdges(band);
  return (
    <svg width={width} height={height} aria-hidden="true">
      <ValueTicks box={box} ticks={ticks} y={y} text={(tick) => formatNumber(tick, 2)} />
      {ticks.map((tick) => (
        <text
          key={tick}
          class="tick"
          x={x(tick)}
          y={height - margin.bottom + 16}
          text-anchor={tick === 1 ? 'end' : 'middle'}
        >
          {formatNumber(tick, 2)}
        </text>
      ))}
      <line class="chance-line" x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} />
      <AxisTitle box={box} title="false positive rate; upwards the true positive rate" />
      {edges !== undefined && (
        <polygon class="error-band" points={pointList([...points(edges.high), ...points(edges.low).reverse()])} />
      )}
      {[...lines.entries()].reverse().map(([index, { contender, receiver }]) => (
        <polyline
          key={contender.id}
          class={`series-line series-${index % 8}`}
          // A curve begins where nothing is said to be of the class.
          points={pointList([{ x: x(0), y: y(0) }, ...points(receiver.rates)])}
        />
      ))}
      {chosen !== undefined && <ReadingMark box={box} x={x(chosen / steps)} />}
    </svg>
  );
}

/** The intervals of the rates; of older records, which have none, one standard deviation to either side. */
function bandEdges({ band, rates, spread }: ReceiverResult): { low: readonly number[]; high: readonly number[] } {
  if (band !== undefined) return band;
  const edge = (sign: 1 | -1) => rates.map((rate, step) => rate + sign * (spread[step] ?? 0));
  return { low: edge(-1), high: edge(1) };
}

function describeBand(lines: readonly ReceiverLine[]): string {
  const hybrid = lines.find(({ contender }) => contender.role === 'hybrid')?.receiver;
  if (hybrid === undefined || hybrid.area.values.length < 2) return '';
  if (hybrid.band === undefined) return '; the band is one standard deviation of the hybrid';
  return `; the band is the ${formatPercent(hybrid.band.level)} interval of the hybrid at each rate`;
}

function formatPercent(level: number): string {
  return `${formatNumber(level * 100, Number.isInteger(level * 100) ? 0 : 1)}\u2009%`;
}

function areaText({ area: { interval, mean } }: ReceiverResult): string {
  if (interval === undefined) return formatNumber(mean, 3);
  return `${formatNumber(mean, 3)} (${formatNumber(interval.low, 3)}\u2009–\u2009${formatNumber(interval.high, 3)})`;
}

function describeRate(lines: readonly ReceiverLine[], chosen: number, steps: number): string {
  const rates = lines.map(
    ({ contender, receiver }) => `${titleOf(contender.id)} ${formatNumber(receiver.rates[chosen] ?? 0, 3)}`,
  );
  return `At a false positive rate of ${formatNumber(chosen / steps, 2)}: ${rates.join(', ')}`;
}
