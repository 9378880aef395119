import { expect, test } from 'vitest';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

const counting = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
int[8] n = 0;
h q;
c[0] = measure q[0];
c[1] = measure q[1];
if (c[0]) { n += 1; }
if (c[1]) { n += 1; }
if (n == 2) { x q[2]; }
rx(float(n) * pi / 2) q[2];
c[2] = measure q[2];
`;

test('what is computed from results becomes conditions on them, angles included', () => {
  const { omissions, text = '' } = exportCircuit(circuitOf(counting), 'pennylane');
  expect(omissions).toEqual([]);
  expect(text).toContain('qml.cond((c[0] == 1) & (c[1] == 1), qml.X)(wires=q[2])');
  // One result gives a quarter turn, two give half a turn; no result turns by 0.
  expect(text).toMatch(/\(\(c\[0\] == 1\) & \(c\[1\] == 0\)\) \| .*, qml\.RX\)\(\s*pi \/ 2, wires=q\[2\]\s*\)/);
  expect(text).toContain('qml.cond((c[0] == 1) & (c[1] == 1), qml.RX)(pi, wires=q[2])');
});

test('Qiskit computes with variables itself, but not the angles of gates', () => {
  const withoutAngle = counting.replace(/rx\(.*\n/, '');
  const { omissions, text = '' } = exportCircuit(circuitOf(withoutAngle), 'qiskit');
  expect(omissions).toEqual([]);
  expect(text).toContain('n = circuit.add_var("n", expr.lift(0, types.Uint(8)))');
  expect(text).toMatch(/circuit\.store\(n, expr\.add\(n, 1\)\)/);
  // Aer does not compute with variables, so the program does not try to run there.
  expect(text).not.toContain('AerSimulator()');
  expect(exportCircuit(circuitOf(counting), 'qiskit')).toMatchObject({
    omissions: [{ severity: 'error', what: 'An angle' }],
  });
});

test('Qiskit gets functions that it lacks from those that it has, and Aer only what it can compute', () => {
  const program = (condition: string) =>
    `OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[3] c; h q; c[0] = measure q[0]; if (${condition}) { x q[1]; } c[1] = measure q[1];`;
  const of = (condition: string) =>
    (exportCircuit(circuitOf(program(condition)), 'qiskit').text ?? '').replaceAll(/\s+/g, ' ');
  expect(of('popcount(c) == 1')).toMatch(/expr\.add\( ?expr\.cast\(expr\.index\(c, 0\), types\.Uint\(64\)\)/);
  expect(of('uint[3](c) % 3 == 1')).toContain('expr.sub(c, expr.mul(expr.div(c, 3), 3))');
  expect(of('rotl(c, 1) == "010"')).toContain('expr.bit_or(expr.shift_left(c, 1), expr.shift_right(c, 2))');
  expect(of('rotl(c, 1) == "010"')).not.toContain('AerSimulator()');
  expect(of('(c ^ "011") == "010"')).toContain('AerSimulator()');
});
