import { randomStream } from '#core/base/random.ts';
import { matrixFromRows, rowOf } from '#core/learn/matrix.ts';
import type { Contender } from '#core/pipeline/engine/contender.ts';
import type { Prediction } from '#core/pipeline/engine/prediction.ts';
import { selectedRows } from '#core/pipeline/engine/preparedSplit.ts';
import { classically } from '#core/pipeline/engine/quantumContender.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';

/**
 * The hybrid pipeline as it answers at a stage of its rollout with a `share`: that share of the rows by the quantum step,
 * the others as if it were switched off. Which rows, the seed and their places in the table decide, so a row is answered
 * the same way in every repeat and every run; a larger share keeps the rows of a smaller one.
 */
export function routedContender(hybrid: Contender, pipeline: ResolvedPipeline): Contender {
  const { share } = pipeline.execution.quantum;
  if (share === undefined) return hybrid;
  return {
    ...hybrid,
    description: `${hybrid.description}, for ${Number((100 * share).toFixed(3))} % of the rows; the others without its quantum step`,
    fitAndPredict: async (split, work) => {
      const places = split.test.tableRows.flatMap((row, place) =>
        randomStream(pipeline.seeds.root, 'route', row).uniform() < share ? [place] : [],
      );
      await work.breathe();
      work.begin('fit');
      const others = await classically(pipeline, split, work);
      if (places.length === 0) return others;
      const test = selectedRows(split.test, places);
      return withAnswers(others, places, await hybrid.fitAndPredict({ ...split, test }, work));
    },
  };
}

/** A prediction with those of some places taken from another, which is about these places only. */
function withAnswers(prediction: Prediction, places: readonly number[], answers: Prediction): Prediction {
  const at = new Map(places.map((place, index) => [place, index]));
  const merged = <Value>(all: readonly Value[], some: readonly Value[]): Value[] =>
    all.map((value, place) => {
      const index = at.get(place);
      return index === undefined ? value : (some[index] as Value);
    });
  if (prediction.kind === 'numbers' && answers.kind === 'numbers')
    return { kind: 'numbers', numbers: merged(prediction.numbers, answers.numbers) };
  if (prediction.kind !== 'classes' || answers.kind !== 'classes') return answers;
  const [all, some] = [prediction.probabilities, answers.probabilities];
  const rows = (matrix: NonNullable<typeof all>) => Array.from({ length: matrix.rows }, (_, row) => rowOf(matrix, row));
  return {
    kind: 'classes',
    classes: merged(prediction.classes, answers.classes),
    // Where one of the two models gives none there are none of all rows.
    ...(all && some && { probabilities: matrixFromRows(merged(rows(all), rows(some))) }),
  };
}
