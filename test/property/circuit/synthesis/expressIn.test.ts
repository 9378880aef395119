import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { GateName, Operation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';
import { expressIn, type GateSet } from '#core/circuit/synthesis/expressIn.ts';
import { anyGate } from '#test/support/arbitraries/circuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, gate, unitary } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

const smallest: GateSet = {
  supports: (name, controls) => (controls === 0 ? ['x', 'h', 'rz'].includes(name) : controls === 1 && name === 'x'),
};
const phases: GateSet = {
  supports: (name, controls) => (controls === 0 ? ['x', 'h', 'p'].includes(name) : controls === 1 && name === 'x'),
};
const rich: GateSet = {
  supports: (name, controls) => name !== 'u' && name !== 'gphase' && controls <= 1 && gateTable[name].targets < 2,
  openControls: true,
};
const sets = { smallest, phases, rich };

function expectExpressed(operations: Operation[], qubits: number, set: GateSet): void {
  const written = operations.flatMap((operation) => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') throw new Error('Gates only.');
    return expressIn(operation, set);
  });
  for (const { controls, gate: name } of written) {
    expect(name === 'gphase' ? controls.length === 0 : set.supports(name, controls.length)).toBe(true);
    if (!set.openControls) expect(controls.every(({ value }) => value === 1)).toBe(true);
  }
  expect(matrixDistance(operationsUnitary(written, qubits), operationsUnitary(operations, qubits))).toBeLessThan(1e-11);
}

describe.each(Object.entries(sets))('gates expressed in the set "%s"', (_name, set) => {
  it('do the same, global phase included', () => {
    fc.assert(
      fc.property(anyGate(4), (operation) => expectExpressed([operation], 4, set)),
      { numRuns: 200 },
    );
  });

  it.each(gateNames.map((name): [GateName] => [name]))('do the same for %s with up to five controls', (name) => {
    const { parameters, targets } = gateTable[name];
    const angles = [0.7, -1.1, 2.3].slice(0, parameters.length);
    for (let controls = 0; controls <= 6 - Math.max(1, targets); controls++) {
      const qubits = Math.max(1, targets + controls);
      const operation = controlled(
        gate(
          name,
          Array.from({ length: targets }, (_, index) => controls + index),
          ...angles,
        ),
        ...Array.from({ length: controls }, (_, index) => index),
      );
      expectExpressed([operation], qubits, set);
    }
  });

  it('do the same for matrices under controls', () => {
    fc.assert(
      fc.property(gateUnitary(2), fc.constantFrom<0 | 1>(0, 1), (matrix, value) => {
        expectExpressed([controlled(unitary(matrix, [2, 0]), { qubit: 1, value })], 3, set);
      }),
      { numRuns: 40 },
    );
  });
});

describe('expressing a gate', () => {
  it('keeps parameters as expressions', () => {
    const operation = controlled(
      gate(
        'u',
        2,
        { op: 'parameter', index: 0 },
        { op: 'parameter', index: 1 },
        { op: 'negate', operand: { op: 'parameter', index: 0 } },
      ),
      0,
      { qubit: 1, value: 0 },
    );
    const options = { parameters: ['a', 'b'] };
    const written = circuit(3, expressIn(operation, smallest), options);
    const values = [0.4, -1.3];
    expect(
      matrixDistance(
        operationsUnitary(bindCircuit(written, values).operations, 3),
        operationsUnitary(bindCircuit(circuit(3, [operation], options), values).operations, 3),
      ),
    ).toBeLessThan(1e-12);
  });

  it('needs a number of CX that grows with the square of the controls', () => {
    const count = (controls: number) =>
      expressIn(controlled(gate('x', controls), ...Array.from({ length: controls }, (_, index) => index)), smallest)
        .length;
    expect(count(40) / count(20)).toBeLessThan(5);
  });

  it('gives everything the source of the gate', () => {
    const operation = { ...controlled(gate('h', 1), { qubit: 0, value: 0 }), source: { start: 3, end: 9 } };
    const written = expressIn(operation, smallest);
    expect(written.length).toBeGreaterThan(4);
    expect(written.every(({ source }) => source === operation.source)).toBe(true);
  });
});
