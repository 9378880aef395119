import type { ComparisonReport } from '#core/protocol/comparisonView.ts';

type Settings = ComparisonReport['configuration'];

/**
 * What differs of settings as people look at it: what somebody has written first, then the root seed. Where that differs, the
 * seeds that are drawn from it differ too, and say nothing more.
 */
export function foldedSeeds(rows: Settings): { readonly settings: Settings; readonly followed: Settings } {
  const root = rows.filter(({ path }) => path === 'seeds.root');
  if (root.length === 0) return { settings: rows, followed: [] };
  const seeds = rows.filter(({ path }) => path.startsWith('seeds.') && path !== 'seeds.root');
  // A block of the pipeline repeats the seed that it uses.
  const drawn = new Set(seeds.map(({ values }) => JSON.stringify(values)));
  const follows = ({ path, values }: Settings[number]) =>
    path.startsWith('seeds.') || (path.endsWith('seed') && drawn.has(JSON.stringify(values)));
  return {
    settings: [...rows.filter((row) => !follows(row)), ...root],
    followed: rows.filter((row) => follows(row) && row.path !== 'seeds.root'),
  };
}
