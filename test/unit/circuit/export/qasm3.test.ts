import { describe, expect, it } from 'vitest';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import type {
  BinaryClassicalOperator,
  ClassicalExpression,
  ConstantExpression,
  ScalarType,
} from '#core/circuit/classical.ts';
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

function written(input: Circuit): string {
  const { omissions, text = '' } = exportQasm3(input);
  expect(omissions).toEqual([]);
  return text;
}

describe('OpenQASM 3 export', () => {
  it('writes library gates by their names', () => {
    const text = written(
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
    const text = written(
      circuit(3, [
        gate('rzz', [0, 2], 1),
        controlled(gate('u', 1, 1, 2, 3), { qubit: 0, value: 0 }, 2),
        gate('rzz', [1, 2], 0.5),
      ]),
    );
    expect(text).toBe(`OPENQASM 3.0;
include "stdgates.inc";

gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }
gate u(alpha, beta, gamma) a { gphase((beta + gamma)/2); rz(gamma) a; ry(alpha) a; rz(beta) a; }

qubit[3] q;

rzz(1.0) q[0], q[2];
negctrl @ ctrl @ u(1.0, 2.0, 3.0) q[0], q[2], q[1];
rzz(0.5) q[1], q[2];
`);
  });

  it('writes parameters as inputs: floats where angles would wrap around', () => {
    const [a, b] = [parameterAngle(0), parameterAngle(1)];
    const text = written(
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
    expect(written(zzFeatureMap(2, 1, 'full'))).toBe(`OPENQASM 3.0;
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
    const text = written(input);
    expect(text).toContain('gate rzz_2(theta) a, b {');
    expect(text).toContain('qubit[2] rzz;\nqubit gate_1;\nbit rzz_1;\n');
    expect(text).toContain(
      'x gate_1;\nrzz_1 = measure gate_1;\nif (!rzz_1) {\n  x rzz[0];\n}\nrzz_2(0.1) rzz[0], rzz[1];\n',
    );
  });

  it('names hardware qubits as they are', () => {
    const input: Circuit = {
      ...circuit(3, [cx(0, 1), measure(1, 0)], { bits: 1 }),
      qubitRegisters: [{ name: '$', start: 0, size: 3 }],
    };
    expect(written(input)).toContain('\nbit[1] c;\n\ncx $0, $1;\nc[0] = measure $1;\n');
  });

  it('defines matrices, once each', () => {
    const half = unitary(gateMatrix('rzz', [0.3]), [0, 1], 'swap^0.5');
    const text = written(circuit(3, [half, controlled(half, 2), { ...half, targets: [2, 1] }]));
    expect(text).toContain(`gate swap_0_5 q0, q1 {
  cx q0, q1;
  rz(0.3) q1;
  cx q0, q1;
}
`);
    expect(text).toContain('swap_0_5 q[0], q[1];\nctrl @ swap_0_5 q[2], q[0], q[1];\nswap_0_5 q[2], q[1];\n');
  });

  it('writes phases under controls given as a matrix', () => {
    const phase = controlled(unitary(gateMatrix('gphase', [0.25]), [], 'gphase^0.5'), 0);
    expect(written(circuit(1, [phase]))).toContain('ctrl @ gphase(0.25) q[0];\n');
  });

  it('says that numbers that are not finite cannot be written, and where they are', () => {
    const source = { start: 3, end: 7 };
    const { omissions, text } = exportQasm3(circuit(1, [{ ...gate('rx', 0, Number.POSITIVE_INFINITY), source }]));
    expect(text).toBeUndefined();
    expect(omissions).toMatchObject([{ severity: 'error', what: 'The angle Infinity', source }]);
  });
});

const bool = { kind: 'bool' } as const;
const int8 = { kind: 'int', width: 8 } as const;
const float64 = { kind: 'float', width: 64 } as const;

function variable(index: number, type: ScalarType): ClassicalExpression {
  return { kind: 'variable', type, variable: index };
}

function constant(type: ScalarType, value: ConstantExpression['value']): ConstantExpression {
  return { kind: 'constant', type, value };
}

function binary(
  operator: BinaryClassicalOperator,
  left: ClassicalExpression,
  right: ClassicalExpression,
  type: ScalarType,
): ClassicalExpression {
  return { kind: 'binary', type, operator, left, right };
}

describe('OpenQASM 3 export of what is computed during the run', () => {
  const counter = variable(0, int8);
  const theta = variable(1, float64);
  const base: Circuit = {
    ...circuit(2, [], { bits: 3 }),
    bitRegisters: [
      { name: 'c', start: 0, size: 2 },
      { name: 'd', start: 2, size: 1, scalar: true },
    ],
    variables: [
      { name: 'count', type: int8 },
      { name: 'theta', type: float64 },
      { name: 'table', type: { kind: 'array', base: int8, shape: [2, 3] } },
    ],
  };

  function body(...operations: Operation[]): string {
    return written({ ...base, operations })
      .split('\n\n')
      .slice(2)
      .join('\n\n')
      .trimEnd();
  }

  it('declares variables and outputs', () => {
    const text = written({
      ...base,
      outputs: [
        { name: 'c', value: { kind: 'bits', type: { kind: 'bits', width: 2 }, bits: [0, 1] } },
        { name: 'count', value: { kind: 'variable', type: int8, variable: 0 } },
        { name: 'both', value: { kind: 'bits', type: { kind: 'bits', width: 2 }, bits: [2, 0] } },
      ],
    });
    expect(text).toContain(`output bit[2] c;
bit d;
output int[8] count;
float[64] theta;
array[int[8], 2, 3] table;
output bit[2] both;
let bits = d ++ c[0:0];

both = bits;
`);
  });

  it('writes assignments, with literals as narrow as their type', () => {
    expect(
      body(
        { kind: 'assign', target: { kind: 'variable', variable: 0 }, value: constant(int8, -3) },
        {
          kind: 'assign',
          target: { kind: 'variable', variable: 0 },
          value: binary('+', counter, binary('*', constant(int8, 2), counter, int8), int8),
        },
        {
          kind: 'assign',
          target: { kind: 'element', variable: 2, indices: [constant(int8, 1), counter] },
          value: { kind: 'cast', type: int8, operand: theta },
        },
        { kind: 'assign', target: { kind: 'bits', bits: [1] }, value: constant(bool, true) },
        {
          kind: 'assign',
          target: { kind: 'bits', bits: [0, 1] },
          value: constant({ kind: 'bits', width: 2 }, 1),
        },
        {
          kind: 'assign',
          target: { kind: 'bits', bits: [0, 1], index: counter },
          value: { kind: 'bits', type: bool, bits: [2] },
        },
      ),
    ).toBe(`count = -3;
count = count + (int[8](2) * count);
table[1, count] = int[8](theta);
c[1] = true;
c = "01";
c[count] = d;`);
  });

  it('writes loops, switches and computed conditions and angles', () => {
    expect(
      body(
        {
          kind: 'while',
          condition: { kind: 'expression', expression: binary('<', counter, constant(int8, 4), bool) },
          body: [gate('rx', 0, combineAngles('divide', { op: 'classical', expression: theta }, 2)), measure(0, 0)],
        },
        {
          kind: 'switch',
          subject: { kind: 'bits', type: { kind: 'bits', width: 2 }, bits: [0, 1] },
          cases: [
            { values: [0, 3], body: [gate('x', 0)] },
            { values: [1], body: [] },
          ],
          otherwise: [gate('y', 0)],
        },
      ),
    ).toBe(`while (count < int[8](4)) {
  rx(theta / 2.0) q[0];
  c[0] = measure q[0];
}
switch (uint[2](c)) {
  case 0, 3 {
    x q[0];
  }
  case 1 {
  }
  default {
    y q[0];
  }
}`);
  });

  it('makes a parameter of a computation a float', () => {
    const parameter: ClassicalExpression = { kind: 'parameter', type: float64, index: 0 };
    const text = written({
      ...base,
      parameters: [{ name: 'alpha', type: 'angle' }],
      operations: [
        gate('rx', 0, parameterAngle(0)),
        { kind: 'assign', target: { kind: 'variable', variable: 1 }, value: parameter },
      ],
    });
    expect(text).toContain('input float alpha;');
  });
});
