import { describe, expect, it } from 'vitest';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import type { BinaryClassicalOperator, ClassicalExpression, ScalarType } from '#core/circuit/classical.ts';
import { exportQuil } from '#core/circuit/export/quil.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { circuit, controlled, cx, gate, measure, reset, unitary, when } from '#test/support/circuitBuilder.ts';

function written(input: Circuit): string {
  const { omissions, text = '' } = exportQuil(input);
  expect(omissions).toEqual([]);
  return text;
}

const bool = { kind: 'bool' } as const;
const int = { kind: 'int', width: 64 } as const;
const float = { kind: 'float', width: 64 } as const;

function variable(index: number, type: ScalarType): ClassicalExpression {
  return { kind: 'variable', type, variable: index };
}

function binary(
  operator: BinaryClassicalOperator,
  left: ClassicalExpression,
  right: ClassicalExpression,
  type: ScalarType,
): ClassicalExpression {
  return { kind: 'binary', type, operator, left, right };
}

describe('Quil export', () => {
  it('writes standard gates, modifiers, measurements and resets', () => {
    expect(
      written(
        circuit(
          3,
          [
            gate('h', 0),
            cx(0, 1),
            gate('sdg', 2),
            controlled(gate('t', 1), { qubit: 0, value: 0 }, 2),
            controlled(gate('p', 1, Math.PI / 8), 0),
            gate('rx', 2, -1.5e-7),
            measure(0, 1),
            measure(1),
            reset(2),
          ],
          { bits: 2 },
        ),
      ),
    ).toBe(`DECLARE ro BIT[2]

H 0
CNOT 0 1
DAGGER S 2
X 0
CONTROLLED CONTROLLED T 0 2 1
X 0
CPHASE(pi/8) 0 1
RX(-1.5e-7) 2
MEASURE 0 ro[1]
MEASURE 1
RESET 2
`);
  });

  it('keeps the names of several registers, and gives names that Quil reserves others', () => {
    const input: Circuit = {
      ...circuit(1, [measure(0, 1)], { bits: 2 }),
      bitRegisters: [
        { name: 'swap', start: 0, size: 1, scalar: true },
        { name: 'SWAP', start: 1, size: 1 },
      ],
    };
    expect(written(input)).toBe('DECLARE swap BIT[1]\nDECLARE SWAP_1 BIT[1]\n\nMEASURE 0 SWAP_1[0]\n');
  });

  it('defines matrices, whose first operand is the most significant', () => {
    expect(written(circuit(2, [controlled(unitary(gateMatrix('rx', [Math.PI / 2]), [1], 'x^0.5'), 0)]))).toBe(
      `DEFGATE X_0_5 AS MATRIX:
    0.7071067811865476, -0.7071067811865475i
    -0.7071067811865475i, 0.7071067811865476

CONTROLLED X_0_5 0 1
`,
    );
    expect(written(circuit(2, [unitary(gateMatrix('swap', []), [0, 1], 'W')]))).toContain('\nW 1 0\n');
  });

  it('makes parameters memory', () => {
    const [a, b] = [parameterAngle(0), parameterAngle(1)];
    const operations = [
      gate('rx', 0, combineAngles('power', combineAngles('subtract', a, 0.5), 2)),
      gate('rz', 0, transformAngle('sin', transformAngle('negate', b))),
    ];
    expect(written(circuit(1, operations, { parameters: ['theta[0]', 'pi'] }))).toBe(`DECLARE theta_0 REAL
DECLARE pi_1 REAL

RX((theta_0 - 0.5) ^ 2.0) 0
RZ(SIN(-pi_1)) 0
`);
  });

  it('makes conditions jumps', () => {
    const compare = (operator: '<' | '!=', value: number): Condition => ({
      kind: 'compare',
      bits: [0, 1],
      operator,
      value,
    });
    const both: Operation = {
      kind: 'conditional',
      condition: compare('<', 3),
      body: [gate('x', 0)],
      otherwise: [when([1], 0, [gate('y', 0)])],
    };
    expect(written(circuit(1, [both, { ...both, condition: compare('!=', 1), otherwise: [] }], { bits: 2 }))).toBe(
      `DECLARE ro BIT[2]

JUMP-UNLESS @skip_3 ro[1]
JUMP-WHEN @else_2 ro[0]
LABEL @skip_3
X 0
JUMP @end_1
LABEL @else_2
JUMP-WHEN @end_4 ro[1]
Y 0
LABEL @end_4
LABEL @end_1
JUMP-UNLESS @skip_6 ro[0]
JUMP-UNLESS @end_5 ro[1]
LABEL @skip_6
X 0
LABEL @end_5
`,
    );
  });

  it('computes by classical instructions', () => {
    const input: Circuit = {
      ...circuit(1, [], { bits: 1 }),
      variables: [
        { name: 'n', type: int },
        { name: 'turn', type: { kind: 'array', base: float, shape: [2] } },
        { name: 'more', type: bool },
      ],
      operations: [
        {
          kind: 'while',
          condition: {
            kind: 'expression',
            expression: binary('<', variable(0, int), { kind: 'constant', type: int, value: 3 }, bool),
          },
          body: [
            {
              kind: 'assign',
              target: { kind: 'variable', variable: 0 },
              value: binary('+', variable(0, int), { kind: 'constant', type: int, value: 1 }, int),
            },
            {
              kind: 'assign',
              target: { kind: 'element', variable: 1, indices: [{ kind: 'constant', type: int, value: -1 }] },
              value: { kind: 'cast', type: float, operand: variable(0, int) },
            },
            {
              kind: 'assign',
              target: { kind: 'variable', variable: 2 },
              value: { kind: 'unary', type: bool, operator: '!', operand: { kind: 'bits', type: bool, bits: [0] } },
            },
          ],
        },
      ],
    };
    expect(written(input)).toBe(`DECLARE ro BIT[1]
DECLARE n INTEGER
DECLARE turn REAL[2]
DECLARE more BIT
DECLARE scratch_bit BIT[1]
DECLARE scratch_integer INTEGER[1]
DECLARE scratch_real REAL[1]

LABEL @while_1
LT scratch_bit[0] n 3
JUMP-UNLESS @end_2 scratch_bit[0]
MOVE scratch_integer[0] n
ADD scratch_integer[0] 1
MOVE n scratch_integer[0]
CONVERT scratch_real[0] n
MOVE turn[1] scratch_real[0]
MOVE scratch_bit[0] ro[0]
NOT scratch_bit[0]
MOVE more scratch_bit[0]
JUMP @while_1
LABEL @end_2
`);
  });

  it.each<[string, Circuit, string]>([
    [
      'functions Quil lacks',
      circuit(1, [gate('rx', 0, transformAngle('arcsin', parameterAngle(0)))], { parameters: ['a'] }),
      'An angle of rx',
    ],
    ['angles that are no numbers', circuit(1, [gate('rx', 0, Number.NaN)]), 'An angle of rx'],
    [
      'variables of other types',
      { ...circuit(1, []), variables: [{ name: 'a', type: { kind: 'angle', width: 4 } }] },
      "The variable 'a'",
    ],
    [
      'divisions of integers',
      {
        ...circuit(1, [
          {
            kind: 'assign',
            target: { kind: 'variable', variable: 0 },
            value: binary('/', variable(0, int), { kind: 'constant', type: int, value: 2 }, int),
          },
        ]),
        variables: [{ name: 'n', type: int }],
      },
      'This computation during the run',
    ],
  ])('says that it cannot say %s', (_name, input, what) => {
    const { omissions, text } = exportQuil(input);
    expect(text).toBeUndefined();
    expect(omissions.map((omission) => omission.what)).toEqual([what]);
  });

  it('leaves out barriers and widths, with warnings', () => {
    const input: Circuit = {
      ...circuit(1, [{ kind: 'barrier', qubits: [0] }]),
      variables: [{ name: 'n', type: { kind: 'int', width: 8 } }],
    };
    const { omissions, text } = exportQuil(input);
    expect(text).toContain('DECLARE n INTEGER\n');
    expect(omissions).toMatchObject([
      { severity: 'warning', what: "The width of 'n'" },
      { severity: 'warning', what: 'A barrier' },
    ]);
  });
});
