import { deriveSeed, randomStream } from '#core/base/random.ts';
import { kernelMatrix, kernelWidth } from '#core/learn/kernelFunction.ts';
import { drawFourierFeatures, fourierFeatures } from '#core/learn/randomFourierFeatures.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import type { LearningTarget } from '../data/learningData.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { fitAndPredict, type ModelInputs } from './classicalModel.ts';
import { joinColumns } from './joinColumns.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import type { PythonWork } from './pythonWork.ts';
import { classicalHead } from './quantumContender.ts';
import { scoreWidth } from './scoringContender.ts';

/**
 * The pipeline with random Fourier features of what the circuit gets in place of the quantum step: the head gets as many
 * of them as it would get quantum columns, or their products where it learns from a kernel. A pipeline without a head
 * gets as many as its circuit has trained parameters, for a linear model.
 */
export async function predictFromRandomFeatures(
  pipeline: ResolvedPipeline,
  parameters: number,
  split: PreparedSplit,
  work: PythonWork,
): Promise<Prediction> {
  const { head } = pipeline;
  const width = randomWidth(pipeline, parameters, split.target);
  const { train, test } = split;
  const stream = randomStream(pipeline.seeds.init, 'random-features', split.repeat);
  const gamma = kernelWidth(train.interface, 'scale');
  const waves = drawFourierFeatures(train.interface.columns, width, gamma, stream);
  const random = { train: fourierFeatures(waves, train.interface), test: fourierFeatures(waves, test.interface) };
  const target = { targets: train.targets, target: split.target };
  const inputs = (): ModelInputs => {
    if (head?.inputs.includes('kernel'))
      return {
        kind: 'kernel',
        train: kernelMatrix({ kind: 'linear' }, random.train, random.train),
        test: kernelMatrix({ kind: 'linear' }, random.test, random.train),
        ...target,
      };
    if (head?.inputs.includes('features'))
      return {
        kind: 'features',
        train: joinColumns(random.train, train.interface),
        test: joinColumns(random.test, test.interface),
        ...target,
      };
    return { kind: 'features', ...random, ...target };
  };
  const seed = deriveSeed(pipeline.seeds.split, 'random-features', split.repeat);
  // A head that was trained elsewhere cannot learn from other columns.
  const model = head && head.use !== 'onnx' ? head : classicalHead(pipeline, split.target);
  return await fitAndPredict(model, inputs(), seed, work);
}

function randomWidth(pipeline: ResolvedPipeline, parameters: number, target: LearningTarget): number {
  switch (pipeline.pattern) {
    case 'quantum-features':
      return featureObservables(pipeline).length;
    case 'quantum-scoring':
      return scoreWidth(pipeline, target);
    case 'variational-loop':
      return Math.max(1, parameters);
  }
}
