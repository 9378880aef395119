import type { Categories, Table } from '#core/learn/table.ts';
import type { ResolvedStep } from '../schema/resolvedPipeline.ts';

/**
 * The columns of texts among the features that a step onehot turns into columns of their values. Only steps that leave
 * numbers of categories as they are may stand before it; after any other the texts would have been taken for numbers.
 * @param names of the features
 */
export function categoryColumns(
  table: Table,
  names: readonly string[],
  preprocess: readonly Pick<ResolvedStep, 'use' | 'with'>[],
): Categories {
  const step = preprocess.find(({ use }) => use !== 'select-columns' && use !== 'impute');
  if (step?.use !== 'onehot') return new Map();
  const { columns: chosen } = step.with;
  const encoded = Array.isArray(chosen) ? names.filter((name) => chosen.includes(name)) : names;
  return new Map(
    table.columns.flatMap((column) =>
      column.kind === 'text' && encoded.includes(column.name)
        ? [[column.name, [...new Set(column.values)].filter((value) => value !== '').sort()] as const]
        : [],
    ),
  );
}
