import { useCallback, useMemo, useState } from 'preact/hooks';
import type { RunRow } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import { Select } from '../ui/kit.ts';
import type { ChartAxis } from './chartAxis.ts';
import { ChartCanvas } from './chartCanvas.tsx';

interface ScatterPlotProps {
  readonly runs: readonly RunRow[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly width: number;
  /** The active run of the table, marked. */
  readonly active: string | undefined;
  readonly onAxes: (axes: { x: string; y: string }) => void;
  readonly onOpen: (id: string) => void;
}

const height = 260;
const margin = { left: 70, right: 20, top: 14, bottom: 30 };
const mostCircles = 3000;
/** A pointer this near to a point means it, in pixels. */
const reach = 12;

/** What runs cost or took against what came of it, a point each; the table under it has the same runs. */
export function ScatterPlot({ active, choices, onAxes, onOpen, runs, width, x, y }: ScatterPlotProps) {
  const [near, setNear] = useState<RunRow>();
  const placeOf = (run: RunRow) => {
    const [across, up] = [x.valueOf(run), y.valueOf(run)];
    return across === undefined || up === undefined
      ? undefined
      : { left: left(x.position(across), width), top: topOf(y.position(up)) };
  };
  const places = useMemo(
    () =>
      runs.flatMap((run) => {
        const place = placeOf(run);
        return place === undefined ? [] : [{ run, ...place }];
      }),
    [runs, x, y, width],
  );
  const draw = useCallback(
    (context: CanvasRenderingContext2D, colour: (variable: string) => string) => {
      context.clearRect(0, 0, width, height);
      context.fillStyle = colour('--accent');
      context.globalAlpha = Math.max(0.12, Math.min(0.85, 800 / Math.max(1, places.length)));
      for (const place of places) {
        // Circles take ten times as long, and nobody tells them apart in a crowd.
        if (places.length > mostCircles) context.fillRect(place.left - 1.5, place.top - 1.5, 3, 3);
        else {
          context.beginPath();
          context.arc(place.left, place.top, 3.5, 0, 2 * Math.PI);
          context.fill();
        }
      }
      const marked = places.find(({ run }) => run.id === active);
      if (marked === undefined) return;
      context.globalAlpha = 1;
      context.strokeStyle = colour('--text');
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(marked.left, marked.top, 6, 0, 2 * Math.PI);
      context.stroke();
    },
    [places, width, active],
  );
  const nearest = (event: MouseEvent & { readonly currentTarget: Element }): RunRow | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const [across, down] = [event.clientX - box.left, event.clientY - box.top];
    let found: { readonly run: RunRow; readonly distance: number } | undefined;
    for (const place of places) {
      const distance = Math.hypot(place.left - across, place.top - down);
      if (distance <= reach && distance < (found?.distance ?? Number.POSITIVE_INFINITY))
        found = { run: place.run, distance };
    }
    return found?.run;
  };
  const nearPlace = near === undefined ? undefined : placeOf(near);
  return (
    <section class="history-chart" aria-label="Scatter plot">
      <div class="axis-list">
        <Select label="Across" value={x.id} options={choices} onSelect={(id) => onAxes({ x: id, y: y.id })} />
        <Select label="Upwards" value={y.id} options={choices} onSelect={(id) => onAxes({ x: x.id, y: id })} />
        <span class="toolbar-note" role="status">
          {`${formatCount(places.length, 'run')} of ${runs.length} have both`}
        </span>
      </div>
      {/* The table has the same runs for the keyboard. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        class="chart-stage"
        style={{ height: `${height}px` }}
        onMouseMove={(event) => setNear(nearest(event))}
        onMouseLeave={() => setNear(undefined)}
        onClick={(event) => {
          const run = nearest(event);
          if (run !== undefined) onOpen(run.id);
        }}
      >
        <ChartCanvas width={width} height={height} draw={draw} />
        <svg class="chart-axes" width={width} height={height} role="img" aria-label={`${y.label} against ${x.label}`}>
          <line
            class="axis-line"
            x1={margin.left}
            x2={width - margin.right}
            y1={height - margin.bottom}
            y2={height - margin.bottom}
          />
          <line class="axis-line" x1={margin.left} x2={margin.left} y1={margin.top} y2={height - margin.bottom} />
          {x.ticks.map(({ position, text }) => (
            <text
              key={text}
              class="tick-label"
              x={left(position, width)}
              y={height - margin.bottom + 13}
              text-anchor="middle"
            >
              {text}
            </text>
          ))}
          {y.ticks.map(({ position, text }) => (
            <text key={text} class="tick-label" x={margin.left - 5} y={topOf(position) + 3} text-anchor="end">
              {text}
            </text>
          ))}
          <text class="axis-label" x={width - margin.right} y={height - 3} text-anchor="end">
            {x.label}
          </text>
          <text class="axis-label" x={margin.left} y={10}>
            {y.label}
          </text>
        </svg>
        {near !== undefined && nearPlace !== undefined && (
          <div
            class="chart-tip"
            style={{ left: `${Math.min(nearPlace.left + 10, width - 200)}px`, top: `${nearPlace.top + 8}px` }}
          >
            {`${near.name}: ${y.label} ${y.textOf(y.valueOf(near) ?? 0)}, ${x.label} ${x.textOf(x.valueOf(near) ?? 0)}`}
          </div>
        )}
      </div>
    </section>
  );
}

function left(position: number, width: number): number {
  return margin.left + (width - margin.left - margin.right) * position;
}

function topOf(position: number): number {
  return height - margin.bottom - (height - margin.top - margin.bottom) * position;
}
