import { deriveSeed } from '#core/base/random.ts';
import { applyPreprocessing, fitPreprocessing } from '#core/learn/preprocess.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import type { LearningData } from '../data/learningData.ts';
import type { ResolvedPipeline, ResolvedStep } from '../schema/resolvedPipeline.ts';
import { isOwnStep, learnedStep, type OwnStep } from './preprocessSteps.ts';
import { applyPythonStep, type NamedRows } from './pythonStep.ts';
import type { PythonWork } from './pythonWork.ts';

/**
 * All rows of the table after the preprocessing of the pipeline, every step fitted on the training rows of the split
 * unless it says otherwise. What becomes of a row depends on that row and the rows the steps learnt from, on no other.
 * @throws Failure `invalid-input` for a step that cannot be fitted; those of the interpreter for steps in Python
 */
export async function preprocessedRows(
  { preprocess, seeds }: Pick<ResolvedPipeline, 'preprocess' | 'seeds'>,
  data: LearningData,
  split: SplitIndices,
  repeat: number,
  work: PythonWork,
): Promise<NamedRows> {
  const targets = { kind: data.target.kind, values: data.targets };
  let current: NamedRows = { rows: data.features, names: data.names };
  let { categories } = data;
  for (const [index, part] of togetherFitted(preprocess).entries()) {
    if (part.kind === 'own') {
      const { names, rows } = current;
      const fitted = fitPreprocessing(part.steps.map(learnedStep), rows, names, split.train, targets, categories);
      current = { rows: applyPreprocessing(fitted, rows), names: fitted.outputs };
    } else {
      const seed = deriveSeed(seeds.split, 'preprocess', index, repeat);
      current = await applyPythonStep(part.step, current, targets, split, seed, work);
      // The numbers of categories have become something else.
      categories = undefined;
    }
  }
  return current;
}

type Part =
  | { readonly kind: 'own'; readonly steps: readonly OwnStep[] }
  | { readonly kind: 'python'; readonly step: ResolvedStep };

/** Neighbouring steps that are fitted here, and every step in Python by itself. */
function togetherFitted(steps: readonly ResolvedStep[]): Part[] {
  const parts: Part[] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    if (!isOwnStep(step)) parts.push({ kind: 'python', step });
    else if (last?.kind === 'own') parts[parts.length - 1] = { kind: 'own', steps: [...last.steps, step] };
    else parts.push({ kind: 'own', steps: [step] });
  }
  return parts;
}
