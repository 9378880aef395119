import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitsPerJob } from '#core/circuit/circuitsPerJob.ts';
import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import type { CircuitEvaluator, EvaluationRequest, EvaluationResult } from '#core/circuit/evaluation.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { measuredEverywhere } from '#core/circuit/measuredCircuit.ts';
import { groupByMeasurementBasis, type MeasurementGroup, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { Primitive } from '#core/runs/jobPhase.ts';
import type { BackendDescription, CircuitOutcome, Estimate } from './backend.ts';
import { type JobRunnerOptions, runJob, timing } from './jobRunner.ts';

export interface BackendEvaluatorOptions extends JobRunnerOptions {
  /** Shots where a request names none. */
  readonly shots: number;
  /** `estimator`: of a backend that takes observables, for mean values; whatever else is asked for is sampled. */
  readonly primitive?: Primitive | undefined;
}

/**
 * Answers evaluation requests through a backend that takes circuits and gives distributions. Job keys come from the run,
 * the backend and the content of the request, so that repeating a request after a crash finds the jobs it already paid for.
 *
 * A provider's ideal simulator reports exact probabilities whatever the shots; they are used as they are.
 */
export function createBackendEvaluator(given: BackendEvaluatorOptions): CircuitEvaluator {
  const options = { ...given, givenUp: new Set<string>() };
  let described: BackendDescription | undefined;
  return {
    async evaluate(request, signal): Promise<EvaluationResult> {
      described ??= await options.backend.describe(signal);
      const { maximumCircuits, version } = described;
      const compiling = timing(options.clock);
      const prepared = prepare(request, options.primitive);
      const compiled = compiling();
      const perJob = Math.max(1, Math.floor(circuitsPerJob(maximumCircuits) / (prepared.bases ?? 1)));
      const shots = request.shots ?? options.shots;
      const answers = { outcomes: [] as CircuitOutcome[], estimates: [] as (readonly Estimate[])[] };
      const usage = { circuits: 0, jobs: 0, queueTime: 0, executionTime: 0, cost: 0 };
      let currency = 'USD';
      let last: string | undefined;
      for (let start = 0; start < prepared.circuits.length; start += perJob) {
        const circuits = prepared.circuits.slice(start, start + perJob);
        const observables = prepared.observables && circuits.map(() => prepared.observables ?? []);
        const asked = observables ? [prepared.observables] : [];
        const content = JSON.stringify([options.backend.id, circuits, shots, request.seed, start, ...asked]);
        const key = `${options.ledger.runId}-${(deriveSeed(0, content) >>> 0).toString(36)}${(deriveSeed(1, content) >>> 0).toString(36)}`;
        if (start === 0) options.onPhase?.({ phase: 'compile', backend: options.backend.id, key, ...compiled });
        last = key;
        const job = { key, circuits, shots, seed: request.seed, ...(observables && { observables }) };
        const result = await runJob(options, job, signal);
        answers.outcomes.push(...result.outcomes);
        answers.estimates.push(...(result.estimates ?? []));
        usage.circuits += circuitsRun(job);
        usage.jobs++;
        usage.queueTime += result.queueTime ?? 0;
        usage.executionTime += result.executionTime ?? 0;
        usage.cost += result.cost?.amount ?? 0;
        currency = result.cost?.currency ?? currency;
      }
      const reading = timing(options.clock);
      const read = prepared.read(answers);
      if (last !== undefined)
        options.onPhase?.({ phase: 'postprocess', backend: options.backend.id, key: last, ...reading() });
      return {
        ...read,
        usage: {
          ...usage,
          shots: shots * usage.circuits,
          cost: { amount: usage.cost, currency },
          ...(version !== '' && { version }),
        },
      };
    },
  };
}

/** The circuits a request needs, and how what comes back makes its rows. */
interface Prepared {
  readonly circuits: readonly Circuit[];
  /** How many bases each is read in at the provider; one unless given. */
  readonly bases?: number;
  /** What mean values are asked of, of each circuit; without, circuits measure. */
  readonly observables?: readonly PauliSum[];
  read(answers: Answers): Pick<EvaluationResult, 'rows' | 'errors'>;
}

interface Answers {
  readonly outcomes: readonly CircuitOutcome[];
  readonly estimates: readonly (readonly Estimate[])[];
}

function prepare(request: EvaluationRequest, primitive: Primitive | undefined): Prepared {
  const { bindings, output } = request;
  const circuit = withoutMeasurements(request.circuit);
  const bound = bindings.map((values) => bindCircuit(circuit, values));
  switch (output.kind) {
    case 'probabilities':
      return {
        circuits: bound.map(measuredEverywhere),
        read: ({ outcomes }) => ({ rows: outcomes.map((outcome) => dense(outcome, circuit.qubitCount)) }),
      };
    case 'expectations': {
      const groups = groupByMeasurementBasis(output.observables);
      if (primitive === 'estimator') return prepareEstimates(bound, output.observables, groups.length);
      return {
        circuits: bound.flatMap((row) => groups.map((group) => readAlong(row, group))),
        read: ({ outcomes }) => ({
          rows: bound.map((_, row) => {
            const values = new Float64Array(output.observables.length);
            groups.forEach((group, index) => {
              addExpectations(values, group, outcomes[row * groups.length + index]);
            });
            return values;
          }),
        }),
      };
    }
    case 'fidelity-kernel':
      return prepareKernel(circuit, bindings, output.others);
  }
}

/** @param bases how many of them the observables are read in, each a circuit on the device */
function prepareEstimates(bound: readonly Circuit[], observables: readonly PauliSum[], bases: number): Prepared {
  return {
    circuits: bound.map((circuit) => ({ ...circuit, bitCount: 0, bitRegisters: [] })),
    bases: Math.max(1, bases),
    observables,
    read: ({ estimates }) => {
      const wrong = estimates.find(({ length }) => length !== observables.length);
      if (wrong !== undefined || estimates.length !== bound.length) {
        const told = wrong ? `${wrong.length} mean values of a circuit` : `mean values of ${estimates.length} circuits`;
        throw new Failure(
          'unknown',
          `The estimator gave ${told}, and ${observables.length} were asked for of each of ${bound.length}.`,
          { advice: 'Resume the run to fetch them again; if it stays, use `primitive: sampler`.' },
        );
      }
      return {
        rows: estimates.map((values) => Float64Array.from(values, ({ value }) => value)),
        errors: estimates.map((values) => Float64Array.from(values, ({ standardError }) => standardError)),
      };
    },
  };
}

function prepareKernel(
  circuit: Circuit,
  rows: readonly (readonly number[])[],
  others: readonly (readonly number[])[] | undefined,
): Prepared {
  const columns = others ?? rows;
  const overlaps: { row: number; column: number }[] = [];
  rows.forEach((_, row) => {
    columns.forEach((_values, column) => {
      if (others !== undefined || column > row) overlaps.push({ row, column });
    });
  });
  const undo = inverseCircuit(circuit);
  const circuits = overlaps.map(({ column, row }) => {
    const forward = bindCircuit(circuit, rows[row] ?? []);
    const backward = bindCircuit(undo, columns[column] ?? []);
    return measuredEverywhere({ ...forward, operations: [...forward.operations, ...backward.operations] });
  });
  return {
    circuits,
    read: ({ outcomes }) => {
      const kernel = rows.map(() => new Float64Array(columns.length));
      overlaps.forEach(({ column, row }, index) => {
        const fidelity = outcomes[index]?.probabilities['0'.repeat(circuit.qubitCount)] ?? 0;
        const line = kernel[row];
        if (line) line[column] = fidelity;
        const mirrored = kernel[column];
        if (others === undefined && mirrored) mirrored[row] = fidelity;
      });
      if (others === undefined) {
        kernel.forEach((line, index) => {
          line[index] = 1;
        });
      }
      return { rows: kernel };
    },
  };
}

function withoutMeasurements(circuit: Circuit): Circuit {
  return { ...circuit, operations: circuit.operations.filter((operation) => operation.kind !== 'measure') };
}

function readAlong(circuit: Circuit, group: MeasurementGroup): Circuit {
  const turns = [...group.axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis));
  return measuredEverywhere({ ...circuit, operations: [...circuit.operations, ...turns] });
}

function dense(outcome: CircuitOutcome, qubits: number): Float64Array {
  const probabilities = new Float64Array(2 ** qubits);
  for (const [state, probability] of Object.entries(outcome.probabilities))
    probabilities[Number.parseInt(state, 2)] = probability;
  return probabilities;
}

function addExpectations(values: Float64Array, group: MeasurementGroup, outcome: CircuitOutcome | undefined): void {
  for (const { coefficient, observable, qubits } of group.terms) {
    let expectation = 0;
    for (const [state, probability] of Object.entries(outcome?.probabilities ?? {})) {
      const odd = qubits.filter((qubit) => state.at(-1 - qubit) === '1').length % 2 === 1;
      expectation += odd ? -probability : probability;
    }
    values[observable] = (values[observable] ?? 0) + coefficient * expectation;
  }
}
