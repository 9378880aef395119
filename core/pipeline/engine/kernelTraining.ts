import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { alignment, alignmentSlopes, idealKernelOfClasses, idealKernelOfNumbers } from '#core/learn/kernelAlignment.ts';
import {
  entry,
  type Matrix,
  mapEntries,
  matrixFromRows,
  selectBlock,
  selectRows,
  zeroMatrix,
} from '#core/learn/matrix.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import { diagonalObservable } from '../circuits/diagonalObservable.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import type { ResolvedPipeline, ResolvedQuantum } from '../schema/resolvedPipeline.ts';
import { type BatchPosition, batchRows } from './batchRows.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { kernelBindings, projectedKernelOf, unmeasured } from './kernelInputs.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import { type LossValues, type TrainingLoss, trainParameters } from './trainingLoop.ts';

/** What the parameters of a kernel are trained with. */
export interface KernelTraining {
  readonly pipeline: ResolvedPipeline;
  readonly model: TrainableCircuit;
  readonly chain: EvaluatorChain;
  readonly split: PreparedSplit;
  readonly work: ContenderWork;
  /** Seeds of the questions, by name. */
  seed(...path: readonly (string | number)[]): number;
}

/**
 * Trains the parameters of a circuit that encodes rows so that the kernel of the training rows goes with their targets
 * (Hubregtsen et al., "Training quantum embedding kernels on near-term quantum computers", 2022): the loss is 1 less the
 * alignment of the kernel, before any repair and with 1 on its diagonal, with the ideal one of classes or numbers.
 * @throws Failure `invalid-input` without quantum.kernel or with another loss
 */
export async function trainedKernelParameters(training: KernelTraining): Promise<readonly number[]> {
  const { model, pipeline, split, work } = training;
  const { optimise, quantum } = pipeline;
  if (!quantum.kernel || optimise?.loss !== 'kernel-alignment')
    throw new Failure('invalid-input', 'The pattern quantum-features trains a circuit for its kernel only.', {
      advice: 'Use quantum.kernel with the loss kernel-alignment, or the pattern quantum-scoring.',
    });
  const rows = split.train.interface;
  const ideal =
    split.target.kind === 'classes'
      ? idealKernelOfClasses(split.train.targets, split.target.classes.length)
      : idealKernelOfNumbers(split.train.targets);
  const asked = (batch: BatchPosition | undefined): { readonly own: Matrix; readonly ideal: Matrix } => {
    if (!batch || optimise.batch === undefined) return { own: rows, ideal };
    const places = batchRows(rows.rows, optimise.batch, batch, pipeline.seeds.optimiser, split.repeat);
    return { own: selectRows(rows, places), ideal: selectBlock(ideal, places, places) };
  };
  const reading =
    quantum.kernel.kind === 'fidelity'
      ? fidelityReading(training, quantum.kernel)
      : projectedReading(training, quantum.kernel);
  const values: TrainingLoss['values'] = async (points, path, batch) => {
    const { ideal: wanted, own } = asked(batch);
    const losses: number[] = [];
    const errors: number[] = [];
    for (const [index, point] of points.entries()) {
      await work.breathe();
      const gram = await reading.gram(own, point, training.seed(...path, index));
      losses.push(1 - alignment(gram, wanted));
      const error = reading.standardError(gram, wanted);
      if (error !== undefined) errors.push(error);
    }
    return { values: losses, ...(errors.length === losses.length && { standardErrors: errors }) } satisfies LossValues;
  };
  const gradient: TrainingLoss['gradient'] = async (point, path, batch) => {
    const { ideal: wanted, own } = asked(batch);
    return await reading.lossAndGradient(own, point, wanted, training.seed(...path));
  };
  return await trainParameters(pipeline, model.parameterCount, split.repeat, { values, gradient }, work);
}

/** How a kind of kernel is asked for at some parameters. */
interface KernelReading {
  gram(rows: Matrix, point: ArrayLike<number>, seed: number): Promise<Matrix>;
  /** What shots make of the loss, to first order; undefined where that is not known. */
  standardError(gram: Matrix, ideal: Matrix): number | undefined;
  lossAndGradient(
    rows: Matrix,
    point: ArrayLike<number>,
    ideal: Matrix,
    seed: number,
  ): Promise<{ readonly value: number; readonly gradient: Float64Array }>;
}

type Kernel = NonNullable<ResolvedQuantum['kernel']>;

/** The projector that a fidelity is read by has 2ⁿ terms. */
const mostFidelityGradientQubits = 10;

