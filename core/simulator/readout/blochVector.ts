import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import { type Amplitudes, qubitsOf } from './amplitudes.ts';
import { qubitDensityMatrix } from './reducedState.ts';

/** (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of a qubit: on the unit sphere when it is in a pure state of its own, inside when it is entangled. */
export type BlochVector = readonly [x: number, y: number, z: number];

/** The Bloch vectors of all qubits of a state, one sweep each. */
export function blochVectors(state: Amplitudes): BlochVector[] {
  return Array.from({ length: qubitsOf(state) }, (_, qubit) => blochVector(state, qubit));
}

/** The Bloch vector of one qubit of a state. */
export function blochVector(state: Amplitudes, qubit: number): BlochVector {
  return blochVectorOf(qubitDensityMatrix(state, qubit));
}

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
