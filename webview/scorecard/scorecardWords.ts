import type { ScorecardChangeView } from '#core/protocol/scorecardView.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { formatNumber, formatSignificant } from '../format/numbers.ts';

export type Dimension = ScoredScorecard['dimensions'][number];
export type Measure = Dimension['measures'][number];

/** A value of a measure in its own unit. */
export function valueText(value: number | undefined): string {
  return value === undefined ? '–' : formatSignificant(value);
}

/** `0.62`, or `0.40–0.80` while values are missing. */
export function scoreText(score: number, atMost: number): string {
  const least = formatNumber(score, 2);
  const most = formatNumber(atMost, 2);
  return least === most ? least : `${least}\u2009–\u2009${most}`;
}

/** Where the value of a measure comes from, or why there is none. */
export function originText({ entered, missing, runs, source }: Measure): string {
  if (missing !== undefined) return missing;
  if (entered !== undefined) {
    const reviewed = entered.reviewedBy === undefined ? 'not reviewed' : `reviewed by ${entered.reviewedBy}`;
    return `entered by ${entered.by} on ${entered.on}, ${reviewed}`;
  }
  const metric = source.replace(/^run:/, '');
  return runs.length === 0 ? metric : `${metric} of`;
}

/** A side of a change; scores with two decimals, as everywhere. */
export function changeText(change: ScorecardChangeView, side: 'older' | 'newer'): string {
  const value = change[side];
  if (value === undefined) return change.what === 'measure' ? 'absent' : '–';
  if (typeof value === 'string') return value;
  return change.what === 'score' ? formatNumber(value, 2) : valueText(value);
}
