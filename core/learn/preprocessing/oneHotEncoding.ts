import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix, matrixFromRows } from '../matrix.ts';
import type { Categories } from '../table.ts';

export interface FittedOneHotEncoding {
  readonly use: 'onehot';
  /** For every column the values seen, ascending, or null for one that stays as it is. */
  readonly categories: readonly (readonly number[] | null)[];
  readonly outputs: readonly string[];
}

/** More columns than this from one are a mistake: a number taken for a category. */
const mostCategories = 1000;

/**
 * Learns the values of the chosen columns (of all when none is chosen). Each becomes one column per value, 1 where the row
 * has it, in the place of the old one; a value not seen while fitting is 0 in all of them.
 * @param texts what the values of columns of categories stand for; the new columns are named by it
 * @throws Failure `invalid-input` for a column with more than 1000 values or a name that is none
 */
export function fitOneHotEncoding(
  chosen: readonly string[] | undefined,
  rows: Matrix,
  names: readonly string[],
  texts: Categories = new Map(),
): FittedOneHotEncoding {
  const unknown = chosen?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Failure('invalid-input', `The step onehot names “${unknown}”, which is not a column at this point.`, {
      advice: `The columns here are: ${names.join(', ')}.`,
    });
  const categories = names.map((name, column) => {
    if (chosen && !chosen.includes(name)) return null;
    const values = [...new Set(Array.from({ length: rows.rows }, (_, row) => entry(rows, row, column)))];
    if (values.length > mostCategories)
      throw new Failure('invalid-input', `The column “${name}” has ${values.length} values, too many for onehot.`, {
        advice: 'Name the columns of categories in `columns`.',
      });
    return values.sort((first, second) => first - second);
  });
  const outputs = names.flatMap(
    (name, column) => categories[column]?.map((value) => `${name}=${texts.get(name)?.[value] ?? value}`) ?? [name],
  );
  return { use: 'onehot', categories, outputs };
}

export function applyOneHotEncoding(step: FittedOneHotEncoding, rows: Matrix): Matrix {
  return matrixFromRows(
    Array.from({ length: rows.rows }, (_, row) =>
      step.categories.flatMap((values, column) => {
        const own = entry(rows, row, column);
        return values ? values.map((value) => Number(value === own)) : [own];
      }),
    ),
  );
}
