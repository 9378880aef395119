import type { Circuit } from '#core/circuit/circuit.ts';
import type { DifferencesOfValues } from './differentiation.ts';

/**
 * Central differences. The error is of order step², plus that of the values divided by the step; for circuits whose angles
 * have no derivative, and to check the exact methods.
 * @param wanted the parameters whose derivatives are wanted, by their places
 */
export function finiteDifferences(circuit: Circuit, step: number, wanted: ReadonlySet<number>): DifferencesOfValues {
  const moved = [...circuit.parameters.keys()].filter((index) => wanted.has(index));
  return {
    circuit,
    bindings: (parameterSets) =>
      parameterSets.flatMap((set) => {
        const here = Array.from(set);
        const by = (index: number, change: number) => here.with(index, (here[index] as number) + change);
        return [here, ...moved.flatMap((index) => [by(index, step), by(index, -step)])];
      }),
    rows(parameterSets, observables, values) {
      const width = 2 * moved.length + 1;
      return parameterSets.map(({ length }, row) => {
        const own = values.slice(row * width, (row + 1) * width);
        const gradients = observables.map((_, observable) => {
          const gradient = new Float64Array(length);
          moved.forEach((index, place) => {
            const above = own[2 * place + 1]?.[observable] as number;
            const below = own[2 * place + 2]?.[observable] as number;
            gradient[index] = (above - below) / (2 * step);
          });
          return gradient;
        });
        return { values: own[0] as Float64Array, gradients };
      });
    },
  };
}
