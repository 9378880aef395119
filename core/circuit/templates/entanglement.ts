import { Failure } from '#core/base/failure.ts';

/** Which pairs of qubits a template joins. */
export type Entanglement =
  | 'none'
  | 'linear'
  | 'reverse-linear'
  | 'ring'
  | 'full'
  | readonly (readonly [number, number])[];

/**
 * The pairs in order of application. `linear`: neighbours from the first qubit on; `reverse-linear`: the same from the
 * last; `ring`: `linear` and last to first (for two qubits the same as `linear`); `full`: every i < j.
 * @throws Failure `invalid-input` when a listed pair names a qubit twice or one that is not there
 */
export function entangledPairs(entanglement: Entanglement, qubits: number): readonly (readonly [number, number])[] {
  const neighbours = Array.from({ length: Math.max(0, qubits - 1) }, (_, index) => [index, index + 1] as const);
  switch (entanglement) {
    case 'none':
      return [];
    case 'linear':
      return neighbours;
    case 'reverse-linear':
      return neighbours.toReversed();
    case 'ring':
      return qubits > 2 ? [...neighbours, [qubits - 1, 0]] : neighbours;
    case 'full':
      return Array.from({ length: qubits }, (_, first) =>
        Array.from({ length: qubits - first - 1 }, (_unused, offset) => [first, first + 1 + offset] as const),
      ).flat();
    default:
      for (const [first, second] of entanglement) {
        const inside = [first, second].every((qubit) => Number.isInteger(qubit) && qubit >= 0 && qubit < qubits);
        if (!inside || first === second) {
          throw new Failure(
            'invalid-input',
            `The entangled pair [${first}, ${second}] does not fit ${qubits} qubits.`,
            {
              advice: `Name two different qubits from 0 to ${qubits - 1}.`,
            },
          );
        }
      }
      return entanglement;
  }
}
