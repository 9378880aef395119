import type { z } from 'zod';
import { Failure } from '#core/base/failure.ts';
import type { NumberRange, PipelineStep, PreprocessStep } from '#core/learn/preprocess.ts';
import { angleValue } from '../schema/angleExpression.ts';
import { stepOptions } from '../schema/options.ts';
import type { ResolvedStep } from '../schema/resolvedPipeline.ts';

/** A step that is fitted here, not by the user's Python interpreter. */
export type OwnStep = ResolvedStep & { readonly use: Exclude<ResolvedStep['use'], 'python'> };

export function isOwnStep(step: ResolvedStep): step is OwnStep {
  return step.use !== 'python';
}

/**
 * A step of a pipeline file as the learning side runs it.
 * @throws Failure `invalid-input` for bad options
 */
export function learnedStep(step: OwnStep): PipelineStep {
  return { step: preprocessStep(step), fitOn: step.fitOn };
}

function preprocessStep(step: OwnStep): PreprocessStep {
  const { use } = step;
  switch (use) {
    case 'standardize':
    case 'l2-normalize':
      return { use };
    case 'minmax': {
      const { range } = checked(step, stepOptions.minmax);
      return range ? { use, range: numbers(range) } : { use };
    }
    case 'to-angle': {
      const { range, from } = checked(step, stepOptions['to-angle']);
      return { use, ...(range && { range: numbers(range) }), ...(from && { from: numbers(from) }) };
    }
    case 'clip':
      return { use, range: numbers(checked(step, stepOptions.clip).range) };
    case 'pca':
      return { use, components: checked(step, stepOptions.pca).components };
    case 'select-columns':
      return { use, columns: checked(step, stepOptions['select-columns']).columns };
    case 'impute': {
      const { strategy, value } = checked(step, stepOptions.impute);
      return { use, ...(strategy && { strategy }), ...(value === undefined ? {} : { value }) };
    }
    case 'robust':
      return { use };
    case 'select-k-best':
      return { use, k: checked(step, stepOptions['select-k-best']).k };
    case 'onehot': {
      const { columns } = checked(step, stepOptions.onehot);
      return { use, ...(columns && { columns }) };
    }
    case 'pad': {
      const { width, value } = checked(step, stepOptions.pad);
      return { use, width, ...(value === undefined ? {} : { value }) };
    }
  }
}

function checked<Schema extends z.ZodType>(step: ResolvedStep, schema: Schema): z.infer<Schema> {
  const outcome = schema.safeParse(step.with);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
  throw new Failure('invalid-input', `The options of the step ${step.id}${where} do not fit ${step.use}.`);
}

function numbers(range: readonly [number | string, number | string]): NumberRange {
  return [angleValue(range[0]) ?? 0, angleValue(range[1]) ?? 0];
}
