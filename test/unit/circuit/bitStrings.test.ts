import { expect, test } from 'vitest';
import { formatBits, resultLayout, resultRegisters } from '#core/circuit/bitStrings.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

test.each([
  ['measured bits', 'qubit[3] q; bit[2] c; bit d; c[0] = measure q[0]; d = measure q[1];', ['d', 'c']],
  ['qubits where nothing is measured', 'qubit[2] a; qubit b; h a[0];', ['b', 'a']],
  ['outputs', 'qubit[2] q; output bit[2] r; bit[3] hidden; hidden[0] = measure q[0]; r = measure q;', ['r']],
])('the registers of a result are those of its bit strings: %s', (_case, text, names) => {
  const circuit = circuitOf(`OPENQASM 3.0; include "stdgates.inc"; ${text}`);
  const registers = resultRegisters(circuit);
  expect(registers.map(({ name }) => name)).toEqual(names);
  const sizes = formatBits([], resultLayout(circuit).layout)
    .split(' ')
    .map(({ length }) => length);
  expect(registers.map(({ size }) => size)).toEqual(sizes);
});
