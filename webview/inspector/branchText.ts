import type { StateView } from '#core/protocol/stateInspection.ts';

export type Branch = NonNullable<StateView['branches']>['all'][number];

/** What was read in a branch, in a few words: `c = 01, q[2] read as 1`. */
export function branchText({ readings, registers }: Branch): string {
  const parts = [
    ...registers.map(({ bits, name }) => `${name} = ${bits}`),
    ...readings.map(({ qubit, value }) => `${qubit} read as ${value}`),
  ];
  return parts.length === 0 ? 'the only one' : parts.join(', ');
}

/** Whether the state is a mixture, which has no amplitudes. */
export function isMixture({ branches }: StateView): boolean {
  return branches !== undefined && branches.all.length > 1 && seenBranch(branches) === undefined;
}

/** The branch whose state is seen, where it is one of several. */
export function seenBranch({ all, seen }: NonNullable<StateView['branches']>): Branch | undefined {
  return all.find(({ key }) => key === seen);
}
