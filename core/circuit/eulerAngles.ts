/** A 2×2 unitary as e^{i·phase}·u(theta, phi, lambda), with the gate `u` of `circuit.ts`. */
export interface EulerAngles {
  readonly phase: number;
  readonly theta: number;
  readonly phi: number;
  readonly lambda: number;
}

/** @param values a 2×2 unitary, row-major, re and im interleaved */
export function eulerAngles(values: readonly number[]): EulerAngles {
  const entry = (index: number) => ({ re: values[2 * index] ?? 0, im: values[2 * index + 1] ?? 0 });
  const magnitude = (index: number) => Math.hypot(entry(index).re, entry(index).im);
  const argument = (index: number) => Math.atan2(entry(index).im, entry(index).re);
  const theta = 2 * Math.atan2(magnitude(2), magnitude(0));
  if (magnitude(0) < 1e-12) {
    // Only φ − λ is defined; take λ = 0.
    const phase = argument(1) - Math.PI;
    return { phase, theta, phi: argument(2) - phase, lambda: 0 };
  }
  const phase = argument(0);
  const phi = magnitude(2) < 1e-12 ? 0 : argument(2) - phase;
  return { phase, theta, phi, lambda: argument(3) - phase - phi };
}
