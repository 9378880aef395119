import { describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import type { UnitaryGate } from '#core/simulator/program/quantumState.ts';
import { stabilizerMethod } from '#core/simulator/stabilizer/stabilizerMethod.ts';
import { circuit, controlled, cx, gate, measure, measureAll, unitary, when } from '#test/support/circuitBuilder.ts';
import { methodDistribution } from '#test/support/methodDistribution.ts';

function stateAfter(qubits: number, gates: readonly UnitaryGate[]) {
  const method = stabilizerMethod(qubits);
  const state = method.createState();
  state.apply(method.prepareGates(gates, {}), neverCancelled);
  return state;
}

function ghz(qubits: number): UnitaryGate[] {
  return [gate('h', 0), ...Array.from({ length: qubits - 1 }, (_, qubit) => cx(qubit, qubit + 1))];
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('Nothing was thrown.');
}

describe('a GHZ state', () => {
  it('of 5,000 qubits has the parities of its stabilizers', () => {
    const qubits = 5000;
    const state = stateAfter(qubits, ghz(qubits));
    const mean = (factors: { axis: 'X' | 'Y' | 'Z'; qubit: number }[]) =>
      state.expectations([{ terms: [{ coefficient: 1, factors }] }])[0];
    const all = (axis: 'X' | 'Y') => Array.from({ length: qubits }, (_, qubit) => ({ axis, qubit }));
    expect(mean([{ axis: 'Z', qubit: 4321 }])).toBe(0);
    expect(
      mean([
        { axis: 'Z', qubit: 17 },
        { axis: 'Z', qubit: 4321 },
      ]),
    ).toBe(1);
    expect(mean(all('X'))).toBe(1);
    // Y⊗n = i^n X⊗n Z⊗n, and 5,000 is a multiple of 4.
    expect(mean(all('Y'))).toBe(1);
    expect(mean([{ axis: 'Y', qubit: 0 }, { axis: 'Y', qubit: 1 }, ...all('X').slice(2)])).toBe(-1);
  });

  it('reads all zeros or all ones, each half of the time', () => {
    const qubits = 1000;
    const found = new Map<string, number>();
    const order = Array.from({ length: qubits }, (_, place) => (place * 7) % qubits);
    stateAfter(qubits, ghz(qubits)).sample(
      order,
      1_000_000,
      randomStream(3, 'test'),
      neverCancelled,
      (values, count) => {
        found.set(values.join(''), count);
      },
    );
    expect([...found.keys()].sort()).toEqual(['0'.repeat(qubits), '1'.repeat(qubits)]);
    // Six standard deviations.
    for (const count of found.values()) expect(Math.abs(count - 500_000)).toBeLessThan(3000);
  });

  it('collapses whole', () => {
    const state = stateAfter(100, ghz(100));
    expect(state.probabilityOfOne(60)).toBe(0.5);
    state.collapse(60, 1);
    for (let qubit = 0; qubit < 100; qubit++) expect(state.probabilityOfOne(qubit)).toBe(1);
    state.lower(3);
    expect(state.probabilityOfOne(3)).toBe(0);
  });
});

it('teleports Clifford states by feedback', () => {
  const preparations = [[], [gate('x', 0)], [gate('h', 0)], [gate('h', 0), gate('s', 0)]];
  for (const prepared of preparations) {
    const undone = prepared.toReversed().map((each) => ({
      ...each,
      gate: each.gate === 's' ? ('sdg' as const) : each.gate,
      targets: [2],
    }));
    const teleported = circuit(
      3,
      [
        ...[...prepared, gate('h', 1), cx(1, 2), cx(0, 1), gate('h', 0), measure(0, 0), measure(1, 1)],
        ...[when([1], 1, [gate('x', 2)]), when([0], 1, [gate('z', 2)]), ...undone, measure(2, 2)],
      ],
      { bits: 3 },
    );
    const found = methodDistribution(teleported, stabilizerMethod(3));
    expect(found).toEqual({ '000': 0.25, '001': 0.25, '010': 0.25, '011': 0.25 });
  }
});

it('knows Clifford gates by what they do', () => {
  const half = Math.PI / 2;
  const r = Math.SQRT1_2;
  // A matrix that is √Y up to a phase, gates with controls on 0, and a controlled phase of π.
  const phased = { dimension: 2, values: [0, r, 0, -r, 0, r, 0, r] };
  const operations = [
    gate('u', 0, half, 0, Math.PI),
    unitary(phased, [1]),
    controlled(gate('x', 2), { qubit: 0, value: 0 }),
    controlled(gate('p', 1, Math.PI), 2),
    controlled(gate('gphase', [], half), 1),
    gate('rxx', [0, 2], -half),
    gate('iswap', [1, 2]),
  ];
  const distribution = methodDistribution(
    circuit(3, [...operations, ...measureAll(3)], { bits: 3 }),
    stabilizerMethod(3),
  );
  expect(Object.values(distribution).reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
});

describe('the stabilizer method refuses', () => {
  it('the first gate that is no Clifford gate, with its place', () => {
    const source = { start: 40, end: 46 };
    const operations = [gate('h', 0), { ...controlled(gate('rz', 4, 0.3), 2), source }, gate('t', 1)];
    const thrown = thrownBy(() => stabilizerMethod(5).prepareGates(operations, {}));
    expect(thrown).toBeInstanceOf(SourceFailure);
    expect(thrown).toMatchObject({
      reason: 'unsupported',
      source,
      message: 'The gate crz(0.3) on qubits 2, 4 is no Clifford gate, and the stabilizer method runs no others.',
    });
  });

  it('angles that turn out to make no Clifford gate, when they are bound', () => {
    const gates = stabilizerMethod(1).prepareGates([gate('rx', 0, parameterAngle(0))], {});
    expect(gates.isParametric).toBe(true);
    expect(() => gates.bind([-3 * Math.PI])).not.toThrow();
    expect(() => gates.bind([0.1])).toThrow('The gate rx(0.1) on qubit 0 is no Clifford gate');
    expect(() => gates.bind([Number.NaN])).toThrow('no finite number');
  });

  it('circuits too wide for the memory it may take', () => {
    expect(thrownBy(() => stabilizerMethod(100_000))).toMatchObject({ reason: 'too-large' });
    expect(() => stabilizerMethod(60_000)).not.toThrow();
  });

  it('to list more outcomes than anyone reads', () => {
    const gates = Array.from({ length: 21 }, (_, qubit) => gate('h', qubit));
    const all = gates.map((_, qubit) => qubit);
    const thrown = thrownBy(() => stateAfter(21, gates).probabilities(all, () => {}));
    expect(thrown).toBeInstanceOf(Failure);
    expect(thrown).toMatchObject({ reason: 'too-large', message: expect.stringContaining('2^21') });
  });

  it('to go on when cancelled', () => {
    const method = stabilizerMethod(2);
    const source = new CancellationSource();
    source.cancel();
    const gates = method.prepareGates([gate('h', 0)], {});
    expect(() => method.createState().apply(gates, source.signal)).toThrow('Cancelled');
  });
});
