import { Failure } from '#core/base/failure.ts';
import type { FoldOptions, HoldoutOptions, SplitIndices } from './split.ts';

/*
 * Splits that keep the rows of a group (a patient, a device, a day) in one part, so that no test row has siblings among
 * the training rows. Groups are placed one after the other where they serve best: those whose rows are the least like a
 * fair share of the classes first, while there is still room to make up for them.
 */

/** The rows of one group, and how many are of each class. */
interface Group {
  readonly rows: readonly number[];
  readonly counts: readonly number[];
}

/**
 * k folds of whole groups. Stratified, the shares of the classes are as even over the folds as the groups allow, and the
 * folds without shuffling are those of scikit-learn's `StratifiedGroupKFold`; otherwise the numbers of rows are, as in its
 * `GroupKFold`.
 * @param groupOf the group of every row
 * @throws Failure `invalid-input` for fewer than 2 folds or more folds than groups
 */
export function groupedFoldSplits(groupOf: readonly string[], options: FoldOptions): SplitIndices[] {
  const { folds, shuffleWith, stratifyBy } = options;
  const groups = collectGroups(groupOf, stratifyBy);
  if (!Number.isInteger(folds) || folds < 2 || folds > groups.length)
    throw new Failure(
      'invalid-input',
      `Cannot make ${folds} folds: there must be at least 2 and at most as many as groups (${groups.length}).`,
    );
  const totals = classTotals(groups);
  const held = Array.from({ length: folds }, () => totals.map(() => 0));
  const parts: number[][] = Array.from({ length: folds }, () => []);
  for (const group of placementOrder(groups, shuffleWith)) {
    const best = stratifyBy ? evenestFold(held, group, totals) : smallestFold(parts);
    give(group, held[best], parts[best]);
  }
  return parts.map((part) => {
    const own = new Set(part);
    return {
      train: groupOf.flatMap((_, row) => (own.has(row) ? [] : [row])),
      validation: [],
      test: part.sort(ascending),
    };
  });
}

/** `repeats` independent shuffles of {@link groupedFoldSplits}, one list of splits after the other. */
export function repeatedGroupedFoldSplits(
  groupOf: readonly string[],
  options: FoldOptions & { readonly repeats: number },
): SplitIndices[] {
  return Array.from({ length: options.repeats }, () => groupedFoldSplits(groupOf, options)).flat();
}

/**
 * One split by shares, of whole groups: parts have their shares of all rows and, when stratified, of every class, as
 * nearly as the groups allow.
 * @param groupOf the group of every row
 * @throws Failure `invalid-input` for shares outside [0, 1] or above 1 together, and for fewer groups than parts
 */
export function groupedHoldoutSplit(groupOf: readonly string[], options: HoldoutOptions): SplitIndices {
  const named = [options.train, options.validation ?? 0, options.test];
  const used = named.reduce((sum, share) => sum + share, 0);
  if (named.some((share) => !(share >= 0 && share <= 1)) || used > 1 + 1e-9)
    throw new Failure(
      'invalid-input',
      `The shares of a split must lie between 0 and 1 and add up to at most 1, but they are ${named.join(', ')}.`,
    );
  const left = 1 - used;
  const shares = left > 1e-9 ? [...named, left] : named;
  const groups = collectGroups(groupOf, options.stratifyBy);
  const wanted = shares.filter((share) => share > 0).length;
  if (options.train === 0 || options.test === 0 || groups.length < wanted)
    throw new Failure(
      'invalid-input',
      `Cannot divide ${groups.length} groups into ${wanted} parts that are not empty, with train and test among them.`,
      { advice: 'Choose other shares, or a column with more groups.' },
    );
  const totals = classTotals(groups);
  const held = shares.map(() => totals.map(() => 0));
  const parts: number[][] = shares.map(() => []);
  const order = placementOrder(groups, options.shuffleWith);
  order.forEach((group, placed) => {
    const empty = shares.flatMap((share, part) => (share > 0 && parts[part]?.length === 0 ? [part] : []));
    // The last groups are kept for the parts that are still empty.
    const open =
      order.length - placed <= empty.length ? empty : shares.flatMap((share, part) => (share > 0 ? [part] : []));
    const best = neediestPart(open, shares, held, group, totals);
    give(group, held[best], parts[best]);
  });
  const [train = [], validation = [], test = []] = parts.map((part) => part.sort(ascending));
  return { train, validation, test };
}

