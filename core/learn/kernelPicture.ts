import { entry, type Matrix } from './matrix.ts';

/** A kernel of samples with each other, ordered by class and small enough to be kept and looked at. */
export interface KernelPicture {
  /** How many samples it is of. */
  readonly samples: number;
  /** Rows and columns of the picture: samples of one class, one after the other. */
  readonly cells: readonly { readonly class: number; readonly samples: number }[];
  /** `values[row][column]` for columns up to the row: means over the samples of both cells, to three decimals. */
  readonly values: readonly (readonly number[])[];
}

/**
 * Orders a kernel by class, keeping the order within classes. With more samples than `mostCells` as many as necessary of
 * a class, one after the other, become one cell.
 * @param labels of the samples: positions of classes @param mostCells at least the number of classes
 */
export function kernelPicture(gram: Matrix, labels: readonly number[], mostCells: number): KernelPicture {
  const classes = [...new Set(labels)].sort((one, other) => one - other);
  const members = classes.map((label) => labels.flatMap((own, row) => (own === label ? [row] : [])));
  let size = 1;
  const cellCount = () => members.reduce((sum, { length }) => sum + Math.ceil(length / size), 0);
  while (cellCount() > mostCells && size < labels.length) size++;
  const cells = members.flatMap((rows, index) =>
    Array.from({ length: Math.ceil(rows.length / size) }, (_, block) => ({
      class: classes[index] as number,
      rows: rows.slice(block * size, (block + 1) * size),
    })),
  );
  const mean = (rows: readonly number[], columns: readonly number[]) => {
    let sum = 0;
    for (const row of rows) for (const column of columns) sum += entry(gram, row, column);
    return Math.round((1000 * sum) / (rows.length * columns.length)) / 1000;
  };
  return {
    samples: labels.length,
    cells: cells.map((cell) => ({ class: cell.class, samples: cell.rows.length })),
    values: cells.map(({ rows }, row) => cells.slice(0, row + 1).map((other) => mean(rows, other.rows))),
  };
}
