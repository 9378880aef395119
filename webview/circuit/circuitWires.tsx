import type { CircuitDrawing } from '#core/circuit/drawing/circuitDrawing.ts';

interface CircuitWiresProps {
  readonly drawing: CircuitDrawing;
  /** Where the wires begin, in pixels of the drawing. */
  readonly gutter: number;
}

/** Quantum wires as single lines, classical registers as double ones. */
export function CircuitWires({ drawing, gutter }: CircuitWiresProps) {
  return (
    <g class="wires">
      {drawing.wires.map(({ kind, y }, wire) =>
        kind === 'qubit' ? (
          <path key={wire} class="wire" d={`M${gutter} ${y}H${drawing.width}`} />
        ) : (
          <path
            key={wire}
            class="wire classical"
            d={`M${gutter} ${y - 1.5}H${drawing.width}M${gutter} ${y + 1.5}H${drawing.width}`}
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
export function WireLabels({ drawing, gutter, zoom, lifted }: WireLabelsProps) {
  return (
    <svg
      class={lifted ? 'wire-labels lifted' : 'wire-labels'}
      width={gutter * zoom}
      height={drawing.height * zoom}
      viewBox={`0 0 ${gutter} ${drawing.height}`}
      aria-hidden="true"
    >
      {drawing.wires.map(({ label, kind, y }, wire) => (
        <text key={wire} class={`wire-label ${kind}`} x={gutter - 8} y={y}>
          {label}
        </text>
      ))}
    </svg>
  );
}