/**
 * The first row of a split given by hand whose group is in another part as well.
 * @param groupOf the group of every row
 */
export function brokenGroup(groupOf: readonly string[], split: SplitIndices): string | undefined {
  const owner = new Map<string, string>();
  for (const [part, rows] of Object.entries(split)) {
    for (const row of rows as readonly number[]) {
      const group = groupOf[row] ?? '';
      const other = owner.get(group);
      if (other !== undefined && other !== part) return group;
      owner.set(group, part);
    }
  }
  return undefined;
}

/** Groups by first appearance; without classes all rows are of one. */
function collectGroups(groupOf: readonly string[], labels: readonly number[] | undefined): Group[] {
  if (labels && labels.length !== groupOf.length)
    throw new Failure('invalid-input', `There are ${labels.length} class labels for ${groupOf.length} rows.`);
  // Classes by first appearance, too, since ties are decided by their order.
  const classes = [...new Set(labels ?? [0])];
  const rowsOf = new Map<string, number[]>();
  groupOf.forEach((group, row) => {
    const rows = rowsOf.get(group);
    if (rows) rows.push(row);
    else rowsOf.set(group, [row]);
  });
  return [...rowsOf.values()].map((rows) => ({
    rows,
    counts: classes.map((own) => rows.filter((row) => (labels?.[row] ?? 0) === own).length),
  }));
}

/** Most uneven groups first; without classes to be uneven in, the largest. Equal ones in their order or shuffled. */
function placementOrder(groups: readonly Group[], stream: HoldoutOptions['shuffleWith']): Group[] {
  const order = stream ? stream.permutation(groups.length).map((index) => groups[index] as Group) : [...groups];
  const weight = ({ counts, rows }: Group) => (counts.length > 1 ? deviation(counts) : rows.length);
  return order
    .map((group) => ({ group, weight: weight(group) }))
    .sort((first, second) => second.weight - first.weight)
    .map(({ group }) => group);
}

/** The fold with which the shares of every class would differ the least between folds; of equal ones the smallest. */
function evenestFold(held: readonly (readonly number[])[], group: Group, totals: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  held.forEach((own, fold) => {
    const spreads = totals.map((total, label) =>
      deviation(
        held.map((counts, other) => ((counts[label] ?? 0) + (other === fold ? (group.counts[label] ?? 0) : 0)) / total),
      ),
    );
    const spread = spreads.reduce((sum, value) => sum + value, 0) / spreads.length;
    const rows = own.reduce((sum, count) => sum + count, 0);
    const isEqual = Math.abs(spread - least) <= 1e-8 + 1e-5 * least;
    if ((spread < least && !isEqual) || (isEqual && rows < fewest)) {
      best = fold;
      least = spread;
      fewest = rows;
    }
  });
  return best;
}

function smallestFold(parts: readonly (readonly number[])[]): number {
  return parts.reduce((best, part, fold) => (part.length < (parts[best]?.length ?? 0) ? fold : best), 0);
}

/** Of the open parts the one that brings all parts closest to their shares of every class. */
function neediestPart(
  open: readonly number[],
  shares: readonly number[],
  held: readonly (readonly number[])[],
  group: Group,
  totals: readonly number[],
): number {
  /** How much a part's squared distance from its aim changes, relative to the size of the aim. */
  const change = (part: number) =>
    totals.reduce((sum, total, label) => {
      const aim = (shares[part] ?? 0) * total;
      const now = held[part]?.[label] ?? 0;
      const added = group.counts[label] ?? 0;
      return sum + (added * (2 * (now - aim) + added)) / (aim * total);
    }, 0);
  return open.reduce((best, part) => (change(part) < change(best) ? part : best));
}

function give(group: Group, held: number[] | undefined, part: number[] | undefined): void {
  group.counts.forEach((count, label) => {
    if (held) held[label] = (held[label] ?? 0) + count;
  });
  part?.push(...group.rows);
}

function classTotals(groups: readonly Group[]): number[] {
  const totals = groups[0]?.counts.map(() => 0) ?? [];
  for (const { counts } of groups)
    counts.forEach((count, label) => {
      totals[label] = (totals[label] ?? 0) + count;
    });
  return totals;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function ascending(first: number, second: number): number {
  return first - second;
}
