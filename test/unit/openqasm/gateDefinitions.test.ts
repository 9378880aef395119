import { describe, expect, test } from 'vitest';
import type { GateName } from '#core/circuit/circuit.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { definableGates, gateDefinitionText } from '#core/openqasm/gateDefinitions.ts';
import { libraryGates } from '#core/openqasm/index.ts';
import { type Amplitude, unitaryOf } from '#test/support/programUnitary.ts';

const angles = [0.7, -1.3, 2.1];

/** A program that defines a gate, if it needs to be, and calls it on the first of five qubits. */
function callOf(name: string, major: 2 | 3, definition = gateDefinitionText(name, major)): string {
  const head = definition ?? '';
  const [, parameters = '', qubits = ''] =
    /^gate \w+(?:\(([^)]*)\))? ([^{]*) \{/.exec(gateDefinitionText(name, 3) ?? '') ?? [];
  const given = parameters === '' ? '' : `(${angles.slice(0, parameters.split(',').length).join(', ')})`;
  const operands = qubits.split(',').map((_, index) => `q[${index}]`);
  const call = `${name}${given} ${operands.join(', ')};`;
  return major === 3
    ? `OPENQASM 3.0; include "stdgates.inc"; ${head} qubit[${operands.length}] q; ${call}`
    : `OPENQASM 2.0; include "qelib1.inc"; ${head} qreg q[${operands.length}]; ${call}`;
}

function expectSame(actual: Amplitude[][], wanted: Amplitude[][]): void {
  expect(actual.length).toBe(wanted.length);
  const flat = wanted.flat(2);
  actual.flat(2).forEach((value, index) => {
    expect(value).toBeCloseTo(flat[index] ?? Number.NaN, 10);
  });
}

const inLibrary = new Set(libraryGates('qelib1.inc').map(({ name }) => name));

describe('the definition for OpenQASM 3', () => {
  test.each(definableGates(3).filter((name) => inLibrary.has(name)))('of %s is the gate of qelib1.inc', (name) => {
    expectSame(unitaryOf(callOf(name, 3)), unitaryOf(callOf(name, 2, '')));
  });

  test.each(definableGates(2))('of %s is the one for OpenQASM 2', (name) => {
    expectSame(unitaryOf(callOf(name, 3)), unitaryOf(callOf(name, 2)));
  });

  test.each(['iswap', 'ryy'] satisfies GateName[])('of %s is the gate of the table', (name) => {
    const { dimension, values } = gateMatrix(name, angles);
    const wanted = Array.from({ length: dimension }, (_, row) =>
      Array.from({ length: dimension }, (_unused, column): Amplitude => {
        const place = 2 * (row * dimension + column);
        return [values[place] ?? Number.NaN, values[place + 1] ?? Number.NaN];
      }),
    );
    expectSame(unitaryOf(callOf(name, 3)), wanted);
  });

  test.each([
    ['ccz', 'qubit[3] q; ctrl(2) @ z q[0], q[1], q[2];'],
    ['cs', 'qubit[2] q; ctrl @ s q[0], q[1];'],
    ['csdg', 'qubit[2] q; ctrl @ inv @ s q[0], q[1];'],
    // cos φ X + sin φ Y is X turned by φ about Z.
    ['r', 'qubit[1] q; rz(1.3) q[0]; rx(0.7) q[0]; rz(-1.3) q[0];'],
    // ZX is ZZ with the second qubit turned by H.
    ['rzx', 'qubit[2] q; h q[1]; cx q[0], q[1]; rz(0.7) q[1]; cx q[0], q[1]; h q[1];'],
    // (IX − XY)/√2 with the first factor on the second qubit: X on one qubit after a quarter of ZX.
    ['ecr', 'qubit[2] q; h q[1]; cx q[0], q[1]; rz(pi/2) q[1]; cx q[0], q[1]; h q[1]; x q[0];'],
    ['dcx', 'qubit[2] q; cx q[0], q[1]; cx q[1], q[0];'],
  ])('of %s has its meaning', (name, meaning) => {
    expectSame(unitaryOf(callOf(name, 3)), unitaryOf(`OPENQASM 3.0; include "stdgates.inc"; ${meaning}`));
  });
});

test('a gate that is not known has no definition', () => {
  expect(gateDefinitionText('nothing', 3)).toBeUndefined();
  expect(gateDefinitionText('rzz', 2)).toBeUndefined();
});
