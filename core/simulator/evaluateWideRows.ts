import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { groupByMeasurementBasis, type MeasurementGroup, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RowEvaluation } from './evaluateRows.ts';
import type { RowRange } from './evaluationParts.ts';
import { expectation, isOdd } from './expectation.ts';
import { kernelRows } from './fidelityKernel.ts';
import { prepareState } from './prepareState.ts';
import { compileProgram, type Program } from './program/compileProgram.ts';
import { sampleState } from './sampling.ts';
import { applySteps } from './stateVector/kernels.ts';
import { allocateState, type StateVector } from './stateVector/stateVector.ts';
import { type StepSequence, stateVectorMethod } from './stateVector/stateVectorMethod.ts';
import type { Step } from './stateVector/step.ts';

/**
 * Rows of a request on states of any width, one after the other.
 * @throws Failure as {@link compileProgram}, and `too-large`
 */
export function wideEvaluation(circuit: Circuit): RowEvaluation {
  const { prepareGates } = stateVectorMethod(circuit.qubitCount);
  const program = compileProgram(circuit, prepareGates, { ignoreMeasurements: true, ignoreGlobalPhase: true });
  return { evaluate: (request, rows, signal) => evaluateRows(program, request, rows, signal), release: () => {} };
}

function evaluateRows(
  compiled: Program<StepSequence>,
  request: Omit<EvaluationRequest, 'circuit'>,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  if (request.output.kind === 'fidelity-kernel') {
    return kernelRows(compiled, request, request.output.others, rows, signal);
  }
  const state = allocateState(compiled.qubitCount);
  const read =
    request.output.kind === 'probabilities'
      ? probabilityReader(compiled, request, signal)
      : expectationReader(compiled, request, request.output.observables, signal);
  const result: Float64Array[] = [];
  for (let row = rows.from; row < rows.to; row++) {
    prepareState(compiled, request.bindings[row] ?? [], state, signal);
    result.push(read(state, row));
  }
  return result;
}

type RowReader = (state: StateVector, row: number) => Float64Array;

function probabilityReader(
  { qubitCount }: Program<StepSequence>,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  signal: CancellationSignal,
): RowReader {
  const size = 2 ** qubitCount;
  return (state, row) => {
    const probabilities = new Float64Array(size);
    if (shots === undefined) {
      for (let index = 0; index < size; index++) {
        const re = state[2 * index] as number;
        const im = state[2 * index + 1] as number;
        probabilities[index] = re * re + im * im;
      }
    } else {
      const counts = sampleState(state, shots, randomStream(seed, row), size - 1, signal);
      for (const [index, count] of counts) probabilities[index] = count / shots;
    }
    return probabilities;
  };
}

function expectationReader(
  compiled: Program<StepSequence>,
  { seed, shots }: Pick<EvaluationRequest, 'seed' | 'shots'>,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): RowReader {
  if (shots === undefined) {
    return (state) => Float64Array.from(observables, (observable) => expectation(state, observable));
  }
  const groups = groupByMeasurementBasis(observables).map((group) => ({
    terms: group.terms.map(({ coefficient, observable, qubits }) => ({
      coefficient,
      observable,
      mask: qubits.reduce((mask, qubit) => mask | (1 << qubit), 0),
    })),
    rotation: rotationSteps(compiled.qubitCount, group),
  }));
  const rotated = allocateState(compiled.qubitCount);
  return (state, row) => {
    const values = new Float64Array(observables.length);
    groups.forEach(({ rotation, terms }, group) => {
      rotated.set(state);
      applySteps(rotated, compiled.qubitCount, rotation, signal);
      const stream = randomStream(seed, row, group);
      const counts = sampleState(rotated, shots, stream, 2 ** compiled.qubitCount - 1, signal);
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
function rotationSteps(qubitCount: number, { axes }: MeasurementGroup): readonly Step[] {
  return stateVectorMethod(qubitCount).prepareGates(
    [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
    {},
  ).steps;
}
