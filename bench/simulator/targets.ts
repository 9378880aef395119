import type { ContestantTimes } from './measureRow.ts';
import type { Row, SubjectName, Target } from './rows.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** A row as it was measured with a number of threads. */
export interface MeasuredRow {
  readonly row: Row;
  readonly threads: number;
  readonly found: readonly ContestantTimes[];
  /** Sentences about answers that are not those of the others. */
  readonly disagreements: readonly string[];
}

/** How a target was met. */
export interface TargetResult {
  readonly target: Target;
  /** Our time divided by the peer's of the same round; undefined where ours did not run. */
  readonly ratio: Spread | undefined;
  /** Both in the first runs of their processes. */
  readonly firstRatio: number | undefined;
  /** The peer that took least, with its configuration. */
  readonly peer: ContestantTimes;
  readonly ours: ContestantTimes;
}

/** The result of each target of a row; a target whose peers did not run has none. */
export function targetResults({ found, row }: MeasuredRow): TargetResult[] {
  return row.targets.flatMap((target) => {
    const ours = found.find(
      ({ contestant }) => contestant.subject === 'hybrid-quantum' && contestant.configuration === target.ours,
    );
    const peer = bestOf(found, target.peers);
    if (ours === undefined || peer === undefined) return [];
    const [first, peerFirst] = [spreadOf(ours.first)?.median, spreadOf(peer.first)?.median];
    const firstRatio = first === undefined || peerFirst === undefined ? undefined : first / peerFirst;
    return [{ target, ratio: spreadOf(ratios(ours, peer)), firstRatio, peer, ours }];
  });
}

/** The contestant of some subjects with the least median; undefined when none ran. */
export function bestOf(
  found: readonly ContestantTimes[],
  subjects: readonly SubjectName[],
): ContestantTimes | undefined {
  const median = ({ rounds }: ContestantTimes) => spreadOf(rounds)?.median ?? Number.POSITIVE_INFINITY;
  const all = found.filter(({ contestant, rounds }) => subjects.includes(contestant.subject) && rounds.length > 0);
  // Only those that went on after the first round have the median of all rounds.
  const longest = new Map<SubjectName, number>();
  for (const { contestant, rounds } of all) {
    longest.set(contestant.subject, Math.max(longest.get(contestant.subject) ?? 0, rounds.length));
  }
  const lasting = all.filter(({ contestant, rounds }) => rounds.length === longest.get(contestant.subject));
  return lasting.toSorted((a, b) => median(a) - median(b))[0];
}

function ratios(ours: ContestantTimes, peer: ContestantTimes): number[] {
  // A peer that was too slow to be repeated is compared with its only run.
  return ours.rounds.map((time, round) => time / (peer.rounds[round] ?? peer.rounds[0] ?? Number.NaN));
}
