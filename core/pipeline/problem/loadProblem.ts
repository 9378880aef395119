import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { collectTerms } from '#core/circuit/pauliProduct.ts';
import type { Table } from '#core/learn/table.ts';
import { pauliProduct } from '../circuits/pauliProduct.ts';
import { readWidth } from '../circuits/readout.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import {
  cutObjective,
  type FeatureCorrelations,
  featureSelectionObjective,
  isingObjective,
  quboObjective,
  type WeightedEdge,
} from './binaryObjectives.ts';
import { isingOperator } from './isingOperator.ts';
import type { PipelineProblem } from './pipelineProblem.ts';
import { type ProblemFile, readProblemFile } from './problemFile.ts';

type ProblemBlock = NonNullable<ResolvedPipeline['problem']>;

/**
 * The problem of a pipeline, with what its file says. Every variable or vertex is one of the qubits that are read.
 * @throws Failure `invalid-input` for a problem that does not fit the task or the qubits, and those of the file
 */
export async function loadProblem(pipeline: ResolvedPipeline, files: PipelineFiles): Promise<PipelineProblem> {
  const { problem } = pipeline;
  if (!problem) throw new Failure('invalid-input', `The task ${pipeline.task} needs a problem to solve.`);
  checkTask(pipeline.task, problem.kind);
  const { file, kind } = problem;
  const content =
    file === undefined ? undefined : readProblemFile(decodeUtf8(await files.read(file), file), file, kind);
  return problemOf(pipeline, problem, content);
}

/** As {@link loadProblem}, undefined for a problem in a file that was not read. */
export function writtenProblem(pipeline: ResolvedPipeline): PipelineProblem | undefined {
  const { problem } = pipeline;
  if (!problem || problem.file !== undefined) return undefined;
  checkTask(pipeline.task, problem.kind);
  return problemOf(pipeline, problem, undefined);
}

function checkTask(task: ResolvedPipeline['task'], kind: ProblemBlock['kind']): void {
  const fitting = kind === 'hamiltonian' ? 'ground-state' : 'optimisation';
  if (task === fitting) return;
  throw new Failure('invalid-input', `A problem of kind ${kind} does not fit the task ${task}.`, {
    advice: `Use the task ${fitting}.`,
  });
}

function problemOf(pipeline: ResolvedPipeline, problem: ProblemBlock, file: ProblemFile | undefined): PipelineProblem {
  const { kind, sense } = problem;
  const qubits = readWidth(pipeline.quantum);
  const reference = problem.reference === undefined ? {} : { reference: problem.reference };
  switch (kind) {
    case 'hamiltonian': {
      const { constant, observable } = hamiltonian(pipeline, paulisOf(problem, file));
      return {
        kind: 'ground-state',
        qubits,
        observable,
        constant: constant + (problem.offset ?? 0),
        sense,
        ...reference,
      };
    }
    case 'maxcut': {
      const objective = cutObjective(qubits, edgesOf(problem, file), sense);
      return binary({ ...objective, constant: problem.offset ?? 0 }, reference);
    }
    case 'qubo':
      return binary(
        file?.kind === 'ising'
          ? isingObjective(qubits, file, problem.offset ?? 0, sense)
          : quboObjective(qubits, edgesOf(problem, file), problem.offset ?? 0, sense),
        reference,
      );
    case 'feature-selection': {
      if (file?.kind !== 'table')
        throw new Failure('invalid-input', 'The problem feature-selection needs a file of correlations.', {
          advice: 'Name a CSV file under problem.file: one column per feature and the target last.',
        });
      if (problem.choose === undefined)
        throw new Failure(
          'invalid-input',
          'The problem feature-selection needs choose, the number of features wanted.',
        );
      const { table } = file;
      const correlations = tabledCorrelations(table);
      if (correlations.withTarget.length !== qubits)
        throw new Failure(
          'invalid-input',
          `${table.path} holds ${correlations.withTarget.length} features, but ${qubits} qubits are read.`,
          { place: { path: table.path } },
        );
      return binary(featureSelectionObjective(correlations, problem.choose, problem.penalty, sense), reference);
    }
  }
}

function binary(
  objective: Parameters<typeof isingOperator>[0],
  reference: { readonly reference?: number },
): PipelineProblem {
  return { kind: 'binary', objective, ...isingOperator(objective), sense: objective.sense, ...reference };
}

