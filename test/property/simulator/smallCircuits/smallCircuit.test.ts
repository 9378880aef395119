import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { wideEvaluation } from '#core/simulator/evaluateWideRows.ts';
import { SmallCircuit } from '#core/simulator/smallCircuits/smallCircuit.ts';
import { smallEvaluation } from '#core/simulator/smallCircuits/smallEvaluation.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyPauliSum } from '#test/support/arbitraries/observables.ts';
import { anyParametricCircuit } from '#test/support/arbitraries/parametricCircuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { columnOf, observableMatrix, sandwich } from '#test/support/observableMatrix.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

/** Makes the first amplitude that is not small real and positive, so that global phases do not matter. */
function withoutPhase(amplitudes: ArrayLike<number>): number[] {
  const values = Array.from(amplitudes);
  const first = values.findIndex((re, place) => place % 2 === 0 && Math.hypot(re, values[place + 1] ?? 0) > 0.1);
  const phase = Math.atan2(values[first + 1] ?? 0, values[first] ?? 0);
  return values.map((_, place) => {
    const re = values[place & ~1] ?? 0;
    const im = values[place | 1] ?? 0;
    return place % 2 === 0 ? re * Math.cos(phase) + im * Math.sin(phase) : im * Math.cos(phase) - re * Math.sin(phase);
  });
}

function finalState(qubits: number, operations: readonly (GateOperation | UnitaryOperation)[]): Float64Array {
  const small = new SmallCircuit(kernels, circuit(qubits, []), operations);
  const [state = new Float64Array()] = small.states([[]], neverCancelled);
  small.release();
  return state;
}

function expectSameState(actual: ArrayLike<number>, wanted: ArrayLike<number>): void {
  const other = withoutPhase(wanted);
  withoutPhase(actual).forEach((value, index) => {
    expect(value).toBeCloseTo(other[index] ?? Number.NaN, 10);
  });
}

describe('random circuits', () => {
  it('give the amplitudes and probabilities of plain matrix multiplication, but for a global phase', () => {
    fc.assert(
      fc.property(anyGates(4, 16), (operations) => {
        const wanted = matrixAmplitudes(circuit(4, operations));
        expectSameState(finalState(4, operations), wanted);
        const small = new SmallCircuit(kernels, circuit(4, []), operations);
        const [probabilities] = small.probabilities([[]], neverCancelled);
        small.release();
        probabilities?.forEach((value, index) => {
          expect(value).toBeCloseTo((wanted[2 * index] ?? 0) ** 2 + (wanted[2 * index + 1] ?? 0) ** 2, 10);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are the same with their gates given as matrices', () => {
    const asMatrix = ({ controls, gate, parameters, targets }: GateOperation): UnitaryOperation => ({
      kind: 'unitary',
      label: gate,
      matrix: gateMatrix(gate, parameters.map(Number)),
      controls,
      targets,
    });
    fc.assert(
      fc.property(anyGates(5, 20), (operations) => {
        expectSameState(finalState(5, operations.map(asMatrix)), finalState(5, operations));
      }),
      { numRuns: 100 },
    );
  });

  it('are undone by their inverse, also when they are too long for one call', () => {
    fc.assert(
      fc.property(anyGates(11, 25), anyGates(11, 5), (operations, before) => {
        const back = inverseCircuit(circuit(11, operations)).operations as GateOperation[];
        const there = Array.from({ length: 30 }, () => [...operations, ...back]).flat();
        expectSameState(finalState(11, [...before, ...there]), finalState(11, before));
      }),
      { numRuns: 8 },
    );
  });

  it('have the probabilities and expectation values that the engine for wide circuits finds', () => {
    fc.assert(
      fc.property(anyGates(9, 40), anyPauliSum(9, 4), (operations, observable) => {
        const input = circuit(9, operations);
        const all = { from: 0, to: 1 };
        for (const output of [
          { kind: 'probabilities' },
          { kind: 'expectations', observables: [observable] },
        ] as const) {
          const request = { bindings: [[]], output, seed: 0 };
          const [small, wide] = [smallEvaluation(input, kernels), wideEvaluation(input, { kernels })].map(
            (evaluation) => {
              const [row] = evaluation.evaluate(request, all, neverCancelled);
              evaluation.release();
              return row;
            },
          );
          small?.forEach((value, index) => {
            expect(value).toBeCloseTo(wide?.[index] ?? Number.NaN, 10);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('have the expectation values of matrices', () => {
    fc.assert(
      fc.property(anyGates(3, 12), anyPauliSum(3), anyPauliSum(3), (operations, first, second) => {
        const wanted = matrixAmplitudes(circuit(3, operations));
        const small = new SmallCircuit(kernels, circuit(3, []), operations);
        const [values] = small.expectations([first, second], [[]], neverCancelled);
        small.release();
        [first, second].forEach((observable, index) => {
          expect(values?.[index]).toBeCloseTo(sandwich(columnOf(wanted), observableMatrix(observable, 3)), 9);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a batch', () => {
  it('gives what its rows give one by one, bit for bit', () => {
    const row = fc.array(fc.double({ min: 0.2, max: 1.9, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(anyParametricCircuit(4), fc.array(row, { minLength: 2, maxLength: 5 }), (bound, rows) => {
        const small = new SmallCircuit(kernels, bound.circuit, bound.operations);
        const together = [small.states(rows, neverCancelled), small.probabilities(rows, neverCancelled)];
        rows.forEach((values, index) => {
          const alone = [small.states([values], neverCancelled), small.probabilities([values], neverCancelled)];
          expect(alone.map(([only]) => only)).toEqual(together.map((each) => each[index]));
        });
        small.release();
      }),
      { numRuns: 40 },
    );
  });
});
