import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { kernelAlignment } from '#core/learn/kernelAlignment.ts';
import { type Matrix, matrixFromRows } from '#core/learn/matrix.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import type { ResolvedHead, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { fitAndPredict, type ModelInputs } from './classicalModel.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { joinColumns } from './joinColumns.ts';
import { type KernelWork, kernelOfPipeline } from './kernelInputs.ts';
import { type KernelTraining, trainedKernelParameters } from './kernelTraining.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedRows, PreparedSplit } from './preparedSplit.ts';
import { initialPoint } from './trainingLoop.ts';
import { bindingsOf } from './variationalContender.ts';

/**
 * The pattern quantum-features: a kernel for a support vector head, or expectations of the feature map
 * (X, Y and Z of every qubit unless observables are named) as features of a classical head. Where the circuit has
 * parameters, they are trained for the kernel on the training rows first, or read from a file.
 * @param stream name of this contender's random streams
 */
export async function encodeAndPredict(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
): Promise<Prediction> {
  const { head } = pipeline;
  if (!head) throw new Failure('invalid-input', 'A quantum-features pipeline needs a head.');
  const seed: SeedOf = (...path) => deriveSeed(pipeline.seeds.sampler, stream, split.repeat, ...path);
  await work.breathe();
  const { circuit } = model;
  const parameters = await parametersOf({ pipeline, model, chain, split, work, seed });
  const encoding = pipeline.optimise === undefined ? work : afterTraining(work);
  work.begin('encode');
  const inputs = head.inputs.includes('kernel')
    ? await kernelInputs({ pipeline, circuit, parameters, chain, split, work: encoding, seed })
    : await expectationInputs(pipeline, head, circuit, parameters, chain, split, encoding, seed);
  await work.breathe();
  work.begin('fit');
  const prediction = await fitAndPredict(head, inputs, deriveSeed(pipeline.seeds.split, stream, split.repeat), work);
  if (inputs.kind !== 'kernel') return prediction;
  const kernel = inputs.train;
  if (prediction.kind !== 'classes' || split.target.kind !== 'classes') return { ...prediction, kernel };
  const { classes } = split.target;
  return { ...prediction, kernel, kernelAlignment: kernelAlignment(kernel, split.train.targets, classes.length) };
}

type SeedOf = (...path: readonly (string | number)[]) => number;

/** How much of a repeat training takes, for progress. */
const trainingShare = 0.9;

function afterTraining(work: ContenderWork): ContenderWork {
  return { ...work, advance: (share, detail) => work.advance(trainingShare + (1 - trainingShare) * share, detail) };
}

/** @throws Failure `invalid-input` for parameters that nothing sets */
async function parametersOf(training: KernelTraining): Promise<readonly number[]> {
  const { model, pipeline, split, work } = training;
  if (model.parameterCount === 0) return [];
  if (pipeline.optimise) {
    work.begin('train');
    const advance: ContenderWork['advance'] = (share, detail) => work.advance(trainingShare * share, detail);
    return await trainedKernelParameters({ ...training, work: { ...work, advance } });
  }
  if (pipeline.interface.parameters.init === 'file')
    return initialPoint(pipeline, model.parameterCount, split.repeat, 0);
  throw new Failure('invalid-input', 'This circuit has parameters to train, but optimise does not say how.', {
    advice:
      'Add optimise with the loss kernel-alignment, read trained parameters from a file, or leave out the ansatz.',
  });
}

async function kernelInputs(given: KernelWork): Promise<ModelInputs> {
  const { split } = given;
  const kernels = await kernelOfPipeline(given);
  return { kind: 'kernel', ...kernels, targets: split.train.targets, target: split.target };
}

async function expectationInputs(
  pipeline: ResolvedPipeline,
  head: ResolvedHead,
  circuit: TrainableCircuit['circuit'],
  parameters: readonly number[],
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  seed: SeedOf,
): Promise<ModelInputs> {
  const observables = featureObservables(pipeline);
  const encoded = async (rows: PreparedRows, part: string): Promise<Matrix> => {
    const output = { kind: 'expectations', observables } as const;
    const answers = await chain.evaluate(
      {
        circuit,
        bindings: bindingsOf(rows.interface, parameters),
        output,
        seed: seed(part),
        adaptive: part === 'test',
      },
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
