import type { GateOperation } from './circuit.ts';
import type { PauliFactor, PauliSum } from './observable.ts';

/** Terms of an observable that one setting of the measurement axes can read together (qubit-wise commuting). */
export interface MeasurementGroup {
  /** The axis to read each qubit along; qubits not named are read along Z. */
  readonly axes: ReadonlyMap<number, PauliFactor['axis']>;
  readonly terms: readonly {
    readonly observable: number;
    readonly coefficient: number;
    readonly qubits: readonly number[];
  }[];
}

/**
 * Groups the terms of several observables greedily, in order, into sets that share a measurement basis. Identity terms
 * join the first group.
 */
export function groupByMeasurementBasis(observables: readonly PauliSum[]): MeasurementGroup[] {
  const groups: { axes: Map<number, PauliFactor['axis']>; terms: MeasurementGroup['terms'][number][] }[] = [];
  observables.forEach((sum, observable) => {
    for (const { coefficient, factors } of sum.terms) {
      let group = groups.find(({ axes }) => factors.every(({ axis, qubit }) => (axes.get(qubit) ?? axis) === axis));
      if (group === undefined) {
        group = { axes: new Map(), terms: [] };
        groups.push(group);
      }
      for (const { axis, qubit } of factors) group.axes.set(qubit, axis);
      group.terms.push({ observable, coefficient, qubits: factors.map(({ qubit }) => qubit) });
    }
  });
  return groups;
}

/** The gates that turn a qubit's axis to Z, so that an ordinary readout reads along it. */
export function rotationToZ(qubit: number, axis: PauliFactor['axis']): GateOperation[] {
  const gate = (name: 'h' | 'sdg'): GateOperation => ({
    kind: 'gate',
    gate: name,
    parameters: [],
    controls: [],
    targets: [qubit],
  });
  switch (axis) {
    case 'X':
      return [gate('h')];
    case 'Y':
      return [gate('sdg'), gate('h')];
    case 'Z':
      return [];
  }
}
