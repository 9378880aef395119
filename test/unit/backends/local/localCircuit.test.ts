import { expect, test } from 'vitest';
import { localAdapters } from '#core/backends/backendConfiguration.ts';
import { localCircuit } from '#core/backends/local/localCircuit.ts';
import { circuit, controlled, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';

const phase = controlled(gate('gphase', [], 0.5), { qubit: 0, value: 0 });

test('gates are those that all packages have, and phases of the whole state are left out', () => {
  const asked = circuit(3, [gate('gphase', [], 1), cx(2, 0), phase, controlled(gate('x', 1), 0, 2), measure(0, 0)], {
    bits: 1,
  });
  expect(localCircuit(asked, 'cirq').program).toEqual({
    qubits: 3,
    bits: 1,
    measuredAtEnd: true,
    steps: [
      ['cx', [2, 0], []],
      ['x', [0], []],
      ['p', [0], [0.5]],
      ['x', [0], []],
      ['ccx', [0, 2, 1], []],
      ['measure', [0], 0],
    ],
  });
});

test('what bits hold at the end is read from results, also where one replaces another', () => {
  const asked = circuit(2, [gate('h', 0), measure(0, 2), reset(0), measure(1, 0), measure(0, 2)], { bits: 4 });
  for (const adapter of ['cirq', 'pennylane'] as const) {
    const { program, read } = localCircuit(asked, adapter);
    expect(program).toMatchObject({ bits: 3, measuredAtEnd: false });
    // Results from the right: the one that is replaced, that of qubit 1, the last one.
    expect(['001', '010', '100', '111'].map(read)).toEqual(['0000', '0001', '0100', '0101']);
  }
  // Aer has bits that can be measured into again, and one more for results nobody wants.
  expect(localCircuit(asked, 'qiskit-aer').read('10101')).toBe('0101');
});

test('conditions ask for results, and nothing is done where only a phase would be', () => {
  const guarded = when([0, 1], 2, [gate('x', 1), gate('gphase', [], 2)]);
  const asked = circuit(2, [gate('h', 0), measure(0, 0), measure(1, 1), guarded, measure(1, 1)], { bits: 2 });
  const condition = ['and', [expect.anything(), expect.anything()]];
  for (const adapter of ['cirq', 'qiskit-aer'] as const) {
    const { program } = localCircuit(asked, adapter);
    const steps = 'steps' in program ? program.steps : [];
    expect(steps.filter(([name]) => name === 'if')).toEqual([['if', condition, [['x', [1], []]], []]]);
    expect(JSON.stringify(steps)).toContain('["is",0,0]');
    expect(JSON.stringify(steps)).toContain('["is",1,1]');
  }
});

test('bits that nothing is put into are 0 with every package', () => {
  const asked = circuit(2, [gate('x', 1), measure(1, 1)], { bits: 3 });
  expect(localCircuit(asked, 'braket-local').read('1')).toBe('010');
  expect(localCircuit(asked, 'cirq').read('1')).toBe('010');
  expect(localCircuit(asked, 'qiskit-aer').read('0010')).toBe('010');
});

test('angles without a value and circuits without qubits are refused', () => {
  const open = circuit(1, [gate('rx', 0, { op: 'parameter', index: 0 }), measure(0, 0)], {
    bits: 1,
    parameters: ['t'],
  });
  expect(() => localCircuit(open, 'qiskit-aer')).toThrow(/an angle that is no finite number/);
  for (const adapter of localAdapters)
    expect(() => localCircuit(circuit(0, []), adapter)).toThrow(/cannot run this circuit: it has no qubits\./);
});
