import type { OutcomeBranch } from './outcomeBranches.ts';

/** A branch as it is listed; plain JSON. */
export interface ListedBranch {
  /** Names the branch, at other moments and for other values of parameters too. */
  readonly key: string;
  readonly probability: number;
  /** The classical bits, bit j at index j. */
  readonly bits: readonly number[];
  /** What tells it from branches with the same bits, in order. */
  readonly readings: readonly { readonly qubit: number; readonly value: 0 | 1 }[];
}

/** A branch and how it is listed. */
export interface NamedBranch<State> {
  readonly listed: ListedBranch;
  readonly branch: OutcomeBranch<State>;
}

/** Branches by their names, in order of their bits, the highest bit first. */
export function listBranches<State>(branches: readonly OutcomeBranch<State>[]): readonly NamedBranch<State>[] {
  const byBits = new Map<string, OutcomeBranch<State>[]>();
  for (const branch of branches) {
    const text = branch.memory.bits.toReversed().join('');
    byBits.set(text, [...(byBits.get(text) ?? []), branch]);
  }
  return [...byBits.keys()].sort().flatMap((text) => namedApart(text, byBits.get(text) ?? []));
}

/** Those that hold the same bits. */
function namedApart<State>(bits: string, alike: readonly OutcomeBranch<State>[]): readonly NamedBranch<State>[] {
  const used = new Map<string, number>();
  const named = alike.map((branch): NamedBranch<State> => {
    const readings = tellingReadings(branch, alike);
    const name = `${bits}:${readings.map(({ qubit, value }) => `${qubit}=${value}`).join()}`;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const key = count === 1 ? name : `${name}:${count}`;
    return { branch, listed: { key, probability: branch.probability, bits: [...branch.memory.bits], readings } };
  });
  return named.sort((one, other) => (one.listed.key < other.listed.key ? -1 : 1));
}

/** The readings of a branch that not all others have. */
function tellingReadings<State>(
  { readings }: OutcomeBranch<State>,
  others: readonly OutcomeBranch<State>[],
): ListedBranch['readings'] {
  return readings
    .filter(({ event, value }) =>
      others.some((other) => !other.readings.some((each) => each.event === event && each.value === value)),
    )
    .map(({ qubit, value }) => ({ qubit, value }));
}
