import type { PauliSum } from '#core/circuit/observable.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { readProduct, readWidth } from './readout.ts';

/** The observables whose expectation values describe a row: those named, else X, Y and Z of every qubit that is read. */
export function featureObservables(pipeline: ResolvedPipeline): PauliSum[] {
  const texts = pipeline.quantum.measure.observables ?? everySingleQubit(readWidth(pipeline.quantum));
  return texts.map((text) => readProduct(pipeline, text));
}

function everySingleQubit(qubits: number): string[] {
  return Array.from({ length: qubits }, (_, qubit) => ['X', 'Y', 'Z'].map((axis) => `${axis}${qubit}`)).flat();
}
