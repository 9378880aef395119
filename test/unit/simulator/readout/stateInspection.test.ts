import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { type StateInspection, StateInspector, type StateQuestion } from '#core/simulator/readout/stateInspection.ts';
import { circuit, controlled, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { inspectedState, stateQuestion } from '#test/support/inspectedState.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const all = { order: 'probability', from: 0, count: 64 } as const;

/** What the question says of outcomes and rows here unless a test asks for others. */
const asked = { outcomes: { kind: 'shot', seed: 1 }, rows: all } as const;

const inspected = (input: Circuit, change: Partial<StateQuestion> = {}) =>
  inspectedState(input, { ...asked, ...change });

const rounded = (values: readonly number[] | undefined) => values?.map((value) => Number(value.toFixed(12)) + 0);
const probabilities = ({ rows }: StateInspection) =>
  Object.fromEntries(rows.map(({ index, probability }) => [index, Number(probability.toFixed(12))]));
/** Of a chance, in bits. */
const entropyOf = (chance: number) => -chance * Math.log2(chance) - (1 - chance) * Math.log2(1 - chance);

/** The state in which one of n qubits, nobody knows which, is 1. */
function wState(qubits: number): Operation[] {
  const operations: Operation[] = [gate('x', 0)];
  for (let qubit = 1; qubit < qubits; qubit++) {
    const angle = 2 * Math.acos(Math.sqrt(1 / (qubits - qubit + 1)));
    operations.push(controlled(gate('ry', qubit, angle), qubit - 1), cx(qubit, qubit - 1));
  }
  return operations;
}

describe('the state of a circuit at a moment', () => {
  it('of a Bell pair: two basis states, mixed halves, two bits in common', () => {
    const bell = circuit(2, [gate('h', 0), cx(0, 1)]);
    const found = inspected(bell, { observable: parseObservable('Z0*Z1 + X0', bell) });
    expect(probabilities(found)).toEqual({ 0: 0.5, 3: 0.5 });
    expect(found.bloch?.map(rounded)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(rounded(found.correlations)).toEqual([2]);
    expect(found.observable?.mean).toBeCloseTo(1, 12);
    expect(found.observable?.variance).toBeCloseTo(1, 12);
  });

  it('of a GHZ state: each pair has one bit in common', () => {
    const ghz = circuit(4, [gate('h', 0), cx(0, 1), cx(1, 2), cx(2, 3)]);
    const found = inspected(ghz);
    expect(probabilities(found)).toEqual({ 0: 0.5, 15: 0.5 });
    expect(rounded(found.correlations)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('of a W state: pairs as its closed form says', () => {
    const qubits = 5;
    const found = inspected(circuit(qubits, wState(qubits)));
    expect(probabilities(found)).toEqual({ 1: 0.2, 2: 0.2, 4: 0.2, 8: 0.2, 16: 0.2 });
    for (const vector of found.bloch ?? []) expect(rounded(vector)).toEqual([0, 0, 1 - 2 / qubits]);
    const expected = 2 * entropyOf(1 / qubits) - entropyOf(2 / qubits);
    for (const value of found.correlations ?? []) expect(value).toBeCloseTo(expected, 10);
  });

  it('of single qubits: vectors on the sphere, nothing in common', () => {
    const product = circuit(3, [gate('ry', 0, 0.7), gate('h', 1), gate('s', 1), gate('x', 2)]);
    const found = inspected(product);
    expect(found.bloch?.map(rounded)).toEqual(
      [
        [Math.sin(0.7), 0, Math.cos(0.7)],
        [0, 1, 0],
        [0, 0, -1],
      ].map(rounded),
    );
    expect(rounded(found.correlations)).toEqual([0, 0, 0]);
  });

  it('has only the operations that are said to have been executed', () => {
    const flips = circuit(2, [gate('x', 0), gate('x', 1), gate('x', 0)]);
    expect(probabilities(inspected(flips, { executed: Uint32Array.of(1) }))).toEqual({ 2: 1 });
    expect(probabilities(inspected(flips, { executed: Uint32Array.of(0, 1) }))).toEqual({ 3: 1 });
    expect(probabilities(inspected(flips, { executed: Uint32Array.of() }))).toEqual({ 0: 1 });
  });

  it('is found again with other values, another moment and another shot', () => {
    const turned: Circuit = {
      ...circuit(1, [gate('ry', 0), measure(0, 0)], { bits: 1, parameters: ['theta'] }),
    };
    const [ry, read] = turned.operations;
    if (ry?.kind !== 'gate' || read === undefined) throw new Error('Not what was built.');
    const input = { ...turned, operations: [{ ...ry, parameters: [parameterAngle(0)] }, read] };
    const inspector = new StateInspector(input, simulationContext);
    const ask = (change: Partial<StateQuestion>) =>
      inspector.inspect(stateQuestion(input, { ...asked, ...change }), neverCancelled);
    for (const theta of [0.3, 1.1, 0.3, -2]) {
      const { bloch } = ask({ executed: Uint32Array.of(0), values: [theta] });
      expect(rounded(bloch?.[0])).toEqual(rounded([Math.sin(theta), 0, Math.cos(theta)]));
    }
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const asked = { values: [Math.PI / 2], outcomes: { kind: 'shot', seed } } as const;
      const { bloch, shot } = ask(asked);
      const value = shot?.bits[0] ?? -1;
      expect(shot?.outcomes).toEqual([{ qubit: 0, value, probability: expect.closeTo(0.5, 12) }]);
      expect(rounded(bloch?.[0])).toEqual([0, 0, 1 - 2 * value]);
      expect(ask({ ...asked, rows: { ...all, order: 'basis' } }).shot).toEqual(shot);
      seen.add(value);
    }
    expect([...seen].sort()).toEqual([0, 1]);
    inspector.release();
  });

  it('of a teleported qubit is the same in every shot', () => {
    const teleport = circuit(
      3,
      [
        ...[gate('ry', 0, 1.1), gate('h', 1), cx(1, 2), cx(0, 1), gate('h', 0), measure(0, 0), measure(1, 1)],
        ...[when([1], 1, [gate('x', 2)]), when([0], 1, [gate('z', 2)]), reset(0)],
      ],
      { bits: 2 },
    );
    const ways = new Set<string>();
    for (let seed = 0; seed < 16; seed++) {
      const { bloch, shot } = inspected(teleport, { outcomes: { kind: 'shot', seed } });
      ways.add(shot?.bits.join('') ?? '');
      expect(rounded(bloch?.[2])).toEqual(rounded([Math.sin(1.1), 0, Math.cos(1.1)]));
    }
    expect(ways.size).toBe(4);
  });

  it('reads the same of a qubit whether what is before it in the program has been executed or not', () => {
    const late = circuit(2, [gate('h', 0), gate('h', 1), gate('x', 0), measure(0), reset(1)]);
    const found = (places: readonly number[], seed: number) =>
      inspected(late, {
        executed: Uint32Array.from(places),
        outcomes: { kind: 'shot', seed },
      }).shot?.outcomes.find(({ qubit }) => qubit === 1)?.value;
    const values = Array.from({ length: 16 }, (_, seed) => found([0, 1, 4], seed));
    expect(values).toEqual(values.map((_, seed) => found([0, 1, 2, 3, 4], seed)));
    expect(new Set(values).size).toBe(2);
  });

  it('lists any stretch of the basis states in either order, without those that are 0', () => {
    // Probabilities 4/9, 2/9, 2/9, 1/9 where the third qubit is 1.
    const angle = 2 * Math.asin(Math.sqrt(1 / 3));
    const input = circuit(3, [gate('ry', 0, angle), gate('ry', 1, angle), gate('x', 2)]);
    const list = (order: 'probability' | 'basis', from: number, count: number) => {
      const found = inspected(input, { rows: { order, from, count } });
      expect(found.stateCount).toBe(4);
      return found.rows.map(({ index }) => index);
    };
    expect(list('probability', 0, 9)).toEqual([4, 5, 6, 7]);
    expect(list('probability', 1, 1)).toEqual([5]);
    expect(list('probability', 2, 2)).toEqual([6, 7]);
    expect(list('basis', 1, 2)).toEqual([5, 6]);
    expect(list('basis', 4, 2)).toEqual([]);
  });
});
