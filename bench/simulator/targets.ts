import type { ContestantTimes } from './contestantTimes.ts';
import type { MeasuredRow } from './measureRow.ts';
import type { SubjectName, Target } from './rows.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { limitsOf, type TargetAreaName } from './targetAreas.ts';

/** How ours compares with the peers of a target. */
export interface TargetResult {
  readonly target: Target;
  /** Our time divided by the peer's of the same round; undefined where ours did not run. */
  readonly ratio: Spread | undefined;
  /** Whether the peer was given up, so that the ratio is less than said. */
  readonly isBound: boolean;
  /** Both in the first runs of their processes; undefined where the peer has none. */
  readonly firstRatio: number | undefined;
  /** The peer that took least, with its configuration. */
  readonly peer: ContestantTimes;
  readonly ours: ContestantTimes;
}

/** What a result says of the limits of its area; `none` has no limits. */
export type Verdict = 'ambitious' | 'must' | 'missed' | 'none';

/** The result of each target of a row; a target whose peers did not run has none. */
export function targetResults({ found, row }: Pick<MeasuredRow, 'found' | 'row'>): TargetResult[] {
  return row.targets.flatMap((target) => {
    const ours = found.find(
      ({ contestant }) => contestant.subject === 'hybrid-quantum' && contestant.configuration === target.ours,
    );
    const peer = bestOf(found, target.peers) ?? givenUpOf(found, target.peers);
    if (ours === undefined || peer === undefined) return [];
    const isBound = peer.rounds.length === 0;
    // Times of one of many parameter sets, and what Lightning takes for a state, a difference of runs, are no calls.
    const hasFirst = !isBound && !ours.contestant.configuration.startsWith('expectation');
    const [first, peerFirst] = [spreadOf(ours.first)?.median, spreadOf(peer.first)?.median];
    const firstRatio = !hasFirst || first === undefined || peerFirst === undefined ? undefined : first / peerFirst;
    return [{ target, ratio: spreadOf(ratios(ours, peer)), isBound, firstRatio, peer, ours }];
  });
}

/** By the median of the ratio; a target that ours did not run for is missed. */
export function verdictOf({ ratio, target }: TargetResult): Verdict {
  const { ambitious, must } = limitsOf(target.area);
  if (must === undefined || ambitious === undefined) return 'none';
  if (ratio === undefined || ratio.median > must) return 'missed';
  return ratio.median <= ambitious ? 'ambitious' : 'must';
}

/** The results of one area, and how many of them reach its limits. */
export interface AreaSummary {
  readonly area: TargetAreaName;
  readonly results: readonly TargetResult[];
  readonly reachingMust: number;
  readonly reachingAmbitious: number;
  /** The medians of the ratios, from the best to the worst; undefined when ours never ran. */
  readonly medians: Spread | undefined;
}

export function summaryOf(area: TargetAreaName, all: readonly TargetResult[]): AreaSummary {
  const results = all.filter(({ target }) => target.area === area);
  const verdicts = results.map(verdictOf);
  return {
    area,
    results,
    reachingMust: verdicts.filter((verdict) => verdict === 'must' || verdict === 'ambitious').length,
    reachingAmbitious: verdicts.filter((verdict) => verdict === 'ambitious').length,
    medians: spreadOf(results.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio.median]))),
  };
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

/** One that was given up, where none of the subjects ran. */
function givenUpOf(found: readonly ContestantTimes[], subjects: readonly SubjectName[]): ContestantTimes | undefined {
  return found.find(({ contestant, exceeded }) => subjects.includes(contestant.subject) && exceeded !== undefined);
}

function ratios(ours: ContestantTimes, peer: ContestantTimes): number[] {
  // A peer that was too slow to be repeated is compared with its only run, or with the time after which it was given up.
  return ours.rounds.map((time, round) => time / (peer.rounds[round] ?? peer.rounds[0] ?? peer.exceeded ?? Number.NaN));
}
