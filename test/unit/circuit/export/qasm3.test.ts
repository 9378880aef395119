import { describe, expect, it } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { zzFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import {
  circuit,
  controlled,
  cx,
  gate,
  measure,
  measureAll,
  reset,
  unitary,
  when,
} from '#test/support/circuitBuilder.ts';

describe('OpenQASM 3 export', () => {
  it('writes library gates by their names', () => {
    const text = exportQasm3(
      circuit(
        3,
        [
          gate('h', 0),
          cx(0, 1),
          controlled(gate('x', 2), 0, 1),
          controlled(gate('rz', 1, -Math.PI / 4), 0),
          gate('sxdg', 2),
          { kind: 'barrier', qubits: [0, 2] },
          reset(1),
          ...measureAll(2),
          measure(2),
        ],
        { bits: 2 },
      ),
    );
    expect(text).toBe(`OPENQASM 3.0;
include "stdgates.inc";

qubit[3] q;
bit[2] c;

h q[0];
cx q[0], q[1];
ccx q[0], q[1], q[2];
crz(-pi/4) q[0], q[1];
inv @ sx q[2];
barrier q[0], q[2];
reset q[1];
c[0] = measure q[0];
c[1] = measure q[1];
measure q[2];
`);
  });

  it('defines the gates that the library lacks, and only those used', () => {
    const text = exportQasm3(
      circuit(3, [
        gate('rzz', [0, 2], 1),
        controlled(gate('u', 1, 1, 2, 3), { qubit: 0, value: 0 }, 2),
        gate('rzz', [1, 2], 0.5),
      ]),
    );
    expect(text).toBe(`OPENQASM 3.0;
include "stdgates.inc";

gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }
gate u(theta, phi, lambda) a { gphase(-theta/2); U(theta, phi, lambda) a; }

qubit[3] q;

rzz(1.0) q[0], q[2];
negctrl @ ctrl @ u(1.0, 2.0, 3.0) q[0], q[2], q[1];
rzz(0.5) q[1], q[2];
`);
  });

  it('writes parameters as inputs: floats where angles would wrap around', () => {
    const [a, b] = [parameterAngle(0), parameterAngle(1)];
    const text = exportQasm3(
      circuit(
        1,
        [
          gate('rx', 0, a),
          gate('ry', 0, combineAngles('divide', transformAngle('negate', b), 2)),
          gate('rz', 0, transformAngle('sin', combineAngles('power', combineAngles('subtract', b, 0.5), 3))),
        ],
        { parameters: ['theta[0]', 'h'] },
      ),
    );
    expect(text).toContain('input angle theta_0;\ninput float h_1;\n');
    expect(text).toContain('rx(theta_0) q[0];\nry((-h_1) / 2.0) q[0];\nrz(sin((h_1 - 0.5) ** 3.0)) q[0];\n');
  });

  it('writes the ZZ feature map readably', () => {
    expect(exportQasm3(zzFeatureMap(2, 1, 'full'))).toBe(`OPENQASM 3.0;
include "stdgates.inc";

input float x_0;
input float x_1;

qubit[2] q;

h q[0];
h q[1];
p(2.0 * x_0) q[0];
p(2.0 * x_1) q[1];
cx q[0], q[1];
p(2.0 * ((pi - x_0) * (pi - x_1))) q[1];
cx q[0], q[1];
`);
  });

  it('keeps registers, and gives names that the language reserves others', () => {
    const input: Circuit = {
      ...circuit(3, [gate('x', 2), measure(2, 0), when([0], 0, [gate('x', 0)]), gate('rzz', [0, 1], 0.1)], { bits: 1 }),
      qubitRegisters: [
        { name: 'rzz', start: 0, size: 2 },
        { name: 'gate', start: 2, size: 1, scalar: true },
      ],
      bitRegisters: [{ name: 'rzz', start: 0, size: 1, scalar: true }],
    };
    const text = exportQasm3(input);
    expect(text).toContain('gate rzz_2(theta) a, b {');
    expect(text).toContain('qubit[2] rzz;\nqubit gate_1;\nbit rzz_1;\n');
    expect(text).toContain(
      'x gate_1;\nrzz_1 = measure gate_1;\nif (!rzz_1) {\n  x rzz[0];\n}\nrzz_2(0.1) rzz[0], rzz[1];\n',
    );
  });

  it('names a matrix it cannot express', () => {
    const input = circuit(2, [unitary(gateMatrix('iswap', []), [0, 1], 'swap^0.5')]);
    expect(() => exportQasm3(input)).toThrow(Failure);
    expect(() => exportQasm3(input)).toThrow("The gate 'swap^0.5' is given by its matrix on 2 qubits");
    expect(() => exportQasm3(circuit(1, [gate('rx', 0, Number.POSITIVE_INFINITY)]))).toThrow('cannot be written');
  });
});
