import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { AmplitudeState } from '#core/simulator/stateVector/amplitudeState.ts';
import { PlanCache } from '#core/simulator/stateVector/planCache.ts';
import { StagedGates } from '#core/simulator/stateVector/stagedGates.ts';
import { amplitudeBytes, type Precision } from '#core/simulator/stateVector/stateSize.ts';
import { StateSpace } from '#core/simulator/stateVector/stateSpace.ts';
import { type StateVectorMethod, stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { vectorAmplitudes } from '#test/support/vectorSimulator.ts';

type Operations = readonly (GateOperation | UnitaryOperation)[];

interface Blocking {
  readonly width: number;
  readonly lowest: number;
}

/** The state after pieces of a circuit, each planned by itself, in stages of the given size. */
function staged(qubits: number, pieces: readonly Operations[], precision: Precision, blocking: Blocking): Float64Array {
  const space = new StateSpace(simulationContext, qubits, precision);
  const state = new AmplitudeState(space);
  for (const operations of pieces) {
    const whole = { qubitCount: qubits, amplitudeBytes: amplitudeBytes(precision), ...blocking };
    state.apply(new StagedGates(operations, {}, whole), neverCancelled);
  }
  const amplitudes = Float64Array.from(state.vector);
  state.release();
  return amplitudes;
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let [difference, scale] = [0, 1e-300];
  for (let place = 0; place < right.length; place++) {
    difference = Math.max(difference, Math.abs((left[place] ?? Number.NaN) - (right[place] ?? Number.NaN)));
    scale = Math.max(scale, Math.abs(right[place] ?? 0));
  }
  return left.length === right.length ? difference / scale : Number.NaN;
}

/** A matrix of up to three qubits that need not be unitary, under up to one control. */
function anyMatrix(qubits: number): fc.Arbitrary<UnitaryOperation> {
  return fc
    .record({
      order: fc.shuffledSubarray(
        Array.from({ length: qubits }, (_, qubit) => qubit),
        { minLength: qubits },
      ),
      targets: fc.integer({ min: 1, max: Math.min(3, qubits) }),
      control: fc.constantFrom<0 | 1 | undefined>(0, 1, undefined),
      numbers: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 128, maxLength: 128 }),
    })
    .map(({ control, numbers, order, targets }) => {
      const dimension = 2 ** targets;
      const controlled = order[targets];
      return {
        kind: 'unitary',
        label: 'M',
        matrix: { dimension, values: numbers.slice(0, 2 * dimension * dimension).map((value) => value / 1000) },
        targets: order.slice(0, targets),
        controls: control === undefined || controlled === undefined ? [] : [{ qubit: controlled, value: control }],
      };
    });
}

function anyOperations(qubits: number, maxLength: number): fc.Arbitrary<Operations> {
  return fc.array(fc.oneof({ weight: 9, arbitrary: anyGate(qubits) }, { weight: 1, arbitrary: anyMatrix(qubits) }), {
    maxLength,
  });
}

/** So large that every circuit of these tests is worked on in place. */
const inPlace: Blocking = { width: 20, lowest: 1 };

