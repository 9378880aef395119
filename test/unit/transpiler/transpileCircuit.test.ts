import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { CouplingMap, gridCouplings, lineCouplings, ringCouplings } from '#core/transpiler/couplingMap.ts';
import { gateBasis, usualBasis } from '#core/transpiler/gateBasis.ts';
import { type TranspilerOptions, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { circuit, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { infidelity, misfits } from '#test/support/transpiledCircuits.ts';

const basis = gateBasis(usualBasis);
const line = (qubits: number) => new CouplingMap(qubits, lineCouplings(qubits));

function fitted(
  input: Circuit,
  options: Partial<TranspilerOptions> & { readonly coupling?: CouplingMap; readonly names?: readonly string[] } = {},
) {
  const { coupling, layout, level = 1, names, seed = 7 } = options;
  const target = { basis: names ? gateBasis(names) : basis, ...(coupling && { coupling }) };
  return transpileCircuit(input, target, { level, seed, ...(layout && { layout }) });
}

test.each([
  ['a swap', [gate('swap', [0, 1])], 'cx', 3],
  ['an iSWAP', [gate('iswap', [0, 1])], 'cx', 2],
  ['a controlled phase', [{ ...gate('p', 1, 0.3), controls: [{ qubit: 0, value: 1 as const }] }], 'cz', 2],
  ['a CX', [cx(0, 1)], 'ecr', 1],
  ['a CX', [cx(0, 1)], 'rzz', 1],
  ['a CX', [cx(0, 1)], 'iswap', 2],
  ['a rotation about XX', [gate('rxx', [0, 1], 0.7)], 'rzz', 1],
  ['a controlled phase', [{ ...gate('p', 1, 0.3), controls: [{ qubit: 0, value: 1 as const }] }], 'rxx', 1],
  ['an iSWAP', [gate('iswap', [0, 1])], 'iswap', 1],
  ['a rotation about ZZ', [gate('rzz', [0, 1], 0.7)], 'iswap', 2],
  ['a swap', [gate('swap', [0, 1])], 'iswap', 3],
  ['CX and their reverses', [cx(0, 1), gate('ry', 0, 0.3), cx(1, 0), gate('t', 1), cx(0, 1)], 'iswap', 3],
  // Two layers of CX between which something happens are a block of at most three.
  [
    'four CX',
    [cx(0, 1), gate('ry', 0, 0.3), cx(1, 0), gate('ry', 1, 0.4), cx(0, 1), gate('rx', 1, 1), cx(1, 0)],
    'cx',
    3,
  ],
  ['CX that undo each other', [cx(0, 1), gate('rz', 0, 0.5), gate('rx', 1, 0.2), cx(0, 1)], 'cx', 0],
] as const)('%s takes as few gates of a device as it can', (_what, operations, entangler, count) => {
  const result = fitted(circuit(2, operations), { level: 2, names: ['rz', 'sx', 'x', entangler] });
  expect(result.after.twoQubitGates).toBe(count);
  expect(infidelity(circuit(2, operations), result, 1)).toBeLessThan(1e-12);
});

test('with iSWAP a gate with a parameter takes two of them', () => {
  for (const name of ['rxx', 'ryy', 'rzz'] as const) {
    const input = circuit(2, [gate(name, [0, 1], parameterAngle(0))], { parameters: ['a'] });
    const result = fitted(input, { level: 1, names: ['rz', 'sx', 'x', 'iswap'] });
    expect(result.after.twoQubitGates).toBe(2);
    for (const angle of [0, 0.3, -2]) expect(infidelity(input, result, 1, [angle])).toBeLessThan(1e-12);
  }
});

test('level 0 keeps places and gates, level 1 merges and cancels', () => {
  const input = circuit(2, [
    gate('h', 0),
    gate('h', 0),
    gate('t', 1),
    cx(0, 1),
    gate('t', 0),
    cx(0, 1),
    gate('tdg', 0),
  ]);
  expect(fitted(input, { level: 0 }).after).toMatchObject({ twoQubitGates: 2, gateCounts: { rz: 7, sx: 2 } });
  const { after, circuit: short } = fitted(input, { level: 1 });
  expect(after).toMatchObject({ twoQubitGates: 0, gates: 1 });
  expect(short.operations).toMatchObject([{ gate: 'rz', targets: [1] }]);
});

test('swaps are put in where a line needs them, and the result tells where qubits end', () => {
  const input = circuit(3, [gate('h', 0), cx(0, 2), gate('t', 2), cx(0, 1)]);
  const coupling = line(3);
  const { before, after, ...result } = fitted(input, { level: 0, coupling });
  expect(before.twoQubitGates).toBe(2);
  expect(after.twoQubitGates).toBe(5);
  expect(result.initial).toEqual([0, 1, 2]);
  expect(result.final).toEqual([1, 0, 2]);
  expect(misfits(result.circuit, { basis, coupling })).toEqual([]);
});

test('a star finds its centre from level 2 on', () => {
  const star = circuit(5, [cx(0, 1), cx(0, 2), cx(0, 3), cx(0, 4)]);
  const coupling = new CouplingMap(6, [
    [5, 1],
    [5, 2],
    [5, 3],
    [5, 4],
    [0, 1],
  ]);
  expect(fitted(star, { level: 1, coupling }).after.twoQubitGates).toBeGreaterThan(4);
  const found = fitted(star, { level: 2, coupling });
  expect(found.after.twoQubitGates).toBe(4);
  expect(found.initial[0]).toBe(5);
});

test('a ring of a QAOA circuit lies on a ring of a grid without swaps', () => {
  const ring = circuit(
    6,
    ringCouplings(6).map(([one, other]) => gate('rzz', [one, other], 0.4)),
  );
  const coupling = new CouplingMap(6, gridCouplings(2, 3));
  expect(fitted(ring, { level: 3, coupling }).after.twoQubitGates).toBe(12);
});

test('a layout that is given is kept', () => {
  const coupling = line(6);
  const result = fitted(circuit(2, [cx(0, 1)]), { level: 3, coupling, layout: [4, 3] });
  expect(result.initial).toEqual([4, 3]);
  expect(result.circuit.qubitCount).toBe(6);
  expect(result.circuit.operations).toMatchObject([{ gate: 'x', controls: [{ qubit: 4 }], targets: [3] }]);
});

test('a gate is turned round where the device has the pair in one order', () => {
  const coupling = new CouplingMap(2, [[1, 0]], { isDirected: true });
  for (const entangler of ['cx', 'ecr', 'cz', 'rzz']) {
    const names = ['rz', 'sx', 'x', entangler];
    const result = fitted(circuit(2, [cx(0, 1)]), { coupling, names });
    expect(result.after.twoQubitGates).toBe(1);
    expect(misfits(result.circuit, { basis: gateBasis(names), coupling })).toEqual([]);
  }
});

test('parameters of an ansatz stay, and equal axes are added up', () => {
  const ansatz = realAmplitudes(4, 2, 'linear');
  const result = fitted(ansatz, { level: 2, coupling: line(4) });
  expect(result.circuit.parameters).toEqual(ansatz.parameters);
  expect(result.after.twoQubitGates).toBe(6);
  const values = ansatz.parameters.map((_, index) => 0.3 * index - 1);
  expect(infidelity(ansatz, result, 3, values)).toBeLessThan(1e-12);
  expect(bindCircuit(result.circuit, values).parameters).toEqual([]);

  const twice = circuit(1, [gate('rz', 0, parameterAngle(0)), gate('rz', 0, parameterAngle(1))], {
    parameters: ['a', 'b'],
  });
  expect(fitted(twice).after.gates).toBe(1);
});

test('measurements go to their bits from where the qubits are', () => {
  const input = circuit(4, [gate('x', 0), cx(0, 3), gate('x', 2), cx(0, 2), ...measureAll(4)], { bits: 4 });
  const result = fitted(input, { level: 0, coupling: line(4) });
  const counts = (each: Circuit) => simulate(each, { shots: 20, seed: 1 }, simulationContext).counts;
  expect(counts(result.circuit)).toEqual(counts(input));
});

test('bodies put back what they swap, so that every way through a program ends alike', () => {
  const body: Operation[] = [cx(0, 3), gate('h', 3), cx(3, 1)];
  const input = circuit(
    4,
    [
      gate('h', 0),
      gate('ry', 1, 0.4),
      measure(0, 0),
      {
        kind: 'conditional',
        condition: { kind: 'compare', bits: [0], operator: '==', value: 1 },
        body,
        otherwise: [cx(1, 3)],
      },
      cx(0, 2),
      when([0], 0, [gate('x', 2), cx(2, 0)]),
      reset(1),
      cx(1, 3),
      ...measureAll(4).map((each) => ({ ...each, bit: 'bit' in each ? (each.bit ?? 0) + 1 : 0 })),
    ],
    { bits: 5 },
  );
  const coupling = line(4);
  for (const level of [0, 1, 2, 3] as const) {
    const result = fitted(input, { level, coupling });
    expect(misfits(result.circuit, { basis, coupling })).toEqual([]);
    const share = (each: Circuit) => simulate(each, { shots: 20_000, seed: 11 }, simulationContext).counts ?? {};
    const [wanted, found] = [share(input), share(result.circuit)];
    for (const bits of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
      // Five standard deviations of a difference of two counts of 20 000 shots.
      expect(Math.abs((wanted[bits] ?? 0) - (found[bits] ?? 0))).toBeLessThan(5 * Math.sqrt(2 * 20_000 * 0.25));
    }
  }
});

test('what does not fit is refused with the reason', () => {
  const failure = (action: () => unknown): Failure => {
    try {
      action();
    } catch (thrown) {
      if (Failure.is(thrown)) return thrown;
      throw thrown;
    }
    throw new Error('Nothing was refused.');
  };
  const pair = circuit(2, [cx(0, 1)]);
  expect(failure(() => fitted(circuit(5, []), { coupling: line(3) })).message).toContain('5 qubits');
  expect(failure(() => fitted(pair, { coupling: line(3), layout: [0, 5] })).reason).toBe('invalid-input');
  expect(failure(() => fitted(pair, { layout: [1, 1] })).message).toContain('same qubit');
  expect(failure(() => fitted(pair, { layout: [1] })).message).toContain('1 qubit of');
  const split = new CouplingMap(4, [
    [0, 2],
    [1, 3],
  ]);
  expect(failure(() => fitted(pair, { level: 1, coupling: split })).message).toContain('no couplings connect');
  expect(fitted(pair, { level: 2, coupling: split }).after.twoQubitGates).toBe(1);
  expect(failure(() => gateBasis(['rz', 'cx'])).message).toContain('on one qubit');
  expect(failure(() => gateBasis(['u'])).message).toContain('on two qubits');
  expect(failure(() => gateBasis(['u', 'cnott'])).advice).toContain('cnot');
  expect(failure(() => new CouplingMap(2, [[0, 2]])).reason).toBe('invalid-input');
  expect(failure(() => new CouplingMap(2, [[1, 1]])).reason).toBe('invalid-input');
});
