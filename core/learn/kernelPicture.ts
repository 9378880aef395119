import { entry, type Matrix } from './matrix.ts';

/** A kernel of samples with each other, ordered and small enough to be kept and looked at. */
export interface KernelPicture<Cell> {
  /** How many samples it is of. */
  readonly samples: number;
  /** Rows and columns of the picture, each of samples that follow each other in its order. */
  readonly cells: readonly (Cell & { readonly samples: number })[];
  /** `values[row][column]` for columns up to the row: means over the samples of both cells, to three decimals. */
  readonly values: readonly (readonly number[])[];
}

/**
 * Orders a kernel by class, keeping the order within classes. With more samples than `mostCells` as many as necessary of
 * a class, one after the other, become one cell.
 * @param labels of the samples: positions of classes @param mostCells at least the number of classes
 */
export function kernelByClass(
  gram: Matrix,
  labels: readonly number[],
  mostCells: number,
): KernelPicture<{ readonly class: number }> {
  const classes = [...new Set(labels)].sort((one, other) => one - other);
  const members = classes.map((label) => labels.flatMap((own, row) => (own === label ? [row] : [])));
  return picture(gram, members, mostCells, (_, group) => ({ class: classes[group] as number }));
}

/**
 * Orders a kernel by numbers, the least first and equal ones as they come. With more samples than `mostCells` as many as
 * necessary, one after the other, become one cell.
 * @param targets of the samples @param mostCells at least 1
 */
export function kernelByTarget(
  gram: Matrix,
  targets: readonly number[],
  mostCells: number,
): KernelPicture<{ readonly low: number; readonly high: number }> {
  const target = (row: number | undefined) => targets[row ?? 0] as number;
  const ordered = [...targets.keys()].sort((one, other) => target(one) - target(other));
  return picture(gram, [ordered], mostCells, (rows) => ({ low: target(rows[0]), high: target(rows.at(-1)) }));
}

function picture<Cell>(
  gram: Matrix,
  groups: readonly (readonly number[])[],
  mostCells: number,
  describe: (rows: readonly number[], group: number) => Cell,
): KernelPicture<Cell> {
  const samples = groups.reduce((sum, { length }) => sum + length, 0);
  let size = 1;
  const cellCount = () => groups.reduce((sum, { length }) => sum + Math.ceil(length / size), 0);
  while (cellCount() > mostCells && size < samples) size++;
  const cells = groups.flatMap((rows, group) =>
    Array.from({ length: Math.ceil(rows.length / size) }, (_, block) => ({
      group,
      rows: rows.slice(block * size, (block + 1) * size),
    })),
  );
  const mean = (rows: readonly number[], columns: readonly number[]) => {
    let sum = 0;
    for (const row of rows) for (const column of columns) sum += entry(gram, row, column);
    return Math.round((1000 * sum) / (rows.length * columns.length)) / 1000;
  };
  return {
    samples,
    cells: cells.map(({ group, rows }) => ({ ...describe(rows, group), samples: rows.length })),
    values: cells.map(({ rows }, row) => cells.slice(0, row + 1).map((other) => mean(rows, other.rows))),
  };
}
