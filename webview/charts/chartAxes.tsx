import { formatNumber } from '../format/numbers.ts';

/** The size of a drawing and what it leaves free around its plot, in pixels. */
export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

interface ValueTicksProps {
  readonly box: ChartBox;
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
  readonly text: (value: number) => string;
}

/** Lines across the plot at round values, which stand at its left. */
export function ValueTicks({ box: { margin, width }, text, ticks, y }: ValueTicksProps) {
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid-line" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={margin.left - 8} y={y(tick) + 4} text-anchor="end">
            {text(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

interface IterationAxisProps {
  readonly box: ChartBox;
  readonly ticks: readonly number[];
  readonly x: (iteration: number) => number;
  readonly title: string;
}

/** The whole ones of these iterations under the plot, and what is drawn by them. */
export function IterationAxis({ box: { height, margin, width }, ticks, title, x }: IterationAxisProps) {
  return (
    <>
      {ticks.filter(Number.isInteger).map((tick) => (
        <text key={tick} class="tick" x={x(tick)} y={height - margin.bottom + 16} text-anchor="middle">
          {formatNumber(tick)}
        </text>
      ))}
      <AxisTitle box={{ height, margin, width }} title={title} />
    </>
  );
}

/** What is drawn by what, below everything. */
export function AxisTitle({ box: { height, margin, width }, title }: Pick<IterationAxisProps, 'box' | 'title'>) {
  return (
    <text class="axis-title" x={(margin.left + width - margin.right) / 2} y={height - 3} text-anchor="middle">
      {title}
    </text>
  );
}

/** The line below the plot. */
export function BaseLine({ box: { height, margin, width } }: { readonly box: ChartBox }) {
  const y = height - margin.bottom;
  return <line class="axis-line" x1={margin.left} x2={width - margin.right} y1={y} y2={y} />;
}

interface ReadingMarkProps {
  readonly box: ChartBox;
  /** Where the line stands that is read at, in pixels. */
  readonly x: number;
  /** What is read on it. */
  readonly point?: { readonly y: number; readonly radius: number };
}

/** Where the pointer or the arrow keys are in a plot. */
export function ReadingMark({ box: { height, margin }, point, x }: ReadingMarkProps) {
  return (
    <g class="reading">
      <line x1={x} x2={x} y1={margin.top} y2={height - margin.bottom} />
      {point && <circle cx={x} cy={point.y} r={point.radius} />}
    </g>
  );
}
