/** The place of a pair of n qubits in a list of all pairs: of 0 and 1, 0 and 2, …, 1 and 2, …. */
export function placeOfPair(one: number, other: number, count: number): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  return (low * (2 * count - low - 1)) / 2 + (high - low - 1);
}
