/**
 * The inverse of a square matrix given by rows (Gauss–Jordan elimination with partial pivoting).
 * @returns undefined when the matrix is singular to working precision
 */
export function invertSquare(rows: readonly (readonly number[])[]): number[][] | undefined {
  const size = rows.length;
  const scale = Math.max(...rows.map((row) => Math.max(...row.map(Math.abs))));
  const work = rows.map((row, index) => [
    ...row,
    ...Array.from({ length: size }, (_, column) => (column === index ? 1 : 0)),
  ]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(work[row]?.[column] as number) > Math.abs(work[pivot]?.[column] as number)) pivot = row;
    const pivotRow = work[pivot] as number[];
    const value = pivotRow[column] as number;
    if (!(Math.abs(value) > scale * 1e-13)) return undefined;
    work[pivot] = work[column] as number[];
    work[column] = pivotRow;
    for (let index = 0; index < 2 * size; index++) pivotRow[index] = (pivotRow[index] as number) / value;
    work.forEach((row, position) => {
      const factor = row[column] as number;
      if (position === column || factor === 0) return;
      for (let index = column; index < 2 * size; index++)
        row[index] = (row[index] as number) - factor * (pivotRow[index] as number);
    });
  }
  return work.map((row) => row.slice(size));
}
