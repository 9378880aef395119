import type { KernelResult } from '#core/runs/recordedCharts.ts';

export const kernelLevelCount = 16;

/** Cells of a kernel that are tinted alike, as the path of their squares, a unit each. */
export interface KernelLevel {
  /** 0 … {@link kernelLevelCount} − 1 */
  readonly level: number;
  readonly path: string;
}

/** The value of a pair of cells. */
export function kernelValue({ values }: KernelResult, row: number, column: number): number {
  return values[Math.max(row, column)]?.[Math.min(row, column)] ?? 0;
}

/** The range of values that is tinted: 0…1, and below 0 where values are. */
export function kernelRange({ values }: KernelResult): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 1];
  for (const row of values) {
    for (const value of row) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high };
}

/** The cells by level of their value, but for those that are no number. Neighbours in a row are one rectangle. */
export function kernelLevels(kernel: KernelResult): readonly KernelLevel[] {
  const { high, low } = kernelRange(kernel);
  const size = kernel.cells.length;
  const levelOf = (row: number, column: number) => {
    const value = kernelValue(kernel, row, column);
    if (!Number.isFinite(value)) return undefined;
    // Halves, as the whole range may be larger than any number.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.max(0, Math.min(kernelLevelCount - 1, Math.floor(share * kernelLevelCount)));
  };
  const paths = new Map<number, string[]>();
  const add = (level: number, path: string) => paths.set(level, [...(paths.get(level) ?? []), path]);
  for (let row = 0; row < size; row++) {
    let start = 0;
    for (let column = 1; column <= size; column++) {
      const level = levelOf(row, start);
      if (column < size && levelOf(row, column) === level) continue;
      if (level !== undefined) add(level, `M${start} ${row}h${column - start}v1h${start - column}z`);
      start = column;
    }
  }
  return [...paths].sort(([one], [other]) => one - other).map(([level, parts]) => ({ level, path: parts.join('') }));
}

/**
 * The mean of the kernel within each of some groups of cells and between each pair of them, of different samples only where
 * cells are single.
 */
export function groupMeans(
  kernel: KernelResult,
  groups: readonly { readonly start: number; readonly end: number }[],
): readonly { readonly row: number; readonly column: number; readonly mean: number }[] {
  const placesOf = ({ end, start }: { readonly start: number; readonly end: number }) =>
    Array.from({ length: end - start }, (_, index) => start + index);
  return groups.flatMap((rows, row) =>
    groups.slice(0, row + 1).map((columns, column) => {
      let [sum, weight] = [0, 0];
      for (const place of placesOf(rows)) {
        for (const other of placesOf(columns)) {
          const samples = kernel.cells[place]?.samples ?? 0;
          // A sample is like itself whatever the kernel.
          if (place === other && samples === 1) continue;
          const pairs = samples * (kernel.cells[other]?.samples ?? 0);
          sum += pairs * kernelValue(kernel, place, other);
          weight += pairs;
        }
      }
      return { row, column, mean: weight === 0 ? Number.NaN : sum / weight };
    }),
  );
}
