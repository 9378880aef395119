import { deriveSeed } from '#core/base/random.ts';
import { fitAndPredict } from '#core/pipeline/engine/classicalModel.ts';
import type { Contender } from '#core/pipeline/engine/contender.ts';
import { classically } from '#core/pipeline/engine/quantumContender.ts';
import { predictFromRandomFeatures } from '#core/pipeline/engine/randomFeatures.ts';
import { modelTitle } from '#core/pipeline/python/pythonProgram.ts';
import type { ResolvedBaseline, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';

const inputDescriptions: Readonly<Record<ResolvedBaseline['inputs'], string>> = {
  raw: 'the columns of the table',
  standardized: 'the standardized columns of the table',
  preprocessed: 'the preprocessed features',
  interface: 'what the circuit gets',
};

/** A classical model judged on the same splits as the hybrid pipeline. */
export function baselineContender(pipeline: ResolvedPipeline, baseline: ResolvedBaseline): Contender {
  return {
    id: baseline.id,
    role: 'baseline',
    description: `${modelTitle(baseline)} on ${inputDescriptions[baseline.inputs]}${baseline.tune ? ', tuned' : ''}`,
    quantum: false,
    weight: baseline.tune ? 10 : 1,
    fitAndPredict: async (split, work) => {
      await work.breathe();
      work.begin('fit');
      return await fitAndPredict(
        baseline,
        {
          kind: 'features',
          train: split.train[baseline.inputs],
          test: split.test[baseline.inputs],
          targets: split.train.targets,
          target: split.target,
        },
        deriveSeed(pipeline.seeds.split, 'baseline', baseline.id, split.repeat),
        work,
      );
    },
  };
}

/** The pipeline without its quantum step: its head on the features at the interface. */
export function noQuantumContender(pipeline: ResolvedPipeline): Contender {
  return {
    id: 'no-quantum',
    role: 'ablation',
    description: 'The same head on the features the circuit gets',
    quantum: false,
    weight: 1,
    fitAndPredict: async (split, work) => {
      await work.breathe();
      work.begin('fit');
      return await classically(pipeline, split, work);
    },
  };
}

/**
 * The pipeline with random Fourier features in place of its quantum step.
 * @param parameters how many the hybrid pipeline trains
 */
export function randomFeaturesContender(pipeline: ResolvedPipeline, parameters: number): Contender {
  return {
    id: 'random-features',
    role: 'ablation',
    description: 'The same head on as many random Fourier features of what the circuit gets',
    quantum: false,
    weight: 1,
    fitAndPredict: async (split, work) => {
      await work.breathe();
      work.begin('fit');
      return await predictFromRandomFeatures(pipeline, parameters, split, work);
    },
  };
}
