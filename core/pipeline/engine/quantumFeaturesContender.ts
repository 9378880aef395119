import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type Matrix, mapEntries, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { pauliProduct } from '../circuits/pauliProduct.ts';
import type { ResolvedHead, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { fitAndPredict, type ModelInputs } from './classicalModel.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { joinColumns } from './joinColumns.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedRows, PreparedSplit } from './preparedSplit.ts';
import { repairedKernel } from './repairedKernel.ts';

/**
 * The pattern quantum-features: a fidelity kernel for a support vector head, or expectations of the feature map
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
  const inputs = head.inputs.includes('kernel')
    ? await kernelInputs(pipeline, featureMap, chain, split, work, seed)
    : await expectationInputs(pipeline, head, featureMap, chain, split, work, seed);
  await work.breathe();
  return fitAndPredict(head, inputs, deriveSeed(pipeline.seeds.split, stream, split.repeat));
}

type SeedOf = (...path: string[]) => number;

async function kernelInputs(
  pipeline: ResolvedPipeline,
  circuit: Circuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  seed: SeedOf,
): Promise<ModelInputs> {
  const { kernel } = pipeline.quantum;
  if (!kernel) throw new Failure('invalid-input', 'A head that learns from a kernel needs quantum.kernel.');
  if (kernel.kind !== 'fidelity')
    throw new Failure('unsupported', 'Projected kernels are not available in this version.', {
      advice: 'Use kind: fidelity.',
    });
  const scaled = (rows: PreparedRows) => matrixToRows(mapEntries(rows.interface, (value) => value * kernel.bandwidth));
  const [train, test] = [scaled(split.train), scaled(split.test)];
  const gram = await chain.evaluate(
    { circuit, bindings: train, output: { kind: 'fidelity-kernel' }, seed: seed('train') },
    work.signal,
  );
  work.advance(0.6, 'kernel of the training rows');
  const cross = await chain.evaluate(
    { circuit, bindings: test, output: { kind: 'fidelity-kernel', others: train }, seed: seed('test') },
    work.signal,
  );
  work.advance(0.95, 'kernel of the test rows');
  const repaired = repairedKernel(matrixFromRows(gram), matrixFromRows(cross), kernel.psd);
  return { kind: 'kernel', ...repaired, targets: split.train.targets, target: split.target };
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
  const { qubits, measure } = pipeline.quantum;
  const texts = measure.observables ?? defaultObservables(qubits);
  const observables = texts.map((text) => pauliProduct(text, qubits, pipeline.interface.output.bitOrder));
  const encoded = async (rows: PreparedRows, part: string): Promise<Matrix> => {
    const output = { kind: 'expectations', observables } as const;
    const answers = await chain.evaluate(
      { circuit, bindings: matrixToRows(rows.interface), output, seed: seed(part) },
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

/** Everything single qubits can tell. */
function defaultObservables(qubits: number): string[] {
  return Array.from({ length: qubits }, (_, qubit) => ['X', 'Y', 'Z'].map((axis) => `${axis}${qubit}`)).flat();
}
