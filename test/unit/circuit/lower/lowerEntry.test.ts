import { describe, expect, test } from 'vitest';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { entriesOf, lowerEntry, lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

const three = (body: string) => `OPENQASM 3.0;\ninclude "stdgates.inc";\n${body}`;

function entry(text: string, name: string): Circuit {
  const analysis = analyseProgram(text, { lints: 'off' });
  const symbol = entriesOf(analysis).get(name);
  if (!symbol) throw new Error(`There is no ${name}.`);
  const lowered = lowerEntry(analysis, symbol);
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join('\n'));
  return lowered.value;
}

function program(text: string): Circuit {
  const lowered = lowerProgram(analyseProgram(text, { lints: 'off' }));
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join('\n'));
  return lowered.value;
}

/** Expects the same unitary at some values. */
function expectSame(actual: Circuit, expected: Circuit, values: readonly number[]): void {
  expect(actual.qubitCount).toBe(expected.qubitCount);
  const [left, right] = [actual, expected].map((circuit) =>
    operationsUnitary(bindCircuit(circuit, values).operations, circuit.qubitCount),
  );
  if (!left || !right) throw new Error('Both have a unitary.');
  expect(matrixDistance(left, right)).toBeLessThan(1e-12);
}

const definitions = `
const float half = 0.5;
gate inner(t) a { ry(half * t) a; }
gate encode(x, y) a, b { inner(x) a; inner(y) b; ctrl @ rz(x * y) a, b; }
`;
const called = (statement: string) =>
  program(three(`${definitions}input float phi;\ninput float chi;\nqubit a;\nqubit b;\n${statement}`));

describe('a gate by itself', () => {
  const circuit = entry(three(`${definitions}qubit[5] q;\nx q;\nencode(0.1, 0.2) q[0], q[1];`), 'encode');

  test('has its parameters and qubits in order, and nothing else of the program', () => {
    expect(circuit.parameters.map(({ name, type }) => [name, type])).toEqual([
      ['x', 'float'],
      ['y', 'float'],
    ]);
    expect(circuit.qubitRegisters.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(circuit.bitCount).toBe(0);
  });

  test('does what a call of it does', () => {
    expectSame(circuit, called('encode(phi, chi) a, b;'), [0.7, -1.3]);
  });

  test('of OpenQASM 2 has open parameters as well', () => {
    const two =
      'OPENQASM 2.0;\ninclude "qelib1.inc";\ngate pair(x, y) a, b { rx(x^2) a; cx a, b; rz(y / 2) b; }\nqreg q[2];\nh q;';
    expectSame(
      entry(two, 'pair'),
      program(
        three('input float phi;\ninput float chi;\nqubit a;\nqubit b;\nrx(phi ** 2) a;\ncx a, b;\nrz(chi / 2) b;'),
      ),
      [1.2, 0.4],
    );
  });
});

describe('a subroutine by itself', () => {
  test('takes registers, and values that it may change', () => {
    const text = three(`
      def layers(qubit[3] q, angle first, float step) -> bit {
        for int i in [0:2] { ry(first) q[i]; rz(step) q[i]; step = 2 * step; }
        cx q[0], q[2];
        return measure q[1];
      }
      qubit[4] all;
      h all;`);
    const circuit = entry(text, 'layers');
    expect(circuit.parameters.map(({ name, type }) => [name, type])).toEqual([
      ['first', 'angle'],
      ['step', 'float'],
    ]);
    expect(circuit.qubitRegisters).toMatchObject([{ name: 'q', start: 0, size: 3 }]);
    const flat = three(`
      input angle first; input float step; qubit[3] q;
      ry(first) q; rz(step) q[0]; rz(2 * step) q[1]; rz(4 * step) q[2]; cx q[0], q[2];`);
    const gates = { ...circuit, operations: circuit.operations.filter(({ kind }) => kind === 'gate') };
    expectSame(gates, program(flat), [0.3, 0.9]);
  });
});

test('the entries of a program are what it defines, without the gates of libraries', () => {
  const analysis = analyseProgram(three(`${definitions}def run(qubit q) { inner(1.0) q; }`), { lints: 'off' });
  expect([...entriesOf(analysis).keys()]).toEqual(['inner', 'encode', 'run']);
});

test('a program with errors has no entries to run', () => {
  const analysis = analyseProgram(three(`${definitions}nothing q;`), { lints: 'off' });
  const symbol = entriesOf(analysis).get('encode');
  expect(symbol && lowerEntry(analysis, symbol).ok).toBe(false);
});
