import type { StatePart } from '#core/protocol/stateChoices.ts';
import type { StateView } from '#core/protocol/stateInspection.ts';
import type { ChartTable } from '../charts/saving/chartTable.ts';
import { purityOf } from './blochProjection.ts';
import { placeOfPair } from './pairOrder.ts';
import { phaseOf } from './phase.ts';

/** The numbers of a part of the state in full, phases in radians and mutual information in bits. */
export function stateTable(part: StatePart, state: StateView): ChartTable {
  switch (part) {
    case 'amplitudes':
      return amplitudeTable(state);
    case 'qubits':
      return {
        columns: ['qubit', 'x', 'y', 'z', 'purity', 'probability of 1'],
        rows: (state.bloch ?? []).map((vector, qubit) => [
          state.qubits[qubit],
          ...vector,
          purityOf(vector),
          (1 - vector[2]) / 2,
        ]),
      };
    case 'correlations':
      return { columns: ['qubit', 'other qubit', 'mutual information'], rows: pairRows(state) };
  }
}

function amplitudeTable({ states }: StateView): ChartTable {
  if (states.some(({ amplitude }) => amplitude === undefined)) {
    return { columns: ['basis state', 'probability'], rows: states.map(({ chance, label }) => [label, chance]) };
  }
  return {
    columns: ['basis state', 're', 'im', 'phase', 'probability'],
    rows: states.map(({ amplitude = { re: 0, im: 0 }, chance, label }) => [
      label,
      amplitude.re,
      amplitude.im,
      phaseOf(amplitude),
      chance,
    ]),
  };
}

function pairRows({ correlations = [], qubits }: StateView): ChartTable['rows'] {
  return qubits.flatMap((one, row) =>
    qubits
      .slice(row + 1)
      .map((other, place) => [one, other, correlations[placeOfPair(row, row + 1 + place, qubits.length)]]),
  );
}
