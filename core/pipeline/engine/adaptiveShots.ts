import { logarithmOf } from '#core/base/elementary/exponential.ts';
import type { EvaluationOutput, EvaluationResult } from '#core/circuit/evaluation.ts';
import { normalQuantile } from '#core/learn/distribution.ts';
import { wilsonInterval } from '#core/learn/interval.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { sumOfUsage } from './sumOfUsage.ts';

type Confidence = NonNullable<ResolvedPipeline['confidence']>;

/**
 * Asks with `adaptive.start` shots and doubles them, keeping what was read, until every value is known as well as the
 * confidence says or `adaptive.max` is reached.
 * @param ask answers with so many shots; batches are numbered from 0, each needs a stream of its own
 * @returns the means over all shots, with the usage of all batches
 */
export async function withAdaptiveShots(
  confidence: Confidence,
  { max, start }: NonNullable<Confidence['adaptive']>,
  output: EvaluationOutput,
  ask: (shots: number, batch: number) => Promise<EvaluationResult>,
): Promise<EvaluationResult> {
  let shots = Math.min(start, max);
  let { errors, rows, usage } = await ask(shots, 0);
  const isWide = () => widest(rows, shots, output, confidence, errors) > confidence.halfWidth;
  for (let batch = 1; shots < max && isWide(); batch++) {
    const more = Math.min(shots, max - shots);
    const answer = await ask(more, batch);
    const [before, now] = [shots, shots + more];
    rows = rows.map((row, index) =>
      row.map((value, column) => (value * before + (answer.rows[index]?.[column] ?? 0) * more) / now),
    );
    errors = errors?.map((row, index) =>
      row.map((error, column) => {
        const other = answer.errors?.[index]?.[column] ?? error;
        return Math.sqrt((error * before) ** 2 + (other * more) ** 2) / now;
      }),
    );
    usage = sumOfUsage(usage, answer.usage);
    shots = now;
  }
  return { rows, ...(errors && { errors }), usage };
}

/**
 * The half width of the widest interval among values read with so many shots.
 * @param errors the standard errors that came with the values, which are meant instead where the rule is `normal`: what
 * corrects values widens them
 */
export function widest(
  rows: readonly Float64Array[],
  shots: number,
  output: EvaluationOutput,
  { level = 0.95, rule = 'normal' }: Pick<Confidence, 'level' | 'rule'>,
  errors?: readonly Float64Array[],
): number {
  const ranges = rangesOf(output);
  let largest = 0;
  for (const [index, row] of rows.entries())
    row.forEach((value, column) => {
      const told = rule === 'normal' ? (errors?.[index]?.[column] ?? 0) : 0;
      if (told > 0) {
        largest = Math.max(largest, normalQuantile((1 + level) / 2) * told);
        return;
      }
      const [low, high] = ranges?.[column] ?? [0, 1];
      const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
      largest = Math.max(largest, (high - low) * halfWidth(share, shots, level, rule));
    });
  return largest;
}

/** Of a mean in [0, 1]; of all such variables the one with two values spreads most. */
function halfWidth(share: number, shots: number, level: number, rule: NonNullable<Confidence['rule']>): number {
  if (rule === 'hoeffding') return Math.sqrt(logarithmOf(2 / (1 - level)) / (2 * shots));
  // Shots that all agree have no spread, which says nothing of how sure they are: Wilson's interval does.
  if (rule === 'normal' && share > 0 && share < 1)
    return normalQuantile((1 + level) / 2) * Math.sqrt((share * (1 - share)) / shots);
  const { high, low } = wilsonInterval(share * shots, shots, level);
  return (high - low) / 2;
}

/** Where the values of each column can be; undefined for probabilities. */
function rangesOf(output: EvaluationOutput): (readonly [number, number])[] | undefined {
  if (output.kind !== 'expectations') return undefined;
  return output.observables.map(({ terms }) => {
    let [constant, reach] = [0, 0];
    for (const { coefficient, factors } of terms) {
      if (factors.length === 0) constant += coefficient;
      else reach += Math.abs(coefficient);
    }
    return [constant - reach, constant + reach];
  });
}
