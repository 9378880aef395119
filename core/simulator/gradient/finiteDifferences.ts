import type { Circuit } from '#core/circuit/circuit.ts';
import type { DifferencesOfValues } from './differentiation.ts';

/**
 * Central differences in every parameter. The error is of order step², plus that of the values divided by the step; for
 * circuits whose angles have no derivative, and to check the exact methods.
 */
export function finiteDifferences(circuit: Circuit, step: number): DifferencesOfValues {
  return {
    circuit,
    bindings: (parameterSets) =>
      parameterSets.flatMap((set) => {
        const here = Array.from(set);
        const shifted = here.flatMap((value, index) => [
          here.with(index, value + step),
          here.with(index, value - step),
        ]);
        return [here, ...shifted];
      }),
    rows(parameterSets, observables, values) {
      let first = 0;
      return parameterSets.map(({ length }) => {
        const own = values.slice(first, first + 2 * length + 1);
        first += 2 * length + 1;
        const gradients = observables.map((_, observable) =>
          Float64Array.from({ length }, (_unused, index) => {
            const above = own[2 * index + 1]?.[observable] as number;
            const below = own[2 * index + 2]?.[observable] as number;
            return (above - below) / (2 * step);
          }),
        );
        return { values: own[0] as Float64Array, gradients };
      });
    },
  };
}
