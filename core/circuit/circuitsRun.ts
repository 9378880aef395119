import type { Circuit } from './circuit.ts';
import { groupByMeasurementBasis } from './measurementBasis.ts';
import type { PauliSum } from './observable.ts';

/**
 * How many circuits a device runs for a job: those it is given, or, where mean values are asked of them, each once for every
 * basis that its observables are read in.
 */
export function circuitsRun({
  circuits,
  observables,
}: {
  readonly circuits: readonly Circuit[];
  readonly observables?: readonly (readonly PauliSum[])[];
}): number {
  if (observables === undefined) return circuits.length;
  return observables.reduce((sum, each) => sum + Math.max(1, groupByMeasurementBasis(each).length), 0);
}
