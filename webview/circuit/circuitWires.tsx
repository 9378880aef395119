import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';

interface CircuitWiresProps {
  readonly frame: DrawingFrame;
  /** The first and the last wire near the view; the others are not in the page. */
  readonly first: number;
  readonly last: number;
}

/** Quantum wires as single lines, classical registers as double ones. */
export function CircuitWires({ first, frame: { gutter, width, wires }, last }: CircuitWiresProps) {
  return (
    <g class="wires">
      {wires
        .slice(first, last + 1)
        .map(({ kind, y }, place) =>
          kind === 'qubit' ? (
            <path key={first + place} class="wire" d={`M${gutter} ${y}H${width}`} />
          ) : (
            <path
              key={first + place}
              class="wire classical"
              d={`M${gutter} ${y - 1.5}H${width}M${gutter} ${y + 1.5}H${width}`}
            />
          ),
        )}
    </g>
  );
}

interface WireLabelsProps extends CircuitWiresProps {
  readonly zoom: number;
  /** Whether the drawing is scrolled under the labels. */
  readonly lifted: boolean;
}

/** The names of the wires, in their place at the left whatever is scrolled. Rows carry the same names for readers. */
export function WireLabels({ first, frame: { gutter, height, wires }, last, lifted, zoom }: WireLabelsProps) {
  return (
    <svg
      class={lifted ? 'wire-labels lifted' : 'wire-labels'}
      width={gutter * zoom}
      height={height * zoom}
      viewBox={`0 0 ${gutter} ${height}`}
      aria-hidden="true"
    >
      {wires.slice(first, last + 1).map(({ label, kind, y }, place) => (
        <text key={first + place} class={`wire-label ${kind}`} x={gutter - 8} y={y} data-wire={first + place}>
          {label}
        </text>
      ))}
    </svg>
  );
}
