import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
/** A 2×2 unitary as e^{i·phase}·u(theta, phi, lambda), with the gate `u` of `circuit.ts`. */
export interface EulerAngles {
  readonly phase: number;
  readonly theta: number;
  readonly phi: number;
  readonly lambda: number;
}

/** Entries smaller than this have no argument of their own. */
const negligible = 1e-15;

/** @param values a 2×2 unitary, row-major, re and im interleaved */
export function eulerAngles(values: readonly number[]): EulerAngles {
  const magnitude = (index: number) => lengthOf(values[2 * index] ?? 0, values[2 * index + 1] ?? 0);
  const argument = (index: number) => phaseOf(values[2 * index] ?? 0, values[2 * index + 1] ?? 0);
  const theta = 2 * phaseOf(magnitude(0), magnitude(2));
  if (magnitude(0) < negligible) {
    // Only φ − λ is defined; take λ = 0.
    const phase = argument(1) - Math.PI;
    return { phase, theta, phi: argument(2) - phase, lambda: 0 };
  }
  const phase = argument(0);
  if (magnitude(2) < negligible) return { phase, theta, phi: 0, lambda: argument(3) - phase };
  const phi = argument(2) - phase;
  // Of the two entries that tell λ, the larger one tells it better.
  const lambda = magnitude(3) > magnitude(1) ? argument(3) - phase - phi : argument(1) - Math.PI - phase;
  return { phase, theta, phi, lambda };
}
