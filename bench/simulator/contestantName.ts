import type { ContestantTimes } from './contestantTimes.ts';

/** Configurations that are the only one of their subject. */
const unnamed = ['default', 'expectation', 'gradient', 'detection'];

/** The subject, with its configuration where it has several. */
export function nameOf({ contestant: { configuration, subject } }: Pick<ContestantTimes, 'contestant'>): string {
  return unnamed.includes(configuration) ? subject : `${subject}, ${configuration}`;
}
