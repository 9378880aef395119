import { describe, expect, it } from 'vitest';
import type { Circuit, Control, Operation } from '#core/circuit/circuit.ts';
import { gateMatrix, gateNames, gateTable } from '#core/circuit/gateTable.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, controlled, cx, gate, unitary } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

function amplitudes(input: Circuit): number[] {
  return (simulate(input, { shots: 0, seed: 0, amplitudes: true }, simulationContext).amplitudes ?? []).flat();
}

function expectSameAmplitudes(input: Circuit): void {
  const actual = amplitudes(input);
  const wanted = matrixAmplitudes(input);
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 12);
  });
}

/** A state in which every amplitude is different. */
const mixed: Operation[] = [
  ...[0, 1, 2, 3].map((qubit) => gate('u', qubit, 0.7 + qubit, 0.3 * qubit - 0.4, 1.1 - qubit)),
  cx(0, 1),
  cx(1, 2),
  cx(2, 3),
  ...[0, 1, 2, 3].map((qubit) => gate('u', qubit, 1.9 - qubit, 0.2, 0.5 * qubit)),
];

const angles = [0.813, -1.4, 2.2];

describe.each(gateNames)('%s', (name) => {
  const { parameters, targets } = gateTable[name];
  const values = angles.slice(0, parameters.length);
  const placements =
    targets === 0
      ? [[]]
      : targets === 1
        ? [[0], [2], [3]]
        : [
            [0, 1],
            [3, 1],
            [2, 0],
          ];

  it.each(placements.map((placement) => [placement]))('on targets %j', (placement) => {
    expectSameAmplitudes(circuit(4, [...mixed, gate(name, placement, ...values)]));
  });

  it.each(placements.map((placement) => [placement]))('under controls on 1 and 0, targets %j', (placement) => {
    const free = [0, 1, 2, 3].filter((qubit) => !placement.includes(qubit));
    const controls: Control[] = free.map((qubit, index) => ({ qubit, value: index % 2 === 0 ? 1 : 0 }));
    for (let count = 1; count <= controls.length; count++) {
      const operation = controlled(gate(name, placement, ...values), ...controls.slice(0, count));
      expectSameAmplitudes(circuit(4, [...mixed, operation]));
    }
  });
});

describe('unitaries', () => {
  const swapLike = gateMatrix('iswap', []);

  it('act on their targets in the order given', () => {
    expectSameAmplitudes(circuit(4, [...mixed, unitary(gateMatrix('rxx', [0.4]), [3, 0])]));
    expectSameAmplitudes(circuit(4, [...mixed, controlled(unitary(swapLike, [2, 0]), { qubit: 3, value: 0 })]));
    expectSameAmplitudes(circuit(4, [...mixed, unitary(gateMatrix('u', [0.4, 1, 2]), [2])]));
    expectSameAmplitudes(circuit(4, [...mixed, unitary(gateMatrix('p', [0.4]), [1]), gate('t', 1)]));
  });

  it('may be wide', () => {
    // A cyclic shift of the eight states of three qubits, with phases.
    const values = new Array<number>(128).fill(0);
    for (let column = 0; column < 8; column++) {
      const place = 2 * (((column + 3) % 8) * 8 + column);
      values[place] = Math.cos(column);
      values[place + 1] = Math.sin(column);
    }
    expectSameAmplitudes(circuit(4, [...mixed, unitary({ dimension: 8, values }, [1, 3, 0])]));
  });
});

describe('compilation', () => {
  it('merges one-qubit gates without changing their order', () => {
    expectSameAmplitudes(
      circuit(3, [
        gate('h', 0),
        gate('t', 0),
        gate('sx', 0),
        gate('x', 1),
        gate('y', 1),
        cx(0, 1),
        gate('s', 0),
        gate('h', 0),
        gate('rz', 0, 0.3),
        gate('rz', 0, 0.4),
        gate('x', 2),
        gate('id', 2),
        controlled(gate('gphase', [], 0.6), 0, 1),
        gate('h', 1),
      ]),
    );
  });

  it('keeps uncontrolled global phases', () => {
    expectSameAmplitudes(circuit(1, [gate('gphase', [], 0.3), gate('h', 0), gate('gphase', [], 0.4)]));
  });
});
