import fc from 'fast-check';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';

/** A Pauli product, qubits ascending. */
function anyPauliProduct(qubits: number): fc.Arbitrary<PauliFactor[]> {
  const letter = fc.constantFrom('I' as const, 'X' as const, 'Y' as const, 'Z' as const);
  return fc
    .array(letter, { minLength: qubits, maxLength: qubits })
    .map((letters) => letters.flatMap((axis, qubit) => (axis === 'I' ? [] : [{ qubit, axis }])));
}

/** A sum of Pauli products, some of which may be equal. */
export function anyPauliSum(qubits: number, maxLength = 8): fc.Arbitrary<PauliSum> {
  const coefficient = fc.double({ min: -4, max: 4, noNaN: true });
  return fc
    .array(fc.record({ coefficient, factors: anyPauliProduct(qubits) }), { maxLength })
    .map((terms) => ({ terms }));
}
