import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { groupByMeasurementBasis, type MeasurementGroup, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RowEvaluation } from './evaluateRows.ts';
import type { RowRange } from './evaluationParts.ts';
import { kernelRows } from './fidelityKernel.ts';
import { prepareState } from './prepareState.ts';
import { compileProgram, type Program } from './program/compileProgram.ts';
import { isOdd } from './readout/pauliMasks.ts';
import { sampleState } from './sampling.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import type { StagedGates } from './stateVector/stagedGates.ts';
import { type StateVectorMethod, stateVectorMethod } from './stateVector/stateVectorMethod.ts';
import type { KernelInstance } from './wasm/kernelInstance.ts';

/**
 * Rows of a request on states of any width, one after the other.
 * @throws Failure as {@link compileProgram}, and `too-large`
 */
export function wideEvaluation(circuit: Circuit, kernels: KernelInstance): RowEvaluation {
  const method = stateVectorMethod(circuit.qubitCount, { kernels });
  const program = compileProgram(circuit, method.prepareGates, { ignoreMeasurements: true, ignoreGlobalPhase: true });
  return {
    evaluate: (request, rows, signal) => evaluateRows(method, program, request, rows, signal),
    release: () => {},
  };
}

function evaluateRows(
  method: StateVectorMethod,
  compiled: Program<StagedGates>,
  request: Omit<EvaluationRequest, 'circuit'>,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  if (request.output.kind === 'fidelity-kernel') {
    return kernelRows(method, compiled, request, request.output.others, rows, signal);
  }
  const state = method.createState();
  const rotated = request.output.kind === 'expectations' && request.shots !== undefined ? method.createState() : state;
  try {
    const read =
      request.output.kind === 'probabilities'
        ? probabilityReader(compiled, request, signal)
        : expectationReader(method, rotated, request, request.output.observables, signal);
    const result: Float64Array[] = [];
    for (let row = rows.from; row < rows.to; row++) {
      prepareState(compiled, request.bindings[row] ?? [], state, signal);
      result.push(read(state, row));
    }
    return result;
  } finally {
    state.release();
    if (rotated !== state) rotated.release();
  }
}

type RowReader = (state: AmplitudeState, row: number) => Float64Array;

function probabilityReader(
  { qubitCount }: Program<StagedGates>,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  signal: CancellationSignal,
): RowReader {
  const size = 2 ** qubitCount;
  return ({ vector }, row) => {
    const probabilities = new Float64Array(size);
    if (shots === undefined) {
      for (let index = 0; index < size; index++) {
        const re = vector[2 * index] as number;
        const im = vector[2 * index + 1] as number;
        probabilities[index] = re * re + im * im;
      }
    } else {
      const counts = sampleState(vector, shots, randomStream(seed, row), size - 1, signal);
      for (const [index, count] of counts) probabilities[index] = count / shots;
    }
    return probabilities;
  };
}

function expectationReader(
  method: StateVectorMethod,
  rotated: AmplitudeState,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): RowReader {
  if (shots === undefined) {
    return (state) => state.expectations(observables, signal);
  }
  const groups = groupByMeasurementBasis(observables).map((group) => ({
    terms: group.terms.map(({ coefficient, observable, qubits }) => ({
      coefficient,
      observable,
      mask: qubits.reduce((mask, qubit) => mask | (1 << qubit), 0),
    })),
    rotation: rotationGates(method, group),
  }));
  return (state, row) => {
    const values = new Float64Array(observables.length);
    groups.forEach(({ rotation, terms }, group) => {
      rotated.copyFrom(state);
      rotated.apply(rotation, signal);
      const stream = randomStream(seed, row, group);
      const { vector } = rotated;
      const counts = sampleState(vector, shots, stream, vector.length / 2 - 1, signal);
      for (const { coefficient, mask, observable } of terms) {
        let sum = 0;
        for (const [index, count] of counts) sum += isOdd(index & mask) ? -count : count;
        values[observable] = (values[observable] ?? 0) + (coefficient * sum) / shots;
      }
    });
    return values;
  };
}

/** The gates that turn the axes of a group to Z. */
function rotationGates(method: StateVectorMethod, { axes }: MeasurementGroup): StagedGates {
  return method.prepareGates(
    [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
    {},
  );
}
