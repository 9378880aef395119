import type { ContestantTimes } from '#bench/simulator/contestantTimes.ts';
import type { MeasuredRow } from '#bench/simulator/measureRow.ts';
import type { Contestant, Row, SubjectName, Target } from '#bench/simulator/rows.ts';

export const ours: Contestant = { subject: 'hybrid-quantum', configuration: 'double', precision: 'double' };

export function peer(subject: SubjectName, configuration = 'default'): Contestant {
  return { subject, configuration, precision: 'double' };
}

/** What a contestant took; `rounds` in seconds. */
export function times(contestant: Contestant, rounds: readonly number[], more: Partial<ContestantTimes> = {}) {
  return { contestant, first: rounds.slice(0, 1), rounds, values: [], ...more };
}

/** A row of two qubits whose contestants are those that were found. */
export function measuredRow(
  targets: readonly Target[],
  found: readonly ContestantTimes[],
  more: Partial<Row> = {},
): MeasuredRow {
  const row = {
    name: 'pair',
    group: 'Pairs',
    qubits: 2,
    circuit: () => ({ qubits: 2, gates: [], observable: [] }),
    contestants: found.map(({ contestant }) => contestant),
    targets,
    limit: 20,
    ...more,
  };
  return { row, threads: 1, rounds: 3, found, disagreements: [] };
}
