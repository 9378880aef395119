import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { kernelMatrix } from '#core/learn/kernelFunction.ts';
import { type Matrix, mapEntries, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import type { ResolvedPipeline, ResolvedQuantum } from '../schema/resolvedPipeline.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import { repairedKernel } from './repairedKernel.ts';

/** Gram matrices: training rows with themselves, and test rows (down) with training rows (across). */
export interface GramMatrices {
  readonly train: Matrix;
  readonly test: Matrix;
}

/** What a kernel is computed with. */
export interface KernelWork {
  readonly pipeline: ResolvedPipeline;
  /** Encodes a row. */
  readonly circuit: Circuit;
  readonly chain: EvaluatorChain;
  readonly split: PreparedSplit;
  readonly work: ContenderWork;
  /** Seeds of the questions, by name. */
  seed(name: string): number;
}

/**
 * The kernel of a pipeline between the rows of a split, of values multiplied by the bandwidth:
 * - `fidelity`: |⟨ψ(x)|ψ(y)⟩|², repaired where it is not positive semidefinite;
 * - `projected` (Huang et al., Nature Communications 12, 2021): exp(−γ |v(x) − v(y)|²) of the expectation values v of the
 *   observables, X, Y and Z of every qubit unless others are named, with γ = `gamma` / (features · variance of all
 *   entries of v over the training rows).
 * @throws Failure `invalid-input` without quantum.kernel
 */
export async function kernelOfPipeline(given: KernelWork): Promise<GramMatrices> {
  const { kernel } = given.pipeline.quantum;
  if (!kernel) throw new Failure('invalid-input', 'A head that learns from a kernel needs quantum.kernel.');
  const scaled = (rows: Matrix) => matrixToRows(mapEntries(rows, (value) => value * kernel.bandwidth));
  const rows = { train: scaled(given.split.train.interface), test: scaled(given.split.test.interface) };
  switch (kernel.kind) {
    case 'fidelity':
      return fidelityKernel(given, kernel, rows);
    case 'projected':
      return projectedKernel(given, kernel, rows);
  }
}

type Kernel = NonNullable<ResolvedQuantum['kernel']>;

interface Bindings {
  readonly train: readonly (readonly number[])[];
  readonly test: readonly (readonly number[])[];
}

async function fidelityKernel(
  { chain, circuit, seed, work }: KernelWork,
  kernel: Kernel,
  { test, train }: Bindings,
): Promise<GramMatrices> {
  const output = { kind: 'fidelity-kernel' } as const;
  const gram = matrixFromRows(
    await chain.evaluate({ circuit, bindings: train, output, seed: seed('train') }, work.signal),
  );
  const whole =
    kernel.diagonal === 'measured'
      ? withDiagonal(gram, await returnProbabilities(circuit, train, chain, seed('diagonal'), work))
      : gram;
  work.advance(0.6, 'kernel of the training rows');
  const cross = await chain.evaluate(
    { circuit, bindings: test, output: { ...output, others: train }, seed: seed('test'), adaptive: true },
    work.signal,
  );
  work.advance(0.95, 'kernel of the test rows');
  return repairedKernel(whole, matrixFromRows(cross), kernel.psd);
}

/** How often |0…0⟩ comes back after encoding each row and undoing it: 1 without noise. */
async function returnProbabilities(
  circuit: Circuit,
  rows: readonly (readonly number[])[],
  chain: EvaluatorChain,
  seed: number,
  work: ContenderWork,
): Promise<number[]> {
  // As everywhere, measurements in a file are ignored; they could not be undone.
  const encoding = { ...circuit, operations: circuit.operations.filter(({ kind }) => kind !== 'measure') };
  const thereAndBack = composeCircuits(encoding, inverseCircuit(encoding));
  const bindings = rows.map((row) => [...row, ...row]);
  const answers = await chain.evaluate(
    { circuit: thereAndBack, bindings, output: { kind: 'probabilities' }, seed },
    work.signal,
  );
  return answers.map(([returned = 0]) => returned);
}

function withDiagonal(matrix: Matrix, diagonal: readonly number[]): Matrix {
  return mapEntries(matrix, (value, row, column) => (row === column ? (diagonal[row] ?? value) : value));
}

async function projectedKernel(
  { chain, circuit, pipeline, seed, work }: KernelWork,
  kernel: Kernel,
  { test, train }: Bindings,
): Promise<GramMatrices> {
  const output = { kind: 'expectations', observables: featureObservables(pipeline) } as const;
  const expectations = async (bindings: Bindings['train'], name: string) =>
    matrixFromRows(
      await chain.evaluate({ circuit, bindings, output, seed: seed(name), adaptive: name === 'test' }, work.signal),
    );
  const learnt = await expectations(train, 'train');
  work.advance(0.6, 'expectations of the training rows');
  const judged = await expectations(test, 'test');
  work.advance(0.95, 'expectations of the test rows');
  const variance = varianceOf(learnt.values);
  const width = pipeline.interface.input.features * variance;
  const gaussian = { kind: 'rbf', gamma: kernel.gamma / (width > 0 ? width : 1) } as const;
  return { train: kernelMatrix(gaussian, learnt, learnt), test: kernelMatrix(gaussian, judged, learnt) };
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