describe('gates in stages', () => {
  it.each<[Precision, number]>([
    ['double', 1e-12],
    ['single', 1e-4],
  ])('do what they are defined to do, in %s precision', (precision, tolerance) => {
    const cases = fc.integer({ min: 1, max: 7 }).chain((qubits) =>
      fc.record({
        qubits: fc.constant(qubits),
        operations: anyOperations(qubits, 40),
        width: fc.integer({ min: 4, max: 7 }),
        lowest: fc.integer({ min: 1, max: Math.min(2, qubits) }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ lowest, operations, qubits, width }) => {
        const wanted = vectorAmplitudes(qubits, operations);
        const blocked = staged(qubits, [operations], precision, { width, lowest });
        expect(largestDifference(blocked, wanted)).toBeLessThan(tolerance);
        expect(largestDifference(staged(qubits, [operations], precision, inPlace), wanted)).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  it('can be planned piece by piece, whatever order of wires and frames a piece leaves', () => {
    fc.assert(
      fc.property(fc.array(anyGates(6, 10), { maxLength: 5 }), (pieces) => {
        const wanted = vectorAmplitudes(6, pieces.flat());
        expect(largestDifference(staged(6, pieces, 'double', { width: 4, lowest: 1 }), wanted)).toBeLessThan(1e-12);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[number, Precision]>([
    ...[12, 13, 14, 15, 16].map((qubits): [number, Precision] => [qubits, 'double']),
    ...[13, 16].map((qubits): [number, Precision] => [qubits, 'single']),
  ])('work on %i qubits, in blocks of the usual size, in %s precision', (qubits, precision) => {
    const method = stateVectorMethod(qubits, simulationContext, precision);
    fc.assert(
      fc.property(fc.array(anyGate(qubits), { minLength: 10, maxLength: 25 }), (operations) => {
        const state = method.createState();
        state.apply(method.prepareGates(operations, {}), neverCancelled);
        const difference = largestDifference(state.vector, vectorAmplitudes(qubits, operations));
        state.release();
        expect(difference).toBeLessThan(precision === 'double' ? 1e-12 : 1e-4);
      }),
      { numRuns: 3 },
    );
  });

  it('keep their plan when they are bound to other parameters', () => {
    const cases = fc.record({
      operations: anyGates(5, 30),
      bindings: fc.array(fc.array(fc.double({ min: -7, max: 7, noNaN: true }), { minLength: 4, maxLength: 4 }), {
        minLength: 2,
        maxLength: 4,
      }),
    });
    fc.assert(
      fc.property(cases, ({ bindings, operations }) => {
        const method = stateVectorMethod(5, simulationContext);
        const open = operations.map((operation, index) => ({
          ...operation,
          parameters: operation.parameters.map((_, place) => parameterAngle((index + place) % 4)),
        }));
        const gates = method.prepareGates(open, {});
        const state = method.createState();
        for (const values of bindings) {
          gates.bind(values);
          state.clear();
          state.apply(gates, neverCancelled);
          const bound = open.map((operation) => ({
            ...operation,
            parameters: operation.parameters.map((angle) => values[angle.op === 'parameter' ? angle.index : 0] ?? 0),
          }));
          expect(largestDifference(state.vector, vectorAmplitudes(5, bound))).toBeLessThan(1e-12);
        }
        state.release();
      }),
      { numRuns: 60 },
    );
  });
});

describe('plans by shape', () => {
  it('give other angles the amplitudes of a plan of their own, bit for bit', () => {
    const cases = fc.record({
      circuits: fc.array(anyOperations(6, 25), { minLength: 1, maxLength: 3 }),
      seeds: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 4 }),
      limit: fc.constantFrom(2 ** 24, 20_000),
      precision: fc.constantFrom<Precision>('double', 'single'),
    });
    fc.assert(
      fc.property(cases, ({ circuits, limit, precision, seeds }) => {
        const plans = new PlanCache(limit);
        const cached = stateVectorMethod(6, { ...simulationContext, plans }, precision);
        for (const seed of seeds) {
          for (const circuit of circuits) {
            const operations = turned(circuit, seed);
            const fresh = stateVectorMethod(6, simulationContext, precision);
            expect(finalAmplitudes(cached, operations)).toStrictEqual(finalAmplitudes(fresh, operations));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The same gates at other angles, among them those at which gates are simpler, or no gates at all. */
function turned(operations: Operations, seed: number): Operations {
  return operations.map((operation, index) => {
    if (operation.kind !== 'gate') return operation;
    const special = [0, Math.PI, Math.PI / 2, -Math.PI / 2, 2 * Math.PI];
    const parameters = operation.parameters.map((_, place) => {
      const draw = (seed * 7919 + index * 104_729 + place * 1_299_709) % 1009;
      return special[draw % 10] ?? draw / 100;
    });
    return { ...operation, parameters };
  });
}

function finalAmplitudes(method: StateVectorMethod, operations: Operations): Float64Array {
  const state = method.createState();
  state.apply(method.prepareGates(operations, {}), neverCancelled);
  const amplitudes = Float64Array.from(state.vector);
  state.release();
  return amplitudes;
}

describe('reading a state', () => {
  const cases = fc.record({
    operations: anyGates(6, 30),
    qubits: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    precision: fc.constantFrom<Precision>('double', 'single'),
  });

  it('gives the probabilities of its amplitudes, whatever wires and frames they are on', () => {
    fc.assert(
      fc.property(cases, ({ operations, precision, qubits }) => {
        const tolerance = precision === 'double' ? 10 : 4;
        const method = stateVectorMethod(6, simulationContext, precision);
        const state = method.createState();
        state.apply(method.prepareGates(operations, {}), neverCancelled);
        const amplitudes = vectorAmplitudes(6, operations);
        const wanted = new Map<string, number>();
        const ones = qubits.map(() => 0);
        for (let index = 0; index < 64; index++) {
          const probability = (amplitudes[2 * index] ?? 0) ** 2 + (amplitudes[2 * index + 1] ?? 0) ** 2;
          const bits = qubits.map((qubit) => (index >> qubit) & 1);
          wanted.set(bits.join(''), (wanted.get(bits.join('')) ?? 0) + probability);
          bits.forEach((bit, place) => {
            ones[place] = (ones[place] ?? 0) + bit * probability;
          });
        }
        const found = new Map<string, number>();
        state.probabilities(qubits, (values, probability) => found.set(values.join(''), probability));
        for (const [bits, probability] of wanted) expect(found.get(bits) ?? 0).toBeCloseTo(probability, tolerance);
        qubits.forEach((qubit, place) => {
          expect(state.probabilityOfOne(qubit)).toBeCloseTo(ones[place] ?? Number.NaN, tolerance);
        });
        state.release();
      }),
      { numRuns: 80 },
    );
  });

  it('leaves the qubit that was read where it was found, and the rest in proportion', () => {
    fc.assert(
      fc.property(cases, ({ operations, qubits: [qubit = 0] }) => {
        const method = stateVectorMethod(6, simulationContext);
        const state = method.createState();
        state.apply(method.prepareGates(operations, {}), neverCancelled);
        const probability = state.probabilityOfOne(qubit);
        const value = probability > 0.5 ? 1 : 0;
        state.collapse(qubit, value, value === 1 ? probability : 1 - probability);
        expect(state.probabilityOfOne(qubit)).toBeCloseTo(value, 12);
        if (value === 1) state.lower(qubit);
        const kept = vectorAmplitudes(6, operations);
        const scale = 1 / Math.sqrt(value === 1 ? probability : 1 - probability);
        const wanted = kept.map((_, place) => {
          const index = place >> 1;
          if ((index >> qubit) & 1) return 0;
          return (kept[place + (value << (qubit + 1))] ?? 0) * scale;
        });
        expect(largestDifference(state.vector, wanted)).toBeLessThan(1e-12);
        state.release();
      }),
      { numRuns: 80 },
    );
  });
});
