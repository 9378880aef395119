import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';

/** Row indices of the three parts of a data set; no row is in two parts. */
export interface SplitIndices {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

export interface HoldoutOptions {
  /** Shares of the rows in [0, 1], together at most 1; what they leave over is not used. */
  readonly train: number;
  readonly validation?: number;
  readonly test: number;
  /** Class label of every row: keeps the shares within every class. */
  readonly stratifyBy?: readonly number[];
  /** Draws the rows of each part at random; without it they are taken in file order. */
  readonly shuffleWith?: RandomStream;
}

export interface FoldOptions {
  readonly folds: number;
  readonly stratifyBy?: readonly number[];
  readonly shuffleWith?: RandomStream;
}

/**
 * One split by shares. Every part has its share of all rows and, when stratified, of every class, each rounded up or
 * down to a whole number. Indices are ascending within a part.
 * @throws Failure `invalid-input` for shares outside [0, 1] or above 1 together, and for an empty train or test part
 */
export function holdoutSplit(rowCount: number, options: HoldoutOptions): SplitIndices {
  const shares = [options.train, options.validation ?? 0, options.test];
  const used = shares.reduce((sum, share) => sum + share, 0);
  if (shares.some((share) => !(share >= 0 && share <= 1)) || used > 1 + 1e-9)
    throw new Failure(
      'invalid-input',
      `The shares of a split must lie between 0 and 1 and add up to at most 1, but they are ${shares.join(', ')}.`,
    );
  shares.push(Math.max(0, 1 - used) < 1e-9 ? 0 : 1 - used);
  const groups = groupRows(rowCount, options.stratifyBy);
  const counts = apportion(
    groups.map((group) => group.length),
    shares,
  );
  const parts: number[][] = shares.map(() => []);
  groups.forEach((group, groupIndex) => {
    const order = options.shuffleWith ? options.shuffleWith.permutation(group.length) : group.map((_, index) => index);
    let next = 0;
    parts.forEach((part, partIndex) => {
      const end = next + (counts[groupIndex]?.[partIndex] ?? 0);
      for (; next < end; next++) part.push(group[order[next] as number] as number);
    });
  });
  const [train = [], validation = [], test = []] = parts.map((part) => part.sort((a, b) => a - b));
  for (const [name, part, share] of [
    ['train', train, options.train],
    ['validation', validation, options.validation ?? 0],
    ['test', test, options.test],
  ] as const)
    if (part.length === 0 && (share > 0 || name !== 'validation'))
      throw new Failure(
        'invalid-input',
        `The ${name} part of the split is empty: a share of ${share} of ${rowCount} rows.`,
      );
  return { train, validation, test };
}

/**
 * k folds; fold i is the test part of split i and the other folds its train part. Stratified folds hold the rows of each
 * class as evenly as possible, with file order kept inside a class unless shuffled, and agree with scikit-learn's
 * `StratifiedKFold` (and `KFold`) when not shuffled.
 * @throws Failure `invalid-input` for fewer than 2 folds or more folds than rows (than rows of the largest class, if stratified)
 */
export function foldSplits(rowCount: number, options: FoldOptions): SplitIndices[] {
  const { folds, stratifyBy, shuffleWith } = options;
  const groups = groupRows(rowCount, stratifyBy);
  const largest = Math.max(0, ...groups.map((group) => group.length));
  if (!Number.isInteger(folds) || folds < 2 || folds > largest)
    throw new Failure(
      'invalid-input',
      `Cannot make ${folds} folds: there must be at least 2 and at most as many as rows${stratifyBy ? ' of the largest class' : ''} (${largest}).`,
    );
  const foldOfRow = stratifyBy
    ? stratifiedFoldOfRow(rowCount, groups, folds, shuffleWith)
    : contiguousFoldOfRow(rowCount, folds, shuffleWith);
  return Array.from({ length: folds }, (_, fold) => {
    const train: number[] = [];
    const test: number[] = [];
    foldOfRow.forEach((own, row) => {
      (own === fold ? test : train).push(row);
    });
    return { train, validation: [], test };
  });
}

/** `repeats` independent shuffles of {@link foldSplits}, one list of splits after the other. */
export function repeatedFoldSplits(
  rowCount: number,
  options: FoldOptions & { readonly repeats: number; readonly shuffleWith: RandomStream },
): SplitIndices[] {
  return Array.from({ length: options.repeats }, () => foldSplits(rowCount, options)).flat();
}

/**
 * A split given as row indices (zero-based, header not counted), checked.
 * @throws Failure `invalid-input` for an index outside the table, a row in two places, or an empty train or test part
 */
export function predefinedSplit(
  rowCount: number,
  parts: {
    readonly train: readonly number[];
    readonly validation?: readonly number[];
    readonly test: readonly number[];
  },
): SplitIndices {
  const split = { train: parts.train, validation: parts.validation ?? [], test: parts.test };
  const owner = new Map<number, string>();
  for (const [name, rows] of Object.entries(split)) {
    for (const row of rows) {
      if (!Number.isInteger(row) || row < 0 || row >= rowCount)
        throw new Failure(
          'invalid-input',
          `The ${name} part of the split names row ${row}, but rows go from 0 to ${rowCount - 1}.`,
        );
      const other = owner.get(row);
      if (other !== undefined)
        throw new Failure('invalid-input', `Row ${row} of the split is named twice (${other} and ${name}).`);
      owner.set(row, name);
    }
    if (rows.length === 0 && name !== 'validation')
      throw new Failure('invalid-input', `The ${name} part of the split is empty.`);
  }
  return split;
}

/** Rows by class, classes by first appearance (the order scikit-learn's stratified folds depend on). */
function groupRows(rowCount: number, labels: readonly number[] | undefined): number[][] {
  if (labels && labels.length !== rowCount)
    throw new Failure('invalid-input', `There are ${labels.length} class labels for ${rowCount} rows.`);
  const groups = new Map<number, number[]>();
  for (let row = 0; row < rowCount; row++) {
    const label = labels?.[row] ?? 0;
    const group = groups.get(label);
    if (group) group.push(row);
    else groups.set(label, [row]);
  }
  return [...groups.values()];
}

function stratifiedFoldOfRow(
  rowCount: number,
  groups: readonly (readonly number[])[],
  folds: number,
  stream: RandomStream | undefined,
): number[] {
  const foldOfRow = new Array<number>(rowCount).fill(0);
  // Dealing the class-sorted rows out in turn makes folds and classes even at once.
  let dealt = 0;
  for (const group of groups) {
    const counts = new Array<number>(folds).fill(0);
    for (let index = 0; index < group.length; index++, dealt++) {
      const fold = dealt % folds;
      counts[fold] = (counts[fold] ?? 0) + 1;
    }
    const foldsOfGroup = counts.flatMap((count, fold) => new Array<number>(count).fill(fold));
    const order = stream ? stream.permutation(group.length) : undefined;
    group.forEach((row, index) => {
      foldOfRow[row] = foldsOfGroup[order?.[index] ?? index] ?? 0;
    });
  }
  return foldOfRow;
}

function contiguousFoldOfRow(rowCount: number, folds: number, stream: RandomStream | undefined): number[] {
  const order = stream?.permutation(rowCount);
  const foldOfRow = new Array<number>(rowCount).fill(0);
  const small = Math.floor(rowCount / folds);
  const larger = rowCount % folds;
  for (let position = 0; position < rowCount; position++) {
    const inLarger = larger * (small + 1);
    const fold =
      position < inLarger ? Math.floor(position / (small + 1)) : larger + Math.floor((position - inLarger) / small);
    foldOfRow[order?.[position] ?? position] = fold;
  }
  return foldOfRow;
}

/**
 * Whole numbers counts[group][part] that round sizes[group] · shares[part] up or down such that rows add up to the sizes
 * and columns to the rounded shares of all rows (controlled rounding; a solution exists because the real numbers are a
 * flow through the same network). Shares add up to 1.
 */
function apportion(sizes: readonly number[], shares: readonly number[]): number[][] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => shares.map((share) => snap(size * share)));
  const counts = exact.map((row) => row.map(Math.floor));
  const wanted = largestRemainder(total, shares);
  const missingInPart = wanted.map((want, part) => want - counts.reduce((sum, row) => sum + (row[part] ?? 0), 0));
  const extra = counts.map((row) => row.map(() => false));
  const mayRoundUp = (group: number, part: number) => (exact[group]?.[part] ?? 0) > (counts[group]?.[part] ?? 0);
  /** Gives `group` one more unit in some part, moving units of other groups along an augmenting path if need be. */
  const place = (group: number, visited: Set<number>): boolean => {
    const order = shares
      .map((_, part) => part)
      .filter((part) => mayRoundUp(group, part) && extra[group]?.[part] === false && !visited.has(part))
      .sort((a, b) => fraction(exact[group]?.[b] ?? 0) - fraction(exact[group]?.[a] ?? 0));
    for (const part of order) {
      visited.add(part);
      const room = missingInPart[part] ?? 0;
      const holder = room > 0 ? -1 : extra.findIndex((row, other) => row[part] === true && place(other, visited));
      if (room <= 0 && holder < 0) continue;
      if (room > 0) missingInPart[part] = room - 1;
      else setFlag(extra, holder, part, false);
      setFlag(extra, group, part, true);
      return true;
    }
    return false;
  };
  sizes.forEach((size, group) => {
    const leftOver = size - (counts[group] ?? []).reduce((sum, count) => sum + count, 0);
    for (let unit = 0; unit < leftOver; unit++) place(group, new Set());
  });
  return counts.map((row, group) => row.map((count, part) => count + (extra[group]?.[part] ? 1 : 0)));
}

function setFlag(flags: boolean[][], row: number, column: number, value: boolean): void {
  const line = flags[row];
  if (line) line[column] = value;
}

/** Whole numbers close to total · share that add up to the total (Hamilton's method). */
function largestRemainder(total: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => snap(total * share));
  const counts = exact.map(Math.floor);
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  const order = exact.map((_, part) => part).sort((a, b) => fraction(exact[b] ?? 0) - fraction(exact[a] ?? 0));
  for (const part of order) {
    if (left <= 0) break;
    counts[part] = (counts[part] ?? 0) + 1;
    left--;
  }
  return counts;
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** 0.6 · 50 is 30, whatever binary fractions make of it. */
function snap(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) < 1e-9 * Math.max(1, nearest) ? nearest : value;
}
