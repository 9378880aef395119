import { shownNumber } from '#core/benchmark/scorecard.ts';
import type { ScorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import { originText, scoreRange, totalText } from '#core/benchmark/scorecardMarkdown.ts';
import { dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import type { Colours } from './colours.ts';
import { textTable } from './textTable.ts';

const right = { align: 'right' as const };

/** A scorecard for people at a terminal. */
export function scorecardText(scorecard: ScoredScorecard, colours: Colours): string[] {
  const { dimensions, name, remarks, version } = scorecard;
  return [
    `${colours.bold(name)}, version ${version}: ${totalText(scorecard)} of 1`,
    '',
    ...textTable(
      [
        { title: 'dimension' },
        { title: 'owner' },
        { title: 'weight', ...right },
        { title: 'score', ...right },
        { title: 'red flag' },
      ],
      dimensions.map(({ atMost, name: dimension, owner, redFlag, score, weight }) => [
        dimensionTitles[dimension],
        owner,
        shownNumber(weight),
        scoreRange(score, atMost),
        redFlag?.raised ? colours.red(`${redFlag.text} (${redFlag.reason ?? 'raised'})`) : '',
      ]),
    ),
    '',
    ...textTable(
      [
        { title: 'measure' },
        { title: 'value', ...right },
        { title: 'good', ...right },
        { title: 'red', ...right },
        { title: 'score', ...right },
        { title: 'from' },
      ],
      dimensions.flatMap(({ measures }) =>
        measures.map((measure) => [
          measure.id,
          shownNumber(measure.value),
          shownNumber(measure.good),
          shownNumber(measure.red),
          measure.score === undefined ? '–' : measure.score.toFixed(2),
          originText(measure),
        ]),
      ),
    ),
    ...(remarks.length === 0 ? [] : ['', ...remarks.map((remark) => colours.yellow(`note: ${remark}`))]),
  ];
}

/** What differs between two versions of a scorecard, for people at a terminal. */
export function scorecardDifferenceText(difference: ScorecardDifference, colours: Colours): string[] {
  const { changes, comparable, newer, older } = difference;
  const text = (value: string | number | undefined) =>
    typeof value === 'number' ? shownNumber(value) : (value ?? '–');
  return [
    `version ${older.version}: ${older.total.toFixed(2)}, version ${newer.version}: ${newer.total.toFixed(2)}`,
    ...(comparable
      ? []
      : [colours.yellow('note: measures, limits or weights have changed, so the totals do not measure the same.')]),
    '',
    ...(changes.length === 0
      ? ['Nothing has changed.']
      : textTable(
          [
            { title: 'dimension' },
            { title: 'measure' },
            { title: 'what' },
            { title: 'older', ...right },
            { title: 'newer', ...right },
          ],
          changes.map((change) => [
            dimensionTitles[change.dimension],
            change.measure ?? '',
            change.what,
            text(change.older),
            text(change.newer),
          ]),
        )),
  ];
}