function fidelityReading({ chain, model, work }: KernelTraining, kernel: Kernel): KernelReading {
  const { circuit } = model;
  return {
    gram: async (rows, point, seed) => {
      const bindings = kernelBindings(rows, kernel, point);
      const output = { kind: 'fidelity-kernel' } as const;
      return matrixFromRows(await chain.evaluate({ circuit, bindings, output, seed }, work.signal));
    },
    standardError: (gram, ideal) => {
      const shots = chain.shotsBehindAnswers();
      if (shots === undefined) return undefined;
      const slopes = alignmentSlopes(gram, ideal);
      let variance = 0;
      for (let row = 0; row < gram.rows; row++)
        for (let column = row + 1; column < gram.columns; column++) {
          const share = Math.min(1, Math.max(0, entry(gram, row, column)));
          variance += (2 * entry(slopes, row, column)) ** 2 * share * (1 - share);
        }
      return Math.sqrt(variance / shots);
    },
    lossAndGradient: async (rows, point, ideal, seed) => {
      const { observable, pair, parameters } = fidelityQuestion(model);
      const bound = kernelBindings(rows, kernel, point);
      const pairs = bound.flatMap((_, row) => bound.slice(row + 1).map((_other, offset) => [row, row + 1 + offset]));
      const bindings = pairs.map(([first = 0, second = 0]) => [...(bound[first] ?? []), ...(bound[second] ?? [])]);
      const observables = [observable];
      const found = await chain.gradient({ circuit: pair, bindings, observables, parameters, seed }, work.signal);
      const gram = mapEntries(zeroMatrix(rows.rows, rows.rows), (_, row, column) => (row === column ? 1 : 0));
      pairs.forEach(([first = 0, second = 0], index) => {
        const [value = 0] = found[index]?.values ?? [];
        gram.values[first * gram.columns + second] = value;
        gram.values[second * gram.columns + first] = value;
      });
      const slopes = alignmentSlopes(gram, ideal);
      const gradient = new Float64Array(point.length);
      pairs.forEach(([first = 0, second = 0], index) => {
        const [own = new Float64Array()] = found[index]?.gradients ?? [];
        // Both entries of the pair, and the parameters of both of its encodings.
        const weight = -(entry(slopes, first, second) + entry(slopes, second, first));
        parameters.forEach((place, position) => {
          const parameter = position % point.length;
          gradient[parameter] = (gradient[parameter] as number) + weight * (own[place] ?? 0);
        });
      });
      return { value: 1 - alignment(gram, ideal), gradient };
    },
  };
}

/** A fidelity as an expectation value: encode a row, undo the encoding of another, and ask how often |0…0⟩ comes back. */
function fidelityQuestion({ circuit, featureCount, parameterCount }: TrainableCircuit): {
  readonly pair: Circuit;
  readonly observable: PauliSum;
  /** The trained parameters of the first encoding, and then of the second. */
  readonly parameters: readonly number[];
} {
  const { qubitCount } = circuit;
  if (qubitCount > mostFidelityGradientQubits)
    throw new Failure(
      'invalid-input',
      `Gradients of a fidelity kernel are found up to ${mostFidelityGradientQubits} qubits, not of ${qubitCount}.`,
      { advice: 'Use an optimiser without gradients, such as spsa or cobyla, or a projected kernel.' },
    );
  const encoding = unmeasured(circuit);
  const trained = Array.from({ length: parameterCount }, (_, index) => featureCount + index);
  return {
    pair: composeCircuits(encoding, inverseCircuit(encoding)),
    observable: diagonalObservable(qubitCount, (state) => state === 0),
    parameters: [...trained, ...trained.map((place) => circuit.parameters.length + place)],
  };
}

function projectedReading({ chain, model, pipeline, work }: KernelTraining, kernel: Kernel): KernelReading {
  const { circuit, featureCount, parameterCount } = model;
  const observables = featureObservables(pipeline);
  return {
    gram: async (rows, point, seed) => {
      const bindings = kernelBindings(rows, kernel, point);
      const output = { kind: 'expectations', observables } as const;
      const values = matrixFromRows(await chain.evaluate({ circuit, bindings, output, seed }, work.signal));
      return projectedKernelOf(values, kernel, featureCount).kernel(values);
    },
    standardError: () => undefined,
    lossAndGradient: async (rows, point, ideal, seed) => {
      const bindings = kernelBindings(rows, kernel, point);
      const parameters = Array.from({ length: parameterCount }, (_, index) => featureCount + index);
      const found = await chain.gradient({ circuit, bindings, observables, parameters, seed }, work.signal);
      const values = matrixFromRows(found.map((row) => row.values));
      const projected = projectedKernelOf(values, kernel, featureCount);
      const gram = projected.kernel(values);
      const slopes = projected.slopes(gram, alignmentSlopes(gram, ideal));
      const gradient = new Float64Array(point.length);
      found.forEach(({ gradients }, row) => {
        gradients.forEach((own, observable) => {
          const weight = -entry(slopes, row, observable);
          for (let index = 0; index < gradient.length; index++)
            gradient[index] = (gradient[index] as number) + weight * (own[featureCount + index] ?? 0);
        });
      });
      return { value: 1 - alignment(gram, ideal), gradient };
    },
  };
}
