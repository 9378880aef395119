import type { z } from 'zod';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import {
  isRunnableModel,
  isRunnableOptimiser,
  isRunnableStep,
  modelOptions,
  optimiserOptions,
  stepOptions,
  templateOptions,
} from '../schema/options.ts';
import { schemaDiagnostics } from '../source/schemaDiagnostics.ts';
import type { SourcePath } from '../source/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';

/** Checks the options (`with`) of steps, optimiser, head, baselines and built-in circuits: HP002–HP004. */
export function checkOptions(context: CheckContext): Diagnostic[] {
  const { definition } = context;
  const found: Diagnostic[] = [];
  const check = (schema: z.ZodObject, value: unknown, path: SourcePath) => {
    const outcome = schema.safeParse(value ?? {});
    if (outcome.success) return;
    const issues = outcome.error.issues.map((issue) => ({ ...issue, path: [...path, 'with', ...issue.path] }));
    found.push(...schemaDiagnostics(issues, context.root, () => Object.keys(schema.shape)));
  };
  definition.preprocess?.forEach((step, index) => {
    if (isRunnableStep(step.use)) check(stepOptions[step.use], step.with, ['preprocess', index]);
  });
  const { optimise, head, benchmark, quantum } = definition;
  if (optimise?.with) {
    const method = optimise.method ?? 'cobyla';
    if (isRunnableOptimiser(method)) check(optimiserOptions[method], optimise.with, ['optimise']);
  }
  if (head && isRunnableModel(head.use)) check(modelOptions[head.use], head.with, ['head']);
  benchmark?.baselines?.forEach((baseline, index) => {
    if (isRunnableModel(baseline.use))
      check(modelOptions[baseline.use], baseline.with, ['benchmark', 'baselines', index]);
  });
  if (quantum.featureMap?.use === 'angle' && quantum.featureMap.with)
    check(templateOptions.angle, quantum.featureMap.with, ['quantum', 'featureMap']);
  return found;
}
