import { type DimensionName, dimensionNames } from '#core/runs/scorecardDimensions.ts';
import type { ScoredMeasure, ScoredScorecard } from '#core/runs/scoredScorecard.ts';

/** Something that is not the same in two versions of a scorecard; `undefined` where a version does not have it. */
export interface ScorecardChange {
  readonly dimension: DimensionName;
  /** The measure; absent for the dimension itself. */
  readonly measure?: string;
  readonly what: 'score' | 'value' | 'weight' | 'owner' | 'good' | 'red' | 'source' | 'better' | 'red flag' | 'measure';
  readonly older: string | number | undefined;
  readonly newer: string | number | undefined;
}

export interface ScorecardDifference {
  readonly older: { readonly version: string; readonly scoredAt: number; readonly total: number };
  readonly newer: { readonly version: string; readonly scoredAt: number; readonly total: number };
  readonly totalChange: number;
  /** Whether scores differ only because values do: the measures, limits and weights are the same. */
  readonly comparable: boolean;
  readonly changes: readonly ScorecardChange[];
}

/** What differs between two versions of a scorecard, dimension by dimension. */
export function scorecardDifference(older: ScoredScorecard, newer: ScoredScorecard): ScorecardDifference {
  const changes = dimensionNames.flatMap((name) => dimensionChanges(name, older, newer));
  const edge = ({ scoredAt, total, version }: ScoredScorecard) => ({ version, scoredAt, total });
  return {
    older: edge(older),
    newer: edge(newer),
    totalChange: newer.total - older.total,
    comparable: changes.every(({ what }) => what === 'score' || what === 'value' || what === 'red flag'),
    changes,
  };
}

function dimensionChanges(name: DimensionName, older: ScoredScorecard, newer: ScoredScorecard): ScorecardChange[] {
  const before = older.dimensions.find((dimension) => dimension.name === name);
  const after = newer.dimensions.find((dimension) => dimension.name === name);
  const differs = (what: ScorecardChange['what'], was: string | number | undefined, is: string | number | undefined) =>
    was === is ? [] : [{ dimension: name, what, older: was, newer: is }];
  const flag = (dimension: typeof before) => (dimension?.redFlag?.raised ? 'raised' : 'not raised');
  const ids = [...new Set([...(before?.measures ?? []), ...(after?.measures ?? [])].map(({ id }) => id))];
  return [
    ...differs('owner', before?.owner, after?.owner),
    ...differs('weight', before?.weight, after?.weight),
    ...differs('score', before?.score, after?.score),
    ...differs('red flag', flag(before), flag(after)),
    ...ids.flatMap((id) =>
      measureChanges(
        name,
        id,
        before?.measures.find((measure) => measure.id === id),
        after?.measures.find((measure) => measure.id === id),
      ),
    ),
  ];
}

const comparedKeys = ['source', 'better', 'good', 'red', 'value', 'score'] as const;

function measureChanges(
  dimension: DimensionName,
  measure: string,
  before: ScoredMeasure | undefined,
  after: ScoredMeasure | undefined,
): ScorecardChange[] {
  if (before === undefined || after === undefined) {
    const state = (side: ScoredMeasure | undefined) => (side === undefined ? undefined : 'present');
    return [{ dimension, measure, what: 'measure', older: state(before), newer: state(after) }];
  }
  return comparedKeys.flatMap((what) =>
    before[what] === after[what] ? [] : [{ dimension, measure, what, older: before[what], newer: after[what] }],
  );
}
