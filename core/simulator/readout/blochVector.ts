import type { ComplexMatrix } from '#core/circuit/circuit.ts';

/** (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of a qubit: on the unit sphere when it is in a pure state of its own, inside when it is entangled. */
export type BlochVector = readonly [x: number, y: number, z: number];

/** The Bloch vector of the density matrix of one qubit. */
export function blochVectorOf({ values }: ComplexMatrix): BlochVector {
  // ρ₁₀ = (x + iy)/2
  return [2 * (values[4] ?? 0), 2 * (values[5] ?? 0), (values[0] ?? 0) - (values[6] ?? 0)];
}

/** The standard errors of a Bloch vector, from those of the entries of the density matrix. */
export function blochErrorsOf({ values }: ComplexMatrix): BlochVector {
  // ρ₀₀ and ρ₁₁ add up to 1, so that their errors are the same.
  return [2 * (values[4] ?? 0), 2 * (values[5] ?? 0), 2 * (values[0] ?? 0)];
}
