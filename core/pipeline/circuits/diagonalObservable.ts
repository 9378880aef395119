import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';

/**
 * The projector on some basis states as a sum of products of Z: its expectation value is their probability together.
 * @param contains whether a basis state belongs to them, index bit j = qubit j
 */
export function diagonalObservable(qubits: number, contains: (state: number) => boolean): PauliSum {
  const size = 2 ** qubits;
  const coefficients = Float64Array.from({ length: size }, (_, state) => (contains(state) ? 1 / size : 0));
  // The Walsh–Hadamard transform: the coefficient of the product of Z on some qubits.
  for (let half = 1; half < size; half *= 2) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let index = start; index < start + half; index++) {
        const low = coefficients[index] as number;
        const high = coefficients[index + half] as number;
        coefficients[index] = low + high;
        coefficients[index + half] = low - high;
      }
    }
  }
  const terms: PauliSum['terms'][number][] = [];
  coefficients.forEach((coefficient, mask) => {
    if (coefficient === 0) return;
    const factors = Array.from({ length: qubits }, (_, qubit) => qubit).flatMap((qubit): PauliFactor[] =>
      Math.floor(mask / 2 ** qubit) % 2 === 1 ? [{ qubit, axis: 'Z' }] : [],
    );
    terms.push({ coefficient, factors });
  });
  return { terms };
}
