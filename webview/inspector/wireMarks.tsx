import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatNumber } from '../format/numbers.ts';
import { chanceText } from './amplitudeText.ts';
import { projectBloch } from './blochProjection.ts';

interface WireMarksProps {
  readonly drawing: Pick<DrawingFrame, 'wires'>;
  readonly zoom: number;
  readonly state: Pick<StateView, 'bloch' | 'qubits'>;
}

/** Of a mark at zoom 1, in pixels; a wire has 48. */
const size = { width: 18, height: 34 };
const radius = 6.5;

/**
 * On each wire, at the moment, the qubit by itself: its Bloch vector, and under it a bar as long as 1 is likely. They repeat
 * what the list of qubits says, and are not spoken.
 */
export function WireMarks({ drawing: { wires }, state: { bloch = [], qubits }, zoom }: WireMarksProps) {
  return (
    <>
      {bloch.map((vector, qubit) => {
        const wire = wires[qubit];
        if (wire?.kind !== 'qubit') return null;
        const chance = (1 - vector[2]) / 2;
        const tip = projectBloch(vector);
        const parts = vector.map((part) => formatNumber(part, 2)).join(', ');
        return (
          <svg
            key={qubits[qubit]}
            class="wire-mark"
            aria-hidden="true"
            width={size.width * zoom}
            height={size.height * zoom}
            viewBox={`${-size.width / 2} ${-size.height / 2} ${size.width} ${size.height}`}
            style={{ top: `${wire.y * zoom}px` }}
          >
            <title>{`${qubits[qubit]}: ${chanceText(chance)} for 1; Bloch vector ${parts}`}</title>
            <rect class="wire-mark-ground" x={-8.5} y={-16.5} width={17} height={33} rx={3} />
            <circle class="bloch-rim" cy={-5} r={radius} />
            {Math.hypot(...vector) > 0.05 && (
              <line class="bloch-arrow" y1={-5} x2={tip.x * radius} y2={tip.y * radius - 5} />
            )}
            <circle
              class={`bloch-tip${tip.depth < -0.02 ? ' behind' : ''}`}
              cx={tip.x * radius}
              cy={tip.y * radius - 5}
              r={2}
            />
            <rect class="wire-mark-bar" x={-radius} y={8} width={2 * radius} height={5} />
            <rect
              class="wire-mark-chance"
              x={-radius}
              y={8}
              width={2 * radius * Math.min(1, Math.max(0, chance))}
              height={5}
            />
          </svg>
        );
      })}
    </>
  );
}
