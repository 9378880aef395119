import { describe, expect, it } from 'vitest';
import { CancellationSource } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMoments } from '#core/circuit/moments.ts';
import { StateCursor } from '#core/simulator/readout/stateCursor.ts';
import { stabilizerMethod } from '#core/simulator/stabilizer/stabilizerMethod.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { circuit, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

function cursorOf(input: Circuit, seed = 1) {
  return new StateCursor(input, stateVectorMethod(input.qubitCount, simulationContext), { seed });
}

describe('moments', () => {
  it('start each operation as early as it may', () => {
    const [h, first, second, last] = [gate('h', 0), cx(0, 1), gate('x', 2), measure(1, 0)];
    expect(circuitMoments([h, first, second, last])).toEqual([[h, second], [first], [last]]);
  });

  it('keep barriers, bits and computation in order', () => {
    const barrier = { kind: 'barrier', qubits: [0, 1] } as const;
    const [h, x] = [gate('h', 0), gate('x', 1)];
    expect(circuitMoments([h, barrier, x])).toEqual([[h], [x]]);
    const [read, act] = [measure(0, 0), when([0], 1, [gate('x', 1)])];
    expect(circuitMoments([read, act])).toEqual([[read], [act]]);
    const phase = gate('gphase', [], 0.2);
    expect(circuitMoments([phase, h])).toEqual([[phase, h]]);
    expect(circuitMoments([])).toEqual([]);
  });
});

describe('a cursor', () => {
  const teleport = circuit(
    3,
    [
      ...[gate('ry', 0, 1.1), gate('h', 1), cx(1, 2), cx(0, 1), gate('h', 0), measure(0, 0), measure(1, 1)],
      ...[when([1], 1, [gate('x', 2)]), when([0], 1, [gate('z', 2)]), reset(0)],
    ],
    { bits: 2 },
  );

  it('executes feedback: a teleported state arrives whatever was measured', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 12; seed++) {
      const cursor = cursorOf(teleport, seed);
      const { bits } = cursor.moveTo(cursor.momentCount);
      seen.add(bits.join(''));
      const [x, y, z] = cursor.blochVectors()[2] ?? [];
      expect(x).toBeCloseTo(Math.sin(1.1), 12);
      expect(y).toBeCloseTo(0, 12);
      expect(z).toBeCloseTo(Math.cos(1.1), 12);
      cursor.release();
    }
    expect([...seen].sort()).toEqual(['00', '01', '10', '11']);
  });

  it('says what was read in a moment and how likely it was', () => {
    const cursor = cursorOf(circuit(1, [gate('ry', 0, 1), measure(0, 0), reset(0)], { bits: 1 }));
    expect(cursor.facts).toEqual({ position: 0, operations: [], outcomes: [], bits: Uint8Array.of(0) });
    const { bits, outcomes } = cursor.moveTo(2);
    const value = bits[0] as 0 | 1;
    const likely = value === 1 ? Math.sin(0.5) ** 2 : Math.cos(0.5) ** 2;
    expect(outcomes).toEqual([{ qubit: 0, value, probability: expect.closeTo(likely, 12) }]);
    expect(cursor.moveTo(3).outcomes).toEqual([{ qubit: 0, value, probability: expect.closeTo(1, 12) }]);
    expect([...cursor.probabilities()]).toEqual([1, 0]);
  });

  it('runs loops and computed angles', () => {
    const input = circuitOf(`OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit c;
float theta;
int tries;
while (!c && tries < 40) { reset q; h q; c = measure q; tries += 1; }
theta = pi / 2;
reset q;
ry(theta) q;
`);
    const cursor = cursorOf(input);
    expect(cursor.moveTo(cursor.momentCount).bits[0]).toBe(1);
    expect(cursor.blochVectors()[0]?.[0]).toBeCloseTo(1, 12);
  });

  it('binds parameters', () => {
    const input = circuit(1, [gate('rx', 0, parameterAngle(0))], { parameters: ['theta'] });
    const cursor = new StateCursor(input, stateVectorMethod(1, simulationContext), { seed: 1, bindings: [Math.PI] });
    cursor.moveTo(1);
    expect([...cursor.probabilities()]).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
  });

  it('refuses moments that are not there and lists that are too long', () => {
    const cursor = cursorOf(teleport);
    expect(() => cursor.moveTo(cursor.momentCount + 1)).toThrow('There is no state after');
    expect(() => cursor.moveTo(-1)).toThrow('There is no state after');
    const wide = new StateCursor(circuit(30, [gate('h', 0), cx(0, 29)]), stabilizerMethod(30), { seed: 1 });
    wide.moveTo(2);
    expect(() => wide.amplitudes()).toThrow('of 30 qubits are too many to look at');
    expect(wide.blochVectors()[29]).toEqual([0, 0, 0]);
    expect(wide.blochVectors()[1]).toEqual([0, 0, 1]);
  });

  it('that is cancelled is at the beginning and goes on from there', () => {
    const cursor = cursorOf(teleport, 3);
    const source = new CancellationSource();
    source.cancel();
    expect(() => cursor.moveTo(2, source.signal)).toThrow('Cancelled.');
    expect(cursor.facts.position).toBe(0);
    expect(cursor.moveTo(1).position).toBe(1);
  });
});
