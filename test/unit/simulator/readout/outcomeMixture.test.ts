import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { type StateInspection, StateInspector } from '#core/simulator/readout/stateInspection.ts';
import { circuit, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { inspectedState, stateQuestion } from '#test/support/inspectedState.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const rounded = (values: readonly number[] | undefined) => values?.map((value) => Number(value.toFixed(9)) + 0);
const chances = ({ rows }: StateInspection) =>
  Object.fromEntries(rows.map(({ index, probability }) => [index, Number(probability.toFixed(9))]));
const branches = ({ branches: found }: StateInspection) =>
  found?.all.map(({ bits, probability, readings }) => [
    bits.toReversed().join(''),
    Number(probability.toFixed(9)),
    ...readings.map(({ qubit, value }) => `${qubit}=${value}`),
  ]);

/** While the bit is 1: turns the qubit and measures it. */
function untilZero(qubit: number, bit: number): Operation {
  return {
    kind: 'while',
    condition: { kind: 'compare', bits: [bit], operator: '==', value: 1 },
    body: [gate('h', qubit), measure(qubit, bit)],
  };
}

describe('the state of all outcomes', () => {
  it('of a measured Bell pair is the mixture of both, which still knows of each other', () => {
    const bell = circuit(2, [gate('h', 0), cx(0, 1), measure(0, 0)], { bits: 1 });
    const found = inspectedState(bell, { observable: parseObservable('Z0 + Z1', bell) });
    expect(branches(found)).toEqual([
      ['0', 0.5],
      ['1', 0.5],
    ]);
    expect(chances(found)).toEqual({ 0: 0.5, 3: 0.5 });
    expect(found.rows.every(({ amplitude }) => amplitude === undefined)).toBe(true);
    expect(found.bloch?.map(rounded)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    // One bit, not the two of the entangled pair.
    expect(rounded(found.correlations)).toEqual([1]);
    expect(found.observable).toEqual({ mean: expect.closeTo(0, 9), variance: expect.closeTo(4, 9) });
  });

  it('of a teleported qubit is pure there, and each branch can be seen by itself', () => {
    const teleport = circuit(
      3,
      [
        ...[gate('ry', 0, 1.1), gate('h', 1), cx(1, 2), cx(0, 1), gate('h', 0), measure(0, 0), measure(1, 1)],
        ...[when([1], 1, [gate('x', 2)]), when([0], 1, [gate('z', 2)])],
      ],
      { bits: 2 },
    );
    const all = inspectedState(teleport);
    expect(branches(all)).toEqual(['00', '01', '10', '11'].map((bits) => [bits, 0.25]));
    expect(all.bloch?.map(rounded)).toEqual([[0, 0, 0], [0, 0, 0], rounded([Math.sin(1.1), 0, Math.cos(1.1)])]);
    expect(all.branches?.seen).toBeUndefined();
    const third = all.branches?.all[2]?.key ?? '';
    const seen = inspectedState(teleport, { outcomes: { kind: 'all', branch: third } });
    expect(seen.branches?.seen).toBe(third);
    expect(Object.keys(chances(seen))).toEqual(['2', '6']);
    expect(seen.rows[0]?.amplitude).toBeDefined();
    const gone = inspectedState(teleport, { outcomes: { kind: 'all', branch: 'no such' } });
    expect(gone).toEqual(all);
  });

  it('in a pass of a loop is that of those that came so far, beside what others left', () => {
    const loop = circuit(1, [gate('x', 0), measure(0, 0), untilZero(0, 0)], { bits: 1 });
    const before = Uint32Array.from([0, 1]);
    for (const pass of [1, 2, 3, 7]) {
      const partly = [{ place: 2, bodies: [{ executed: [0] }], ...(pass > 1 && { pass }) }];
      const reached = 2 ** (1 - pass);
      expect(chances(inspectedState(loop, { executed: before, partly }))).toEqual({
        0: Number((1 - reached / 2).toFixed(9)),
        1: Number((reached / 2).toFixed(9)),
      });
    }
  });

  it('is asked for another pass of the same moment anew', () => {
    const loop = circuit(1, [gate('x', 0), measure(0, 0), untilZero(0, 0)], { bits: 1 });
    const inspector = new StateInspector(loop, simulationContext);
    const at = (pass: number) => {
      const partly = [{ place: 2, bodies: [{ executed: [0] }], pass }];
      return chances(inspector.inspect(stateQuestion(loop, { executed: [0, 1], partly }), neverCancelled));
    };
    expect([at(2), at(3), at(2)].map((found) => found[1])).toEqual([0.25, 0.125, 0.25]);
    inspector.release();
  });

  it('is one state again when a reset has made the branches alike', () => {
    const cleared = inspectedState(circuit(2, [gate('h', 0), measure(0), reset(0), gate('h', 1)]));
    expect(branches(cleared)).toEqual([['', 1]]);
    expect(cleared.rows.map(({ amplitude }) => amplitude?.re.toFixed(6))).toEqual(['0.707107', '0.707107']);
    const entangled = inspectedState(circuit(2, [gate('h', 0), cx(0, 1), reset(0)]));
    expect(branches(entangled)).toEqual([
      ['', 0.5, '0=0'],
      ['', 0.5, '0=1'],
    ]);
  });

  it('of a loop that repeats until it succeeds is that of success', () => {
    const loop = inspectedState(circuit(1, [gate('h', 0), measure(0, 0), untilZero(0, 0), gate('h', 0)], { bits: 1 }));
    expect(branches(loop)).toEqual([['0', 1]]);
    expect(rounded(loop.bloch?.[0])).toEqual([1, 0, 0]);
  });

  it('of a hundred measurements into the same bit has two branches', () => {
    const rounds = Array.from({ length: 100 }, () => [gate('h', 0), measure(0, 0), reset(0)]).flat();
    expect(branches(inspectedState(circuit(1, rounds, { bits: 1 })))).toEqual([
      ['0', 0.5],
      ['1', 0.5],
    ]);
  });

  it('of more than 256 different outcomes is refused, and can be asked for again elsewhere', () => {
    const wide = circuit(
      9,
      [...range(9).map((qubit) => gate('h', qubit)), ...range(9).map((each) => measure(each, each))],
      {
        bits: 9,
      },
    );
    const inspector = new StateInspector(wide, simulationContext);
    expect(() => inspector.inspect(stateQuestion(wide), neverCancelled)).toThrow(
      expect.objectContaining({
        reason: 'too-large',
        message: expect.stringContaining('more than 256 different states'),
      }),
    );
    const less = inspector.inspect(stateQuestion(wide, { executed: Uint32Array.from(range(17)) }), neverCancelled);
    expect(less.branches?.all.length).toBe(256);
    expect(less.branches?.all.every(({ probability }) => Math.abs(probability - 1 / 256) < 1e-12)).toBe(true);
    inspector.release();
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place);
}
