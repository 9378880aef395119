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
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high };
}

/** The cells by level of their value. Neighbours in a row are one rectangle. */
export function kernelLevels(kernel: KernelResult): readonly KernelLevel[] {
  const { high, low } = kernelRange(kernel);
  const size = kernel.cells.length;
  const levelOf = (row: number, column: number) => {
    const share = (kernelValue(kernel, row, column) - low) / (high - low);
    return Math.max(0, Math.min(kernelLevelCount - 1, Math.floor(share * kernelLevelCount)));
  };
  const paths = new Map<number, string[]>();
  for (let row = 0; row < size; row++) {
    let start = 0;
    for (let column = 1; column <= size; column++) {
      const level = levelOf(row, start);
      if (column < size && levelOf(row, column) === level) continue;
      paths.set(level, [...(paths.get(level) ?? []), `M${start} ${row}h${column - start}v1h${start - column}z`]);
      start = column;
    }
  }
  return [...paths].sort(([one], [other]) => one - other).map(([level, parts]) => ({ level, path: parts.join('') }));
}

/** The mean of the kernel within each class and between each pair of classes, of different samples only where cells are single. */
export function classMeans(
  kernel: KernelResult,
): readonly { readonly row: number; readonly column: number; readonly mean: number }[] {
  const classes = [...new Set(kernel.cells.map((cell) => cell.class))];
  return classes.flatMap((row, index) =>
    classes.slice(0, index + 1).map((column) => {
      let [sum, weight] = [0, 0];
      kernel.cells.forEach((one, place) => {
        kernel.cells.forEach((other, otherPlace) => {
          if (one.class !== row || other.class !== column) return;
          // A sample is like itself whatever the kernel.
          if (place === otherPlace && one.samples === 1) return;
          const pairs = one.samples * other.samples;
          sum += pairs * kernelValue(kernel, place, otherPlace);
          weight += pairs;
        });
      });
      return { row, column, mean: weight === 0 ? Number.NaN : sum / weight };
    }),
  );
}
