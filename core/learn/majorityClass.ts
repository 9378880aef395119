/** The class seen most often while fitting, and how often every class was. */
export interface MajorityClassState {
  readonly use: 'majority-class';
  readonly majority: number;
  /** Share of every class in the samples, adding up to 1. */
  readonly frequencies: readonly number[];
}

/** The floor any classifier must beat: always the most frequent class, the first one in case of a tie. */
export function fitMajorityClass(labels: readonly number[], classCount: number): MajorityClassState {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return {
    use: 'majority-class',
    majority: counts.indexOf(Math.max(...counts)),
    frequencies: counts.map((count) => count / labels.length),
  };
}
