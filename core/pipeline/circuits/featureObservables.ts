import type { PauliSum } from '#core/circuit/observable.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { pauliProduct } from './pauliProduct.ts';

/** The observables whose expectation values describe a row: those named, else X, Y and Z of every qubit. */
export function featureObservables(pipeline: ResolvedPipeline): PauliSum[] {
  const { measure, qubits } = pipeline.quantum;
  const texts = measure.observables ?? everySingleQubit(qubits);
  return texts.map((text) => pauliProduct(text, qubits, pipeline.interface.output.bitOrder));
}

function everySingleQubit(qubits: number): string[] {
  return Array.from({ length: qubits }, (_, qubit) => ['X', 'Y', 'Z'].map((axis) => `${axis}${qubit}`)).flat();
}
