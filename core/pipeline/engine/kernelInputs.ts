import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { kernelMatrix } from '#core/learn/kernelFunction.ts';
import { entry, type Matrix, mapEntries, matrixFromRows, rowOf, zeroMatrix } from '#core/learn/matrix.ts';
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
  /** Encodes a row; behind the features it takes the trained parameters. */
  readonly circuit: Circuit;
  /** The trained parameters, none where nothing is trained. */
  readonly parameters: readonly number[];
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
  const { parameters, split } = given;
  const rows = {
    train: kernelBindings(split.train.interface, kernel, parameters),
    test: kernelBindings(split.test.interface, kernel, parameters),
  };
  switch (kernel.kind) {
    case 'fidelity':
      return fidelityKernel(given, kernel, rows);
    case 'projected':
      return projectedKernel(given, kernel, rows);
  }
}

type Kernel = NonNullable<ResolvedQuantum['kernel']>;

/** What the circuit of a kernel is bound to for each row: its features times the bandwidth, and the parameters. */
export function kernelBindings(
  rows: Matrix,
  { bandwidth }: Pick<Kernel, 'bandwidth'>,
  parameters: ArrayLike<number>,
): number[][] {
  const behind = Array.from(parameters);
  return Array.from({ length: rows.rows }, (_, row) => [
    ...Array.from(rowOf(rows, row), (value) => value * bandwidth),
    ...behind,
  ]);
}

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
  const encoding = unmeasured(circuit);
  const thereAndBack = composeCircuits(encoding, inverseCircuit(encoding));
  const bindings = rows.map((row) => [...row, ...row]);
  const answers = await chain.evaluate(
    { circuit: thereAndBack, bindings, output: { kind: 'probabilities' }, seed },
    work.signal,
  );
  return answers.map(([returned = 0]) => returned);
}

/** As everywhere, measurements in a file are ignored; they could not be undone. */
export function unmeasured(circuit: Circuit): Circuit {
  return { ...circuit, operations: circuit.operations.filter(({ kind }) => kind !== 'measure') };
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
  const projected = projectedKernelOf(learnt, kernel, pipeline.interface.input.features);
  return { train: projected.kernel(learnt), test: projected.kernel(judged) };
}

/** A projected kernel whose width was found on some rows. */
interface ProjectedKernel {
  /** Between rows (down) and the rows it was found on (across). */
  kernel(rows: Matrix): Matrix;
  /**
   * How something changes with the expectation values of the rows it was found on, which change its width as well.
   * @param gram of these rows with each other @param byEntries derivatives by the entries of `gram`
   */
  slopes(gram: Matrix, byEntries: Matrix): Matrix;
}

/** @param values expectation values, a row each @param features how many the circuit encodes */
export function projectedKernelOf(values: Matrix, { gamma }: Pick<Kernel, 'gamma'>, features: number): ProjectedKernel {
  const count = values.values.length;
  const mean = values.values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const width = features * variance;
  const gaussian = { kind: 'rbf', gamma: gamma / (width > 0 ? width : 1) } as const;
  return {
    kernel: (rows) => kernelMatrix(gaussian, rows, values),
    slopes: (gram, byEntries) => {
      const total = zeroMatrix(values.rows, values.columns);
      let byWidth = 0;
      for (let row = 0; row < gram.rows; row++)
        for (let column = 0; column < gram.columns; column++) {
          const weight = entry(byEntries, row, column) * entry(gram, row, column) * gaussian.gamma;
          for (let index = 0; index < values.columns; index++) {
            const difference = entry(values, row, index) - entry(values, column, index);
            const slope = -2 * weight * difference;
            const [first, second] = [row * values.columns + index, column * values.columns + index];
            total.values[first] = (total.values[first] as number) + slope;
            total.values[second] = (total.values[second] as number) - slope;
            byWidth += weight * difference * difference;
          }
        }
      if (!(width > 0)) return total;
      // gamma falls with the variance, whose derivative by a value is 2 (value − mean) / count.
      return mapEntries(
        total,
        (slope, row, column) => slope + (byWidth / variance) * ((2 * (entry(values, row, column) - mean)) / count),
      );
    },
  };
}
