import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { groupByMeasurementBasis, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { RowEvaluation } from './evaluateRows.ts';
import type { RowRange } from './evaluationParts.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import { vectorOperations } from './noise/trajectories/pureState.ts';
import { runTrajectories } from './noise/trajectories/runTrajectories.ts';
import type { CircuitNoise } from './program/circuitNoise.ts';
import { isOdd } from './readout/pauliMasks.ts';
import type { KernelContext } from './simulationContext.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';

type Request = Omit<EvaluationRequest, 'circuit'>;

/** How often each basis state was read; index bit j = qubit j. */
type Readings = ReadonlyMap<number, number>;

/**
 * Rows of a request under noise, shot by shot on state vectors: for circuits that are too wide for a density matrix. What
 * is read, misread bits included, is that of `noisyEvaluation` with as many shots; a shot depends on the seed, its row, its
 * measurement basis or column, and its number.
 * @throws Failure `invalid-circuit` where the noise model does not fit; `unsupported` without shots; `too-large`
 */
export function noisyShotEvaluation(
  circuit: Circuit,
  noise: NoiseModel,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
): RowEvaluation {
  const gates = withoutMeasurements(circuit);
  return {
    evaluate(request, rows, signal) {
      switch (request.output.kind) {
        case 'probabilities': {
          const { read, shots } = readings(gates, [], noise, context, request, signal);
          return rowsOf(rows, (row) => {
            const found = new Float64Array(2 ** circuit.qubitCount);
            for (const [state, count] of read(request.bindings[row] ?? [], [row])) found[state] = count / shots;
            return found;
          });
        }
        case 'expectations':
          return expectationRows(gates, noise, context, request, rows, signal);
        case 'fidelity-kernel':
          return kernelRows(gates, noise, context, request, rows, signal);
      }
    },
    release: () => {},
  };
}

/** The circuit as one register that is read as a whole. */
function withoutMeasurements(circuit: Circuit): Circuit {
  const { bitCount, bitRegisters, parameters, qubitCount, variables } = circuit;
  return {
    qubitCount,
    bitCount,
    qubitRegisters: [],
    bitRegisters,
    parameters,
    ...(variables && { variables }),
    operations: circuit.operations.filter(({ kind }) => kind !== 'measure'),
  };
}

/** Reads one circuit at many bindings. */
interface Reader {
  /** @param path tells readings of one request apart */
  read(bindings: readonly number[], path: readonly number[]): Readings;
  readonly shots: number;
}

/** @param rotation gates behind the circuit that turn the axes of the measurement, without errors */
function readings(
  gates: Circuit,
  rotation: readonly Operation[],
  model: NoiseModel,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
  { seed, shots }: Request,
  signal: CancellationSignal,
): Reader {
  if (shots === undefined)
    throw new Failure(
      'unsupported',
      `With noise, circuits of ${gates.qubitCount} qubits are simulated shot by shot, so there are no exact values.`,
      { advice: 'Set shots of the backend, or use at most 12 qubits.' },
    );
  const method = stateVectorMethod(gates.qubitCount, context);
  const circuit = { ...gates, operations: [...gates.operations, ...rotation] };
  const placed = circuitNoise(model, gates);
  const noise: CircuitNoise = {
    ...placed,
    place: (operations, isWhole) =>
      isWhole ? [...placed.place(gates.operations, true), ...rotation] : placed.place(operations, isWhole),
  };
  const questions = { distributions: [], observables: [], reduced: [] };
  const read: Reader['read'] = (bindings, path) => {
    const own = deriveSeed(seed, 'shots', ...path);
    const ranges = [{ firstShot: 0, shots }];
    const [run] = runTrajectories(
      circuit,
      method,
      vectorOperations,
      { ranges, seed: own, bindings, noise, questions },
      { ...context, clock: { monotonic: () => 0 }, signal },
    );
    const found = new Map<number, number>();
    for (const { amount, bits } of run?.counts ?? []) {
      const state = Number.parseInt(bits, 2);
      found.set(state, (found.get(state) ?? 0) + amount);
    }
    return found;
  };
  return { read, shots };
}

function expectationRows(
  gates: Circuit,
  noise: NoiseModel,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
  request: Request,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const observables = request.output.kind === 'expectations' ? request.output.observables : [];
  const groups = groupByMeasurementBasis(observables).map(({ axes, terms }) => ({
    reader: readings(
      gates,
      [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
      noise,
      context,
      request,
      signal,
    ),
    terms: terms.map(({ qubits, ...term }) => ({
      ...term,
      mask: qubits.reduce((mask, each) => mask | (1 << each), 0),
    })),
  }));
  return rowsOf(rows, (row) => {
    const values = new Float64Array(observables.length);
    groups.forEach(({ reader, terms }, group) => {
      const found = reader.read(request.bindings[row] ?? [], [row, group]);
      for (const { coefficient, mask, observable } of terms) {
        let sum = 0;
        for (const [state, count] of found) sum += isOdd(state & mask) ? -count : count;
        values[observable] = (values[observable] as number) + (coefficient * sum) / reader.shots;
      }
    });
    return values;
  });
}

function kernelRows(
  gates: Circuit,
  noise: NoiseModel,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
  request: Request,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const { bindings, output } = request;
  const others = output.kind === 'fidelity-kernel' ? output.others : undefined;
  // With parameters of its own, the inverse undoes the circuit at another row.
  const both = { ...composeCircuits(gates, inverseCircuit(gates)), qubitRegisters: [] };
  const { read, shots } = readings(both, [], noise, context, request, signal);
  return rowsOf(rows, (row) =>
    Float64Array.from(others ?? bindings, (values, column) => {
      if (others === undefined && column <= row) return column === row ? 1 : 0;
      return (read([...(bindings[row] ?? []), ...values], [row, column]).get(0) ?? 0) / shots;
    }),
  );
}

function rowsOf({ from, to }: RowRange, rowOf: (row: number) => Float64Array): Float64Array[] {
  return Array.from({ length: to - from }, (_, index) => rowOf(from + index));
}
