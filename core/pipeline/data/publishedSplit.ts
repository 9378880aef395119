/** Numbers of rows, counted from 0. */
export interface SplitParts {
  readonly train: number[];
  readonly validation?: number[];
  readonly test: number[];
}

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, row) => from + row);

/** The division into training and test rows that a built-in data set was published with; undefined where it has none. */
export function publishedSplit(dataSet: string | undefined): SplitParts | undefined {
  switch (dataSet) {
    case 'ad-hoc-reference':
      return { train: rows(0, 40), test: rows(40, 50) };
    case 'parity-4':
      return { train: rows(0, 10), test: rows(10, 16) };
    default:
      return undefined;
  }
}
