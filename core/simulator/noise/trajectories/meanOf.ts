import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';

/** Tr(E ρ), which is real. */
export function meanOf(effect: DenseMatrix, state: DenseMatrix): number {
  const { dimension } = effect;
  let sum = 0;
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      const one = row * dimension + column;
      const other = column * dimension + row;
      sum += (effect.re[one] as number) * (state.re[other] as number);
      sum -= (effect.im[one] as number) * (state.im[other] as number);
    }
  }
  return sum;
}
