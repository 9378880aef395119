/** What metrics are called at the beginning of a sentence, where their first letter in upper case is not enough. */
const titles: ReadonlyMap<string, string> = new Map([
  ['rmse', 'RMSE'],
  ['mse', 'MSE'],
  ['mae', 'MAE'],
  ['r2', 'R²'],
  ['ndcg', 'NDCG'],
]);

const trainingPrefix = 'train-';

/** `Accuracy`, `RMSE`, `Accuracy in training` */
export function metricTitle(name: string): string {
  if (name.startsWith(trainingPrefix)) return `${metricTitle(name.slice(trainingPrefix.length))} in training`;
  return titles.get(name) ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/**
 * How many decimals show numbers of this size: 3 between 0.1 and 10, where shares are, fewer for larger and more for
 * smaller ones, since an error in the unit of its target can have any size. Below 10⁻¹² only rounding is left, shown as 0.
 * Energies have 6 to 9, for those of molecules are compared to a thousandth of a hartree and better.
 */
export function metricDecimals(size: number, name?: string): number {
  const decimals = decimalsOfSize(size);
  return name === 'energy' || name === 'energy-error' ? Math.min(9, Math.max(6, decimals)) : decimals;
}

function decimalsOfSize(size: number): number {
  const magnitude = Math.abs(size) < 1e-12 || !Number.isFinite(size) ? 0 : Math.floor(Math.log10(Math.abs(size)));
  if (magnitude > 0) return Math.max(0, 3 - magnitude);
  return Math.min(12, Math.max(3, 2 - magnitude));
}
