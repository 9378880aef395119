import type { Prediction } from '#core/pipeline/engine/prediction.ts';
import type { PreparedRows } from '#core/pipeline/engine/preparedSplit.ts';
import type { ContenderResult } from '#core/runs/runRecord.ts';
import type { FinishedRepeat } from './checkpoint.ts';
import type { Measurement } from './measuredContender.ts';

/** The most test rows of a contender whose predictions a record keeps, over all repeats. */
const mostKept = 1000;

/**
 * What was predicted of numbers, beside what they are: of all test rows, or of as many at equal distances as a record has
 * room for. All contenders keep the same rows.
 * @param repeats of the run
 */
export function predictedNumbers(
  { tableRows, targets }: Pick<PreparedRows, 'tableRows' | 'targets'>,
  prediction: Prediction,
  repeats: number,
): Pick<Measurement, 'predicted'> {
  if (prediction.kind !== 'numbers') return {};
  const tested = targets.length;
  const count = Math.min(tested, Math.max(1, Math.floor(mostKept / repeats)));
  const places = Array.from({ length: count }, (_, index) => Math.floor((index * tested) / count));
  return {
    predicted: {
      rows: places.map((place) => tableRows[place] as number),
      actual: places.map((place) => shortened(targets[place] as number)),
      predicted: places.map((place) => shortened(prediction.numbers[place] as number)),
      tested,
    },
  };
}

/** Those of a contender, by repeat. */
export function predictionsOf(own: readonly FinishedRepeat[]): Pick<ContenderResult, 'predictions'> {
  const predictions = own.flatMap(({ predicted, repeat }) => (predicted ? [{ repeat, ...predicted }] : []));
  return predictions.length === 0 ? {} : { predictions };
}

/** Enough to draw. */
function shortened(value: number): number {
  return Number(value.toPrecision(6));
}
