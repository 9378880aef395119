import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { groupByMeasurementBasis, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RowEvaluation } from './evaluateRows.ts';
import type { RowRange } from './evaluationParts.ts';
import { type DensityMatrixMethod, densityMatrixMethod } from './noise/densityMatrix/densityMatrixMethod.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import { binomial } from './program/binomial.ts';
import { bindProgram, compileNoisyProgram } from './program/compileProgram.ts';
import { type Misreading, misreadingOf } from './program/misreading.ts';
import { isOdd } from './readout/pauliMasks.ts';
import type { KernelContext } from './simulationContext.ts';

type Request = Omit<EvaluationRequest, 'circuit'>;
type State = ReturnType<DensityMatrixMethod['createState']>;

/**
 * Rows of a request under noise, on the density matrix: what a noisy device would give on average, or with shots what it
 * gave. Values are those that are read, misread bits included; turning the axes of a measurement is without errors. A
 * fidelity |⟨ψ(x)|ψ(y)⟩|² is measured as devices do: as the probability of reading zeros after the circuit at x and its
 * inverse at y.
 * @throws Failure `too-large` above the width of density matrices, `invalid-circuit` as `compileForEvaluation` and where
 * the noise model does not fit
 */
export function noisyEvaluation(
  circuit: Circuit,
  noise: NoiseModel,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
): RowEvaluation {
  const method = densityMatrixMethod(circuit.qubitCount, context);
  const states = noisyStates(circuit, noise, method);
  let overlaps: NoisyStates | undefined;
  return {
    evaluate(request, rows, signal) {
      switch (request.output.kind) {
        case 'probabilities':
          return probabilityRows(states, request, rows, signal);
        case 'expectations':
          return expectationRows(states, method, request, request.output.observables, rows, signal);
        case 'fidelity-kernel':
          overlaps ??= noisyStates(thereAndBack(circuit), noise, method);
          return kernelRows(overlaps, request, request.output.others, rows, signal);
      }
    },
    release: () => {},
  };
}

/** Runs one circuit under noise at many bindings. */
interface NoisyStates {
  /** Runs the circuit; `read` looks at the final state, which holds until the next run. */
  with<Result>(read: (run: (values: readonly number[], signal: CancellationSignal) => State) => Result): Result;
  /** How likely it is to read each basis state; index bit j = qubit j. */
  distribution(state: State): Float64Array;
}

function noisyStates(circuit: Circuit, model: NoiseModel, method: DensityMatrixMethod): NoisyStates {
  const noise = circuitNoise(model, circuit);
  const prepare: Parameters<typeof compileNoisyProgram<ReturnType<DensityMatrixMethod['prepareNoisyGates']>>>[1] = (
    operations,
  ) => method.prepareNoisyGates(operations);
  const program = compileNoisyProgram(circuit, prepare, noise, { ignoreMeasurements: true, ignoreGlobalPhase: true });
  const qubits = Array.from({ length: circuit.qubitCount }, (_, qubit) => qubit);
  const misreading = misreadingOf(qubits, noise);
  return {
    with(read) {
      const state = method.createState();
      try {
        return read((values, signal) => {
          throwIfCancelled(signal);
          bindProgram(program, values);
          state.clear();
          state.apply(program.tail, signal);
          return state;
        });
      } finally {
        state.release();
      }
    },
    distribution: (state) => distributionOf(state, qubits, misreading),
  };
}

function distributionOf(state: State, qubits: readonly number[], misreading: Misreading | undefined): Float64Array {
  const table = new Float64Array(2 ** qubits.length);
  const write = (values: Uint8Array, probability: number) => {
    table[values.reduce((index, value, place) => index | (value << place), 0)] = probability;
  };
  if (misreading) misreading.probabilities((collect) => state.probabilities(qubits, collect), write);
  else state.probabilities(qubits, write);
  return table;
}

/** The circuit and, with parameters of its own, its inverse. */
function thereAndBack(circuit: Circuit): Circuit {
  const gates = { ...circuit, operations: circuit.operations.filter(({ kind }) => kind !== 'measure') };
  return composeCircuits(gates, inverseCircuit(gates));
}

function probabilityRows(
  states: NoisyStates,
  { bindings, seed, shots }: Request,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  return states.with((run) =>
    rowsOf(rows, (row) => {
      const exact = states.distribution(run(bindings[row] ?? [], signal));
      return shots === undefined ? exact : sampled(exact, shots, randomStream(seed, row));
    }),
  );
}

function expectationRows(
  states: NoisyStates,
  method: DensityMatrixMethod,
  { bindings, seed, shots }: Request,
  observables: readonly PauliSum[],
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const groups = groupByMeasurementBasis(observables).map(({ axes, terms }) => ({
    terms: terms.map(({ qubits, ...term }) => ({
      ...term,
      mask: qubits.reduce((mask, each) => mask | (1 << each), 0),
    })),
    rotation: method.prepareGates(
      [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
      { ignoreGlobalPhase: true },
    ),
  }));
  const rotated = method.createState();
  try {
    return states.with((run) =>
      rowsOf(rows, (row) => {
        const state = run(bindings[row] ?? [], signal);
        const values = new Float64Array(observables.length);
        groups.forEach(({ rotation, terms }, group) => {
          rotated.copyFrom(state);
          rotated.apply(rotation, signal);
          const exact = states.distribution(rotated);
          const read = shots === undefined ? exact : sampled(exact, shots, randomStream(seed, row, group));
          for (const { coefficient, mask, observable } of terms)
            values[observable] = (values[observable] ?? 0) + coefficient * parity(read, mask);
        });
        return values;
      }),
    );
  } finally {
    rotated.release();
  }
}

function kernelRows(
  overlaps: NoisyStates,
  { bindings, seed, shots }: Request,
  others: readonly (readonly number[])[] | undefined,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const columns = others ?? bindings;
  return overlaps.with((run) =>
    rowsOf(rows, (row) =>
      Float64Array.from(columns, (values, column) => {
        if (others === undefined && column <= row) return column === row ? 1 : 0;
        const [zeros = 0] = overlaps.distribution(run([...(bindings[row] ?? []), ...values], signal));
        if (shots === undefined) return zeros;
        return binomial(randomStream(seed, row, column), shots, Math.min(1, zeros)) / shots;
      }),
    ),
  );
}

function rowsOf({ from, to }: RowRange, rowOf: (row: number) => Float64Array): Float64Array[] {
  return Array.from({ length: to - from }, (_, index) => rowOf(from + index));
}

/** Relative frequencies of as many readings. */
function sampled(probabilities: Float64Array, shots: number, stream: RandomStream): Float64Array {
  let [rest, left] = [shots, probabilities.reduce((sum, probability) => sum + probability, 0)];
  const last = probabilities.findLastIndex((probability) => probability > 0);
  return probabilities.map((probability, index) => {
    if (probability <= 0 || rest === 0) return 0;
    // The last outcome takes what is left, whatever rounding says.
    const count = index === last ? rest : binomial(stream, rest, Math.min(1, probability / left));
    rest -= count;
    left -= probability;
    return count / shots;
  });
}

/** The expectation value of a product of Z on the qubits of the mask. */
function parity(probabilities: Float64Array, mask: number): number {
  return probabilities.reduce((sum, probability, index) => sum + (isOdd(index & mask) ? -probability : probability), 0);
}
