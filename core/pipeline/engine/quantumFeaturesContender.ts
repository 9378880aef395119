import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { kernelAlignment } from '#core/learn/kernelAlignment.ts';
import { type Matrix, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import type { ResolvedHead, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { fitAndPredict, type ModelInputs } from './classicalModel.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { joinColumns } from './joinColumns.ts';
import { type KernelWork, kernelOfPipeline } from './kernelInputs.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedRows, PreparedSplit } from './preparedSplit.ts';

/**
 * The pattern quantum-features: a kernel for a support vector head, or expectations of the feature map
 * (X, Y and Z of every qubit unless observables are named) as features of a classical head.
 * @param stream name of this contender's random streams
 */
export async function encodeAndPredict(
  pipeline: ResolvedPipeline,
  featureMap: Circuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
): Promise<Prediction> {
  const { head } = pipeline;
  if (!head) throw new Failure('invalid-input', 'A quantum-features pipeline needs a head.');
  const seed = (...path: string[]) => deriveSeed(pipeline.seeds.sampler, stream, split.repeat, ...path);
  await work.breathe();
  work.begin('encode');
  const inputs = head.inputs.includes('kernel')
    ? await kernelInputs({ pipeline, circuit: featureMap, chain, split, work, seed })
    : await expectationInputs(pipeline, head, featureMap, chain, split, work, seed);
  await work.breathe();
  work.begin('fit');
  const prediction = await fitAndPredict(head, inputs, deriveSeed(pipeline.seeds.split, stream, split.repeat), work);
  if (inputs.kind !== 'kernel' || prediction.kind !== 'classes' || split.target.kind !== 'classes') return prediction;
  const { classes } = split.target;
  return { ...prediction, kernelAlignment: kernelAlignment(inputs.train, split.train.targets, classes.length) };
}

type SeedOf = (...path: string[]) => number;

async function kernelInputs(given: KernelWork): Promise<ModelInputs> {
  const { split } = given;
  const kernels = await kernelOfPipeline(given);
  return { kind: 'kernel', ...kernels, targets: split.train.targets, target: split.target };
}

async function expectationInputs(
  pipeline: ResolvedPipeline,
  head: ResolvedHead,
  circuit: Circuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  seed: SeedOf,
): Promise<ModelInputs> {
  const observables = featureObservables(pipeline);
  const encoded = async (rows: PreparedRows, part: string): Promise<Matrix> => {
    const output = { kind: 'expectations', observables } as const;
    const answers = await chain.evaluate(
      { circuit, bindings: matrixToRows(rows.interface), output, seed: seed(part), adaptive: part === 'test' },
      work.signal,
    );
    const quantum = matrixFromRows(answers);
    return head.inputs.includes('features') ? joinColumns(quantum, rows.interface) : quantum;
  };
  const train = await encoded(split.train, 'train');
  work.advance(0.6, 'expectations of the training rows');
  const test = await encoded(split.test, 'test');
  work.advance(0.95, 'expectations of the test rows');
  return { kind: 'features', train, test, targets: split.train.targets, target: split.target };
}
