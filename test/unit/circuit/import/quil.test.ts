import { describe, expect, it } from 'vitest';
import { combineAngles, parameterAngle } from '#core/circuit/angle.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { circuit, controlled, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { expectProblem, imported } from '#test/support/importing.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

/** Operations without the places they came from. */
function operations(text: string): unknown {
  return withoutSources(imported(text, 'quil').circuit.operations);
}

function withoutSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSources);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'source');
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutSources(inner)]));
}

function distance(text: string, wanted: readonly Operation[], qubits: number): number {
  const found = imported(text, 'quil').circuit.operations;
  return matrixDistance(operationsUnitary(found, qubits), operationsUnitary(wanted, qubits));
}

describe('Quil import', () => {
  it('reads gates, modifiers, comments and several instructions a line', () => {
    const text = 'H 0; CNOT 0 1 # entangle\r\nCONTROLLED DAGGER S 1 0\nDAGGER RX(-pi/2) 1\nCPHASE(1e-3) 0 1\nNOP\n';
    expect(operations(text)).toEqual([
      gate('h', 0),
      cx(0, 1),
      controlled(gate('sdg', 0), 1),
      gate('rx', 1, Math.PI / 2),
      controlled(gate('p', 1, 1e-3), 0),
    ]);
  });

  it.each([
    [
      'FORKED RX(0.3, 0.7) 1 0',
      [controlled(gate('rx', 0, 0.3), { qubit: 1, value: 0 }), controlled(gate('rx', 0, 0.7), 1)],
    ],
    ['CPHASE01(0.3) 0 1', [gate('x', 0), controlled(gate('p', 1, 0.3), 0), gate('x', 0)]],
    ['SQISW 0 1\nSQISW 0 1', [gate('iswap', [0, 1])]],
    ['XY(pi) 1 0', [gate('iswap', [0, 1])]],
    ['PSWAP(pi/2) 0 1', [gate('iswap', [0, 1])]],
    ['FSIM(pi, 0.4) 0 1', [gate('iswap', [0, 1]), controlled(gate('p', 1, 0.4), 0)]],
    ['DEFGATE A AS MATRIX:\n    0, -i\n    1i, 0\n\nA 0', [gate('y', 0)]],
    ['DEFGATE A:\n\t1/sqrt(2), 1/SQRT(2)\n\t2^-0.5, -1/sqrt(2)\nA 1', [gate('h', 1)]],
    ['DEFGATE P(%a) AS MATRIX:\n    1, 0\n    0, cis(%a)\nCONTROLLED P(0.3) 1 0', [controlled(gate('p', 0, 0.3), 1)]],
    ['DEFGATE CX2 AS PERMUTATION:\n    0, 1, 3, 2\nCX2 1 0', [cx(1, 0)]],
    ['DEFGATE R(%a) p q AS PAULI-SUM:\n    YY(%a/2) p q\nR(0.3) 0 1', [gate('ryy', [0, 1], 0.3)]],
    ['DEFCIRCUIT BELL(%a) p q:\n    RX(%a) p\n    CNOT p q\nBELL(2*0.2) 1 0', [gate('rx', 1, 0.4), cx(1, 0)]],
  ])('does what %j says', (text, wanted) => {
    expect(distance(text, wanted, 2)).toBeLessThan(1e-12);
  });

  it('makes memory registers and parameters', () => {
    const text =
      'DECLARE ro BIT[2]\nDECLARE theta REAL[2]\nDECLARE unused REAL\nRX(theta[1]/2 - theta) 0\nMEASURE 0 ro[1]\nMEASURE 0\nRESET 0\nRESET';
    const { circuit: read } = imported(text, 'quil');
    expect(withoutSources(read)).toMatchObject({
      bitRegisters: [{ name: 'ro', start: 0, size: 2 }],
      parameters: [
        { name: 'theta[0]', type: 'float' },
        { name: 'theta[1]', type: 'float' },
      ],
    });
    expect(withoutSources(read.operations)).toEqual([
      gate('rx', 0, combineAngles('subtract', combineAngles('divide', parameterAngle(1), 2), parameterAngle(0))),
      measure(0, 1),
      measure(0),
      reset(0),
      reset(0),
    ]);
  });

  it('makes numbers that change variables, and instructions assignments', () => {
    const text =
      'DECLARE b BIT\nDECLARE n INTEGER\nDECLARE t REAL\nMOVE n 2\nADD n -1\nCONVERT t n\nEQ b n 3\nNOT b\nRX(2*t) 0';
    const int = { kind: 'int', width: 64 } as const;
    const float = { kind: 'float', width: 64 } as const;
    const bool = { kind: 'bool' } as const;
    const n = { kind: 'variable', type: int, variable: 0 } as const;
    const { circuit: read } = imported(text, 'quil');
    expect(read.variables?.map(({ name }) => name)).toEqual(['n', 't']);
    const bit = { kind: 'bits', bits: [0] } as const;
    expect(withoutSources(read.operations)).toEqual([
      { kind: 'assign', target: { kind: 'variable', variable: 0 }, value: { kind: 'constant', type: int, value: 2 } },
      {
        kind: 'assign',
        target: { kind: 'variable', variable: 0 },
        value: { kind: 'binary', type: int, operator: '+', left: n, right: { kind: 'constant', type: int, value: -1 } },
      },
      {
        kind: 'assign',
        target: { kind: 'variable', variable: 1 },
        value: { kind: 'cast', type: float, operand: n },
      },
      {
        kind: 'assign',
        target: bit,
        value: {
          kind: 'binary',
          type: bool,
          operator: '==',
          left: n,
          right: { kind: 'constant', type: int, value: 3 },
        },
      },
      {
        kind: 'assign',
        target: bit,
        value: { kind: 'unary', type: bool, operator: '!', operand: { kind: 'bits', type: bool, bits: [0] } },
      },
      gate(
        'rx',
        0,
        combineAngles('multiply', 2, { op: 'classical', expression: { kind: 'variable', type: float, variable: 1 } }),
      ),
    ]);
  });

  it('makes jumps conditionals and loops', () => {
    const text = `DECLARE ro BIT[2]
JUMP-WHEN @else ro[0]
JUMP-UNLESS @else ro[1]
X 0
JUMP @end
LABEL @else
Y 0
LABEL @end
LABEL @again
JUMP-UNLESS @done ro[0]
MEASURE 0 ro[0]
JUMP @again
LABEL @done
HALT
Z 0`;
    expect(operations(text)).toEqual([
      { ...when([0, 1], 2, [gate('x', 0)]), otherwise: [gate('y', 0)] },
      { kind: 'while', condition: { kind: 'compare', bits: [0], operator: '==', value: 1 }, body: [measure(0, 0)] },
    ]);
  });

  it('knows the line each operation came from', () => {
    const text = 'X 0\n  DAGGER T 1 # undo';
    const [, second] = imported(text, 'quil').circuit.operations;
    expect(text.slice(second?.source?.start, second?.source?.end)).toBe('DAGGER T 1');
    expect(second).toMatchObject(gate('tdg', 1));
  });

  it('leaves out pragmas and delays with a note, and makes fences barriers', () => {
    const { circuit: read, notes } = imported('PRAGMA PRESERVE_BLOCK\nDELAY 0 1.5\nX 0\nFENCE 0\nFENCE', 'quil');
    expect(notes.map(({ what }) => what)).toEqual(['The pragma PRESERVE_BLOCK', 'A delay']);
    expect(withoutSources(read.operations)).toEqual([
      gate('x', 0),
      { kind: 'barrier', qubits: [0] },
      { kind: 'barrier', qubits: [0] },
    ]);
  });

  it('reads an empty program as an empty circuit', () => {
    expect(imported('# nothing\n', 'quil').circuit).toEqual({ ...circuit(0, []), qubitRegisters: [] });
  });

  it.each([
    ['X 0\n⟦§⟧ 1', "Unexpected character '§'"],
    ['⟦@a⟧', "Expected an instruction, found '@a'"],
    ['⟦CNOTT⟧ 0 1', 'did you mean CNOT?'],
    ['⟦X⟧', 'needs qubits'],
    ['⟦MEASUR⟧', 'did you mean MEASURE?'],
    ['⟦RX⟧ 0', 'takes 1 parameter, not 0'],
    ['⟦CNOT⟧ 0', 'acts on 2 qubits, not 1'],
    ['CONTROLLED ⟦CNOT⟧ 0 1', 'after the 1 control of its modifiers'],
    ['CNOT 0 ⟦0⟧', 'occurs twice'],
    ['X ⟦q⟧', 'is no qubit'],
    ['X ⟦100000⟧', 'at most 100000'],
    ['⟦RX⟧() 0', 'takes 1 parameter, not 0'],
    ['RX(⟦,⟧) 0', 'Expected a number'],
    ['RX(pi ⟦0⟧', "Expected ')', found '0'"],
    ['RX(⟦1i⟧) 0', 'real number'],
    ['RX(⟦theta⟧) 0', 'not declared'],
    ['RX(⟦%a⟧) 0', 'no parameter of this definition'],
    ['DECLARE ro BIT[2]\nMEASURE 0 ⟦ro[2]⟧', 'has 2 elements'],
    ['MEASURE 0 ⟦ro⟧', 'not declared'],
    ['DECLARE t REAL\nMEASURE 0 ⟦t⟧', 'a bit is needed'],
    ['DECLARE ro BIT\nRX(⟦ro⟧) 0', 'an angle is a number'],
    ['DECLARE ro ⟦OCTET⟧', 'is not read'],
    ['DECLARE ro BIT\nDECLARE ⟦ro⟧ BIT', 'already declared'],
    ['DECLARE a BIT\nDECLARE b BIT ⟦SHARING⟧ a', 'Shared memory'],
    ['DEFGATE ⟦A⟧:\n    1, 0\n    1, 1\nA 0', 'not unitary'],
    ['DEFGATE ⟦A⟧:\n    1, 0, 0\n    1, 1, 0\n    0, 0, 1\nA 0', 'needs 2, 4, 8'],
    ['DEFGATE ⟦A⟧:\n    1, 0\n    0\nA 0', 'one of 1 entries'],
    ['DEFGATE A AS ⟦SEQUENCE⟧:\n    X 0\nX 0', 'not read; use MATRIX'],
    ['DEFGATE A(%a):\n    1, 0\n    0, cis(%a)\nDECLARE t REAL\n⟦A⟧(t) 0', 'have to be numbers'],
    ['DEFCIRCUIT A q:\n    ⟦A⟧ q\nA 0', 'made of itself'],
    ['DEFCIRCUIT A q:\n    X q\nDAGGER ⟦A⟧ 0', 'Modifiers apply to gates'],
    ['DEFCIRCUIT A q:\n    X q\n⟦A⟧ 0 1', 'takes 0 parameters and 1 qubits'],
    ['JUMP ⟦@nowhere⟧', 'no label'],
    ['LABEL @a\n⟦LABEL @a⟧', 'occurs twice'],
    ['LABEL @a\nX 0\n⟦JUMP @a⟧', 'shape'],
    ['DECLARE ro BIT\nLABEL @a\n⟦JUMP-WHEN @a ro⟧', 'shape'],
    ['DECLARE b BIT\nMOVE b ⟦2⟧', 'A bit is 0 or 1'],
    ['DECLARE n INTEGER\n⟦DIV n 2⟧', 'not read for memory of this type'],
    ['DECLARE b BIT\nDECLARE n INTEGER\nADD n ⟦b⟧', 'use CONVERT'],
    ['⟦DEFCAL⟧ X 0:\n    NOP', 'pulses are not simulated'],
    ['⟦INCLUDE⟧ "other.quil"', 'not one of those that are read'],
  ])('says what is wrong with %j', (marked, words) => {
    expectProblem(marked, 'quil', words);
  });
});
