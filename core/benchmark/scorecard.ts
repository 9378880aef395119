import { Failure } from '#core/base/failure.ts';
import type { ScorecardDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { type DimensionName, dimensionNames } from '#core/runs/scorecardDimensions.ts';
import type { ScoredDimension, ScoredMeasure, ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { type Evidence, readMetric } from './recordedMetric.ts';

type MeasureDefinition = ScorecardDefinition['dimensions']['costControl']['measures'][number];

/**
 * Scores a scorecard on recorded runs and on what people have entered. Nothing is guessed: a measure without a value
 * opens a gap between `total` and `totalAtMost`.
 * @param name of what is reviewed
 * @throws Failure `invalid-input` when the scorecard means nothing: weights that do not sum to 1, a dimension without
 * measures, good and red on the wrong sides, a value entered for a measure of runs, an id used twice
 */
export function scoreScorecard(definition: ScorecardDefinition, name: string, evidence: Evidence): ScoredScorecard {
  requireMeaning(definition);
  const dimensions = dimensionNames.map((dimension) => scoredDimension(definition, dimension, evidence));
  const weighted = (of: (dimension: ScoredDimension) => number) =>
    dimensions.reduce((sum, dimension) => sum + dimension.weight * of(dimension), 0);
  return {
    hybridScorecard: 1,
    name,
    version: definition.version,
    reviewers: definition.reviewers,
    scoredAt: evidence.now,
    total: weighted(({ score }) => score),
    totalAtMost: weighted(({ atMost }) => atMost),
    dimensions,
    remarks: remarksOn(definition, dimensions),
  };
}

function requireMeaning({ dimensions }: ScorecardDefinition): void {
  const refuse = (message: string, advice: string): never => {
    throw new Failure('invalid-input', message, { advice });
  };
  const sum = dimensionNames.reduce((total, name) => total + dimensions[name].weight, 0);
  if (Math.abs(sum - 1) > 1e-9)
    refuse(
      `The weights of the scorecard sum to ${Number(sum.toFixed(6))}, not to 1.`,
      'Divide 1 among the dimensions.',
    );
  const seen = new Set<string>();
  for (const name of dimensionNames) {
    const { measures } = dimensions[name];
    if (measures.length === 0)
      refuse(`The dimension ${name} of the scorecard has no measure.`, 'Give it at least one, manual if need be.');
    for (const { better, entered, good, id, red, source } of measures) {
      if (seen.has(id)) refuse(`The scorecard has two measures named ${id}.`, 'Rename one.');
      seen.add(id);
      if (better === 'higher' ? good <= red : good >= red)
        refuse(
          `The measure ${id} is better when ${better}, but good is ${good} and red is ${red}.`,
          `Good must be ${better === 'higher' ? 'above' : 'below'} red.`,
        );
      if (entered !== undefined && source !== 'manual')
        refuse(`The measure ${id} comes from runs, so no value can be entered for it.`, 'Make its source manual.');
    }
  }
}

function scoredDimension(
  { dimensions }: ScorecardDefinition,
  name: DimensionName,
  evidence: Evidence,
): ScoredDimension {
  const { measures, owner, raised, redFlag, weight } = dimensions[name];
  const scored = measures.map((measure) => scoredMeasure(measure, evidence));
  const average = (unknown: number) => scored.reduce((sum, { score }) => sum + (score ?? unknown), 0) / scored.length;
  const red = scored.find(({ score }) => score === 0);
  const reason = raised
    ? `raised by ${raised.by} on ${raised.on}${raised.note ? `: ${raised.note}` : ''}`
    : red && `${red.id} is ${shownNumber(red.value)}, red at ${shownNumber(red.red)}`;
  const text = redFlag ?? (reason === undefined ? undefined : 'a measure is red');
  return {
    name,
    owner,
    weight,
    score: average(0),
    atMost: average(1),
    ...(text === undefined
      ? {}
      : { redFlag: { text, raised: reason !== undefined, ...(reason === undefined ? {} : { reason }) } }),
    measures: scored,
  };
}

function scoredMeasure(measure: MeasureDefinition, evidence: Evidence): ScoredMeasure {
  const { better, entered, good, id, red, source } = measure;
  const base = { id, source, better, good, red };
  if (source === 'manual') {
    if (entered === undefined) return { ...base, missing: 'Nobody has entered a value.', runs: [] };
    const { by, note, on, reviewedBy, value } = entered;
    const attribution = {
      by,
      on,
      ...(note === undefined ? {} : { note }),
      ...(reviewedBy === undefined ? {} : { reviewedBy }),
    };
    return { ...base, value, score: scoreOf(value, measure), runs: [], entered: attribution };
  }
  const reading = readMetric(source.slice('run:'.length), evidence);
  if ('missing' in reading) return { ...base, missing: reading.missing, runs: reading.runs };
  return { ...base, value: reading.value, score: scoreOf(reading.value, measure), runs: reading.runs };
}

/** 0 at red and beyond, 1 at good and beyond, straight between; the direction is in the order of the two. */
function scoreOf(value: number, { good, red }: Pick<MeasureDefinition, 'good' | 'red'>): number {
  return Math.min(1, Math.max(0, (value - red) / (good - red)));
}

function remarksOn({ reviewers }: ScorecardDefinition, dimensions: readonly ScoredDimension[]): string[] {
  const measures = dimensions.flatMap((dimension) => dimension.measures);
  const without = measures.filter(({ score }) => score === undefined).map(({ id }) => id);
  const trusted: readonly string[] = [reviewers.ml, reviewers.platform];
  const unreviewed = measures
    .filter(({ entered }) => entered !== undefined && !trusted.includes(entered.reviewedBy ?? ''))
    .map(({ id }) => id);
  const selfReviewed = measures
    .filter(({ entered }) => entered?.reviewedBy !== undefined && entered.reviewedBy === entered.by)
    .map(({ id }) => id);
  return [
    ...(without.length > 0 ? [`No value yet: ${without.join(', ')}.`] : []),
    ...(unreviewed.length > 0 ? [`Entered by hand and not reviewed: ${unreviewed.join(', ')}.`] : []),
    ...(selfReviewed.length > 0 ? [`Entered and reviewed by the same person: ${selfReviewed.join(', ')}.`] : []),
    ...(reviewers.ml === reviewers.platform ? [`${reviewers.ml} reviews for both sides.`] : []),
  ];
}

/** Up to four significant digits, without an exponent for what people measure. */
export function shownNumber(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(4))).replace(/^-/, '−');
}
