import { dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import type { ScoredDimension, ScoredMeasure, ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { shownNumber } from './scorecard.ts';
import type { ScorecardDifference } from './scorecardDifference.ts';

/** The scorecard as a Markdown document for a review. */
export function scorecardMarkdown(scorecard: ScoredScorecard): string {
  const { dimensions, name, remarks, reviewers, scoredAt, version } = scorecard;
  const flags = dimensions.flatMap(({ name: dimension, redFlag }) =>
    redFlag?.raised
      ? [`- **${dimensionTitles[dimension]}: ${cell(redFlag.text)}** (${cell(redFlag.reason ?? '')})`]
      : [],
  );
  const lines = [
    `# Scorecard of ${cell(name)}, version ${cell(version)}`,
    '',
    `Total **${totalText(scorecard)}** of 1 on ${dayText(scoredAt)}. Reviewers: ${cell(reviewers.ml)} (machine learning), ${cell(reviewers.platform)} (platform).`,
    '',
    ...table(
      ['Dimension', 'Owner', 'Weight', 'Score', 'Red flag'],
      dimensions.map((dimension) => [
        dimensionTitles[dimension.name],
        dimension.owner,
        shownNumber(dimension.weight),
        scoreRange(dimension.score, dimension.atMost),
        flagText(dimension),
      ]),
    ),
    ...(flags.length > 0 ? ['', '## Red flags', '', ...flags] : []),
    '',
    '## Measures',
    '',
    ...table(
      ['Dimension', 'Measure', 'Value', 'Good', 'Red', 'Score', 'From'],
      dimensions.flatMap((dimension) =>
        dimension.measures.map((measure) => [
          dimensionTitles[dimension.name],
          measure.id,
          shownNumber(measure.value),
          shownNumber(measure.good),
          shownNumber(measure.red),
          measure.score === undefined ? '–' : measure.score.toFixed(2),
          originText(measure),
        ]),
      ),
    ),
    ...(remarks.length > 0 ? ['', '## Remarks', '', ...remarks.map((remark) => `- ${cell(remark)}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What differs between two versions as a Markdown document. */
export function scorecardDifferenceMarkdown(difference: ScorecardDifference): string {
  const { changes, comparable, newer, older, totalChange } = difference;
  const lines = [
    `# Scorecard: version ${cell(older.version)} to version ${cell(newer.version)}`,
    '',
    `Total ${older.total.toFixed(2)} on ${dayText(older.scoredAt)}, ${newer.total.toFixed(2)} on ${dayText(newer.scoredAt)}: ${signed(totalChange)}.`,
    ...(comparable
      ? []
      : ['', 'The scorecard itself has changed (measures, limits or weights), so the totals do not measure the same.']),
    '',
    ...(changes.length === 0
      ? ['Nothing has changed.']
      : table(
          ['Dimension', 'Measure', 'What', 'Older', 'Newer'],
          changes.map((change) => [
            dimensionTitles[change.dimension],
            change.measure ?? '',
            change.what,
            valueText(change.older),
            valueText(change.newer),
          ]),
        )),
  ];
  return `${lines.join('\n')}\n`;
}

/** The total; a range while measures have no value. */
export function totalText({ total, totalAtMost }: ScoredScorecard): string {
  return scoreRange(total, totalAtMost);
}

/** A score; a range while measures have no value. */
export function scoreRange(least: number, most: number): string {
  return least === most ? least.toFixed(2) : `${least.toFixed(2)}–${most.toFixed(2)}`;
}

/** Where the value of a measure comes from, or why there is none. */
export function originText({ entered, missing, runs, source }: ScoredMeasure): string {
  if (missing !== undefined) return `${source}: ${missing}`;
  if (entered !== undefined) {
    const { by, note, on, reviewedBy } = entered;
    const review = reviewedBy === undefined ? 'not reviewed' : `reviewed by ${reviewedBy}`;
    return `${by}, ${on}, ${review}${note === undefined ? '' : `: ${note}`}`;
  }
  return `${source}, ${runs.length === 1 ? `run ${runs[0]}` : `${runs.length} runs`}`;
}

function flagText({ redFlag }: ScoredDimension): string {
  if (redFlag === undefined) return '';
  return redFlag.raised ? `**raised**: ${redFlag.text}` : `not raised: ${redFlag.text}`;
}

function valueText(value: string | number | undefined): string {
  return typeof value === 'number' ? shownNumber(value) : (value ?? '–');
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value).toFixed(2)}`;
}

/** A day in UTC, the same for everybody who makes the document. */
function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function table(titlesOfColumns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(titlesOfColumns), line(titlesOfColumns.map(() => '---')), ...rows.map(line)];
}

/** Text of files cannot break out of its cell or start markup of its own. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[|<\\]/g, (character) => `\\${character}`);
}
