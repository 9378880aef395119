import { useCallback, useRef, useState } from 'preact/hooks';
import type { RunRow } from '../app/panelModel.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { Select } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { type Brush, type ChartAxis, withBrush } from './chartAxis.ts';
import { ChartCanvas } from './chartCanvas.tsx';

interface ParallelCoordinatesProps {
  readonly runs: readonly RunRow[];
  readonly brushed: readonly RunRow[];
  readonly axes: readonly ChartAxis[];
  readonly brushes: readonly Brush[];
  /** Columns that can be axes. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly width: number;
  readonly onAxes: (ids: string[]) => void;
  readonly onBrushes: (brushes: Brush[]) => void;
}

const height = 230;
const top = 18;
const bottom = height - 14;
const side = 60;
/** More lines are no picture; the others are left out evenly. */
const mostLines = 4000;

/** A line for each run across axes of values; a range dragged on an axis chooses the runs of the table under it. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { axes, brushed, brushes, choices, onAxes, onBrushes, runs, width } = props;
  const at = (index: number) =>
    axes.length === 1 ? width / 2 : side + ((width - 2 * side) * index) / (axes.length - 1);
  const y = (position: number) => bottom - (bottom - top) * position;
  const draw = useCallback(
    (context: CanvasRenderingContext2D, colour: (variable: string) => string) => {
      context.clearRect(0, 0, width, height);
      const lines = (drawn: readonly RunRow[], variable: string, alpha: number) => {
        context.strokeStyle = colour(variable);
        context.globalAlpha = alpha;
        const step = Math.max(1, Math.ceil(drawn.length / mostLines));
        for (let index = 0; index < drawn.length; index += step) {
          const run = drawn[index];
          if (run === undefined) continue;
          context.beginPath();
          let open = false;
          axes.forEach((axis, place) => {
            const value = axis.valueOf(run);
            // A line is interrupted where the run has no value.
            if (value === undefined) open = false;
            else if (open) context.lineTo(at(place), y(axis.position(value)));
            else {
              context.moveTo(at(place), y(axis.position(value)));
              open = true;
            }
          });
          context.stroke();
        }
      };
      const alpha = Math.max(0.06, Math.min(0.7, 60 / Math.max(1, Math.min(brushed.length, mostLines))));
      if (brushed.length < runs.length) lines(runs, '--text-quiet', Math.min(0.12, alpha));
      lines(brushed, '--accent', alpha);
    },
    [axes, brushed, runs, width],
  );
  const free = choices.filter(({ value }) => !axes.some(({ id }) => id === value));
  return (
    <section class="history-chart" aria-label="Parallel coordinates">
      <div class="chart-stage" style={{ height: `${height}px` }}>
        <ChartCanvas width={width} height={height} draw={draw} />
        <svg
          class="chart-axes"
          width={width}
          height={height}
          role="img"
          aria-label={`${formatCount(brushed.length, 'run')} of ${formatNumber(runs.length)} in the chosen ranges`}
        >
          {axes.map((axis, index) => (
            <AxisMark
              key={axis.id}
              axis={axis}
              x={at(index)}
              y={y}
              brush={brushes.find(({ column }) => column === axis.id)}
              onBrush={(range) => onBrushes(withBrush(brushes, axis.id, range))}
            />
          ))}
        </svg>
      </div>
      <div class="axis-list">
        {axes.map((axis) => (
          <AxisFields
            key={axis.id}
            axis={axis}
            brush={brushes.find(({ column }) => column === axis.id)}
            removable={axes.length > 2}
            onBrush={(range) => onBrushes(withBrush(brushes, axis.id, range))}
            onRemove={() => {
              onAxes(axes.filter(({ id }) => id !== axis.id).map(({ id }) => id));
              onBrushes(withBrush(brushes, axis.id, undefined));
            }}
          />
        ))}
        {free.length > 0 && (
          <Select
            label="Add an axis"
            value=""
            options={[{ value: '', label: 'Add an axis' }, ...free]}
            onSelect={(id) => {
              if (id !== '') onAxes([...axes.map((axis) => axis.id), id]);
            }}
          />
        )}
        {runs.length > mostLines && (
          <span class="toolbar-note">{`A line for every ${formatNumber(Math.ceil(runs.length / mostLines))} runs.`}</span>
        )}
      </div>
    </section>
  );
}

interface AxisMarkProps {
  readonly axis: ChartAxis;
  readonly x: number;
  readonly y: (position: number) => number;
  readonly brush: Brush | undefined;
  readonly onBrush: (range: Omit<Brush, 'column'> | undefined) => void;
}

function AxisMark({ axis, brush, onBrush, x, y }: AxisMarkProps) {
  const begun = useRef<number>(undefined);
  const valueUnder = (event: PointerEvent & { readonly currentTarget: SVGRectElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    return axis.valueAt(1 - (event.clientY - box.top) / box.height);
  };
  return (
    <g>
      <text class="axis-label" x={x} y={11} text-anchor="middle">
        {axis.label}
      </text>
      <line class="axis-line" x1={x} x2={x} y1={top} y2={bottom} />
      {axis.ticks.map(({ position, text }) => (
        <text key={text} class="tick-label" x={x + 4} y={y(position) + 3}>
          {text.length > 18 ? `${text.slice(0, 17)}…` : text}
        </text>
      ))}
      {brush !== undefined && (
        <rect
          class="axis-brush"
          x={x - 6}
          width={12}
          y={y(Math.min(1, axis.position(brush.high)))}
          height={Math.max(2, y(Math.max(0, axis.position(brush.low))) - y(Math.min(1, axis.position(brush.high))))}
        />
      )}
      <rect
        class="axis-catch"
        x={x - 12}
        width={24}
        y={top}
        height={bottom - top}
        onPointerDown={(event) => {
          begun.current = valueUnder(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (begun.current === undefined) return;
          const now = valueUnder(event);
          onBrush({ low: Math.min(begun.current, now), high: Math.max(begun.current, now) });
        }}
        onPointerUp={(event) => {
          // A click without a way takes the range away.
          if (begun.current === valueUnder(event)) onBrush(undefined);
          begun.current = undefined;
        }}
      />
    </g>
  );
}

interface AxisFieldsProps {
  readonly axis: ChartAxis;
  readonly brush: Brush | undefined;
  readonly removable: boolean;
  readonly onBrush: (range: Omit<Brush, 'column'> | undefined) => void;
  readonly onRemove: () => void;
}

/** The range of an axis for those who do not drag, two sliders over its length. */
function AxisFields({ axis, brush, onBrush, onRemove, removable }: AxisFieldsProps) {
  const [open, setOpen] = useState(false);
  const [low, high] = [brush?.low ?? axis.valueAt(0), brush?.high ?? axis.valueAt(1)];
  const [rangeLabel, rangeText] = [`Range of ${axis.label}`, `${axis.textOf(low)} – ${axis.textOf(high)}`];
  const slider = (label: string, value: number, change: (value: number) => void) => (
    <label class="axis-slider">
      {label}
      <input
        type="range"
        min={0}
        max={1000}
        value={Math.round(1000 * axis.position(value))}
        aria-valuetext={axis.textOf(value)}
        onInput={(event) => change(axis.valueAt(Number(event.currentTarget.value) / 1000))}
      />
      <span class="number">{axis.textOf(value)}</span>
    </label>
  );
  return (
    <span class="axis-fields">
      <SmallButton
        label={brush === undefined ? rangeLabel : `${rangeLabel}: ${rangeText}`}
        text={brush === undefined ? rangeLabel : `${rangeLabel}: ${rangeText}`}
        onPress={() => setOpen(!open)}
      />
      {open && (
        <>
          {slider(`From`, low, (value) => onBrush({ low: value, high: Math.max(value, high) }))}
          {slider(`To`, high, (value) => onBrush({ low: Math.min(low, value), high: value }))}
        </>
      )}
      {brush !== undefined && (
        <SmallButton label={`Clear the range of ${axis.label}`} text="Clear" onPress={() => onBrush(undefined)} />
      )}
      {removable && <SmallButton label={`Remove the axis ${axis.label}`} text="Remove" onPress={onRemove} />}
    </span>
  );
}
