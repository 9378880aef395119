import { describe, expect, it } from 'vitest';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { exportQasm2 } from '#core/circuit/export/qasm2.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { circuit, controlled, cx, gate, measure, reset, unitary, when } from '#test/support/circuitBuilder.ts';

/** The statements after the declarations. */
function statements(input: Circuit): string[] {
  const { text = '' } = exportQasm2(input);
  return (text.split('\n\n').at(-1) ?? '').trimEnd().split('\n');
}

describe('OpenQASM 2 export', () => {
  it('writes gates of the paper’s library by their names and defines the others once', () => {
    const { omissions, text } = exportQasm2(
      circuit(
        3,
        [
          gate('h', 0),
          cx(0, 1),
          gate('p', 2, Math.PI / 8),
          gate('u', 1, 1, 2, 3),
          controlled(gate('p', 1, 1e-7), 0),
          gate('swap', [0, 2]),
          gate('swap', [1, 2]),
          controlled(gate('x', 2), 0, 1),
          gate('gphase', [], 0.3),
          controlled(gate('gphase', [], 0.5), 0, 1),
          { kind: 'barrier', qubits: [0, 2] },
          reset(1),
          measure(1, 0),
        ],
        { bits: 1 },
      ),
    );
    expect(omissions).toEqual([]);
    expect(text).toBe(`OPENQASM 2.0;
include "qelib1.inc";

gate swap a,b { cx b,a; cx a,b; cx b,a; }

qreg q[3];
creg c[1];

h q[0];
cx q[0],q[1];
u1(pi/8) q[2];
u3(1.0,2.0,3.0) q[1];
cu1(1.0e-7) q[0],q[1];
swap q[0],q[2];
swap q[1],q[2];
ccx q[0],q[1],q[2];
cu1(0.5) q[0],q[1];
barrier q[0],q[2];
reset q[1];
measure q[1] -> c[0];
`);
  });

  it('puts X gates around controls on 0', () => {
    expect(statements(circuit(2, [controlled(gate('z', 1), { qubit: 0, value: 0 })]))).toEqual([
      'x q[0];',
      'cz q[0],q[1];',
      'x q[0];',
    ]);
  });

  it('defines a matrix under its label, or near it', () => {
    const { text = '' } = exportQasm2(circuit(2, [unitary(gateMatrix('rzz', [0.3]), [0, 1], 'swap')]));
    expect(text).toContain('gate swap_1 a,b { cx a,b; rz(0.3) b; cx a,b; }');
  });

  it('guards every operation by the values of the whole register', () => {
    const condition = { kind: 'compare', bits: [1], operator: '==', value: 1 } as const;
    const both: Operation = { kind: 'conditional', condition, body: [gate('x', 0)], otherwise: [reset(0)] };
    expect(statements(circuit(1, [both, when([0, 1], 2, [gate('z', 0)])], { bits: 2 }))).toEqual([
      'if(c==2) x q[0];',
      'if(c==3) x q[0];',
      'if(c==0) reset q[0];',
      'if(c==1) reset q[0];',
      'if(c==2) z q[0];',
    ]);
  });

  it('keeps scalars as registers of one bit and changes names that are taken or begin with a capital', () => {
    const input: Circuit = {
      ...circuit(3, [cx(2, 0), measure(2, 0)], { bits: 1 }),
      qubitRegisters: [
        { name: 'Alice', start: 0, size: 2 },
        { name: 'swap', start: 2, size: 1, scalar: true },
      ],
      bitRegisters: [{ name: 'θ', start: 0, size: 1, scalar: true }],
    };
    const { text = '' } = exportQasm2(input);
    expect(text).toContain('qreg alice[2];\nqreg swap_1[1];\ncreg q[1];\n');
    expect(text).toContain('cx swap_1[0],alice[0];\nmeasure swap_1[0] -> q[0];\n');
  });

  it.each<[string, Circuit, string]>([
    ['inputs', circuit(1, [gate('rx', 0, parameterAngle(0))], { parameters: ['theta'] }), "Input 'theta'"],
    [
      'conditions on several registers',
      {
        ...circuit(1, [when([0, 1], 3, [gate('x', 0)])], { bits: 2 }),
        bitRegisters: [
          { name: 'a', start: 0, size: 1 },
          { name: 'b', start: 1, size: 1 },
        ],
      },
      'This condition',
    ],
    [
      'conditions that hold for many values',
      circuit(1, [when([3, 4], 3, [gate('x', 0)])], { bits: 9 }),
      'This condition',
    ],
    [
      'operations after their condition has changed',
      circuit(1, [when([0], 1, [measure(0, 0), gate('x', 0)])], { bits: 1 }),
      'An operation after a measurement that changes its condition',
    ],
    [
      'operations under conditions that hold at different times only',
      circuit(1, [when([0], 0, [measure(0, 0), when([0], 1, [gate('x', 0)])])], { bits: 1 }),
      'An operation after a measurement that changes its condition',
    ],
    [
      'loops',
      circuit(
        1,
        [{ kind: 'while', condition: { kind: 'compare', bits: [0], operator: '==', value: 0 }, body: [measure(0, 0)] }],
        { bits: 1 },
      ),
      'A loop that depends on measured bits',
    ],
    ['angles that are no numbers', circuit(1, [gate('rx', 0, Number.NaN)]), 'An angle of rx'],
  ])('says that it cannot say %s', (_name, input, what) => {
    const { omissions, text } = exportQasm2(input);
    expect(text).toBeUndefined();
    expect(omissions.map((omission) => omission.what)).toEqual([what]);
  });

  it('divides a wide register when conditions read single bits of it, with a warning', () => {
    const { omissions, text } = exportQasm2(
      circuit(1, [measure(0, 8), when([8], 1, [gate('x', 0)]), when([3], 0, [reset(0)])], { bits: 9 }),
    );
    expect(text).toContain('creg c_8[1];\n\nmeasure q[0] -> c_8[0];\nif(c_8==1) x q[0];\nif(c_3==0) reset q[0];\n');
    expect(omissions).toMatchObject([{ severity: 'warning', what: 'The register c' }]);
  });

  it('tells where it is that something cannot be said, once', () => {
    const source = { start: 10, end: 20 };
    const wide = { ...when([3, 4], 1, [gate('x', 0), { ...gate('h', 0), source }, { ...gate('y', 0), source }]) };
    const { omissions } = exportQasm2(circuit(1, [wide], { bits: 9 }));
    expect(omissions.filter((omission) => omission.source === source)).toHaveLength(1);
  });

  it('warns that all bits are returned where the circuit returns some', () => {
    const registers = [
      { name: 'c', start: 0, size: 1 },
      { name: 'r', start: 1, size: 1, isInternal: true },
    ];
    const input: Circuit = { ...circuit(1, [measure(0, 1)], { bits: 2 }), bitRegisters: registers };
    const warning = { severity: 'warning', what: 'The choice of outputs', why: expect.stringContaining('leave r out') };
    expect(exportQasm2(input)).toMatchObject({ text: expect.anything(), omissions: [warning] });
    const chosen = { name: 'x', value: { kind: 'bits', type: { kind: 'bits', width: 1 }, bits: [0] } } as const;
    expect(exportQasm2({ ...input, outputs: [chosen] }).omissions).toMatchObject([warning]);
  });

  it('measures without a target into an extra bit, with a warning', () => {
    const { omissions, text } = exportQasm2(circuit(1, [measure(0)]));
    expect(text).toContain('creg discarded[1];\n\nmeasure q[0] -> discarded[0];');
    expect(omissions).toMatchObject([{ severity: 'warning', what: 'A measurement without a target' }]);
  });
});