function hamiltonian(
  pipeline: ResolvedPipeline,
  paulis: readonly (readonly [product: string, coefficient: number])[],
): { readonly constant: number; readonly observable: PauliSum } {
  const { bitOrder } = pipeline.interface.output;
  const qubits = readWidth(pipeline.quantum);
  const terms = paulis.flatMap(([text, coefficient]) =>
    // The empty product is the identity.
    (text === '' ? { terms: [{ factors: [] }] } : pauliProduct(text, qubits, bitOrder)).terms.map(({ factors }) => ({
      coefficient,
      factors: [...factors].sort((left, right) => left.qubit - right.qubit),
    })),
  );
  if (terms.length === 0)
    throw new Failure('invalid-input', 'The problem hamiltonian has no terms.', {
      advice: 'Give the coefficient of each Pauli product under problem.paulis.',
    });
  const collected = collectTerms({ terms }).terms;
  return {
    constant: collected.reduce((sum, { coefficient, factors }) => (factors.length === 0 ? sum + coefficient : sum), 0),
    observable: { terms: collected.filter(({ factors }) => factors.length > 0) },
  };
}

/** @throws Failure `invalid-input` for a file that holds something else */
function edgesOf(problem: ProblemBlock, file: ProblemFile | undefined): readonly WeightedEdge[] {
  if (file?.kind === 'table') return tabledEdges(file.table);
  if (file?.kind === 'edges') return file.edges;
  const { edges } = problem;
  if (!edges || edges.length === 0)
    throw new Failure('invalid-input', `The problem ${problem.kind} has no edges.`, {
      advice: 'Give problem.edges, or a file of them under problem.file.',
    });
  return edges.map(([first = 0, second = 0, weight = 1]) => ({ first, second, weight }));
}

/** Columns: the two ends of each edge, and its weight unless all weigh 1. */
function tabledEdges(table: Table): WeightedEdge[] {
  const [first, second, weight] = table.columns;
  if (first?.kind !== 'number' || second?.kind !== 'number' || (weight !== undefined && weight.kind !== 'number'))
    throw new Failure(
      'invalid-input',
      `${table.path} does not hold columns of numbers for the two ends and the weight of every edge.`,
      { place: { path: table.path }, advice: 'Use the columns first, second and weight.' },
    );
  return Array.from({ length: table.rowCount }, (_, row) => ({
    first: first.values[row] ?? 0,
    second: second.values[row] ?? 0,
    weight: weight?.values[row] ?? 1,
  }));
}

function paulisOf(problem: ProblemBlock, file: ProblemFile | undefined): readonly (readonly [string, number])[] {
  if (file?.kind === 'table') return tabledPaulis(file.table);
  return file?.kind === 'paulis' ? file.terms : Object.entries(problem.paulis ?? {});
}

/** Columns: the Pauli product and its coefficient. */
function tabledPaulis(table: Table): (readonly [string, number])[] {
  const [product, coefficient] = table.columns;
  if (product?.kind !== 'text' || coefficient?.kind !== 'number')
    throw new Failure('invalid-input', `${table.path} does not hold Pauli products and their coefficients.`, {
      place: { path: table.path },
      advice: 'Use the columns pauli and coefficient.',
    });
  return product.values.map((text, row) => [text, coefficient.values[row] ?? 0] as const);
}

/**
 * One row per feature: its correlation with every feature and, in the last column, with the target. A first column of
 * names and a last row of the target are skipped.
 */
function tabledCorrelations(table: Table): FeatureCorrelations {
  const columns = table.columns.flatMap((column) => (column.kind === 'number' ? [column.values] : []));
  const features = columns.length - 1;
  const rows = [features, features + 1].includes(table.rowCount);
  const complete = columns.every((column) => column.subarray(0, features).every(Number.isFinite));
  if (features < 1 || !rows || !complete)
    throw new Failure('invalid-input', `${table.path} is not a table of correlations.`, {
      place: { path: table.path },
      advice: 'Use one row and one column of numbers per feature, and the target as the last column.',
    });
  return {
    withTarget: [...(columns[features]?.subarray(0, features) ?? [])],
    betweenFeatures: Array.from({ length: features }, (_, row) =>
      Array.from({ length: features }, (_unused, column) => columns[column]?.[row] ?? 0),
    ),
  };
}
