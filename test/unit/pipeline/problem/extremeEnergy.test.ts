import { describe, expect, test } from 'vitest';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { extremeEnergy, mostDiagonalisedQubits } from '#core/pipeline/problem/extremeEnergy.ts';

const atOnce = async () => undefined;

function product(coefficient: number, text: string): PauliSum['terms'][number] {
  const factors = [...text].flatMap((axis, qubit): PauliFactor[] =>
    axis === 'X' || axis === 'Y' || axis === 'Z' ? [{ qubit, axis }] : [],
  );
  return { coefficient, factors };
}

/** The chain −Σ ZZ − g Σ X with open ends. */
function isingChain(qubits: number, field: number): PauliSum {
  const at = (letters: Readonly<Record<number, string>>) =>
    Array.from({ length: qubits }, (_, qubit) => letters[qubit] ?? 'I').join('');
  const couplings = Array.from({ length: qubits - 1 }, (_, left) => product(-1, at({ [left]: 'Z', [left + 1]: 'Z' })));
  const fields = Array.from({ length: qubits }, (_, qubit) => product(-field, at({ [qubit]: 'X' })));
  return { terms: [...couplings, ...fields] };
}

describe('the extreme energy of a Hamiltonian', () => {
  test.each([
    ['X', [product(1, 'X')], -1, 1],
    ['a field in the direction (3, 4, 12)', [product(3, 'X'), product(4, 'Y'), product(12, 'Z')], -13, 13],
    ['the Heisenberg pair', [product(1, 'XX'), product(1, 'YY'), product(1, 'ZZ')], -3, 1],
    ['products with an odd number of Y', [product(1, 'XY'), product(1, 'YX')], -2, 2],
    ['a sum of nothing', [], 0, 0],
  ])('of %s has its closed form', async (_, terms, lowest, highest) => {
    const qubits = Math.max(1, ...terms.flatMap(({ factors }) => factors.map(({ qubit }) => qubit + 1)));
    expect(await extremeEnergy({ terms }, qubits, 'min', atOnce)).toBeCloseTo(lowest, 10);
    expect(await extremeEnergy({ terms }, qubits, 'max', atOnce)).toBeCloseTo(highest, 10);
  });

  test.each([2, 5, 9])('of the critical Ising chain of %i qubits is 1 − 1/sin(π/(4n+2))', async (qubits) => {
    // Pfeuty, Annals of Physics 57 (1970), open ends at the critical field.
    const exact = 1 - 1 / Math.sin(Math.PI / (4 * qubits + 2));
    expect(await extremeEnergy(isingChain(qubits, 1), qubits, 'min', atOnce)).toBeCloseTo(exact, 9);
  });

  test('can be ended from outside, and is refused for too many qubits', async () => {
    const ended = async () => {
      throw new Error('ended');
    };
    await expect(extremeEnergy(isingChain(3, 1), 3, 'min', ended)).rejects.toThrow('ended');
    const wide = mostDiagonalisedQubits + 1;
    await expect(extremeEnergy(isingChain(wide, 1), wide, 'min', atOnce)).rejects.toMatchObject({
      reason: 'too-large',
    });
  });
});
