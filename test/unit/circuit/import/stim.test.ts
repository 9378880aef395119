import { describe, expect, it } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import { circuit, controlled, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { expectProblem, imported } from '#test/support/importing.ts';
import { outcomeDistribution } from '#test/support/outcomeDistribution.ts';

function operations(text: string): Operation[] {
  return imported(text, 'stim').circuit.operations.map(({ source: _, ...operation }) => operation as Operation);
}

describe('Stim import', () => {
  it('reads gates, pairs, other names, tags, comments and any case', () => {
    const text = '# prepares\r\nh[tag \\C] 0 1\n\n  CNOT 0 1 1 2 # pairs\nSQRT_Z_DAG 2\nMZ 0';
    expect(operations(text)).toEqual([gate('h', 0), gate('h', 1), cx(0, 1), cx(1, 2), gate('sdg', 2), measure(0, 0)]);
  });

  it('gives every measurement a bit of one register', () => {
    const { circuit: read } = imported('M 2 0\nREPEAT 2 {\n  MR 1\n}\n', 'stim');
    expect(read).toMatchObject({
      qubitCount: 3,
      bitCount: 4,
      qubitRegisters: [{ name: 'q', start: 0, size: 3 }],
      bitRegisters: [{ name: 'rec', start: 0, size: 4 }],
    });
    expect(operations('M 2 0\nREPEAT 2 {\n  MR 1\n}')).toEqual([
      measure(2, 0),
      measure(0, 1),
      measure(1, 2),
      reset(1),
      measure(1, 3),
      reset(1),
    ]);
  });

  it('makes feedback a conditional and a tick a barrier', () => {
    expect(operations('M 0 1\nTICK\nCX rec[-1] 0\nXCZ 1 rec[-2]\nCZ 0 rec[-1]')).toEqual(
      [
        measure(0, 0),
        measure(1, 1),
        { kind: 'barrier', qubits: [0, 1] },
        when([1], 1, [gate('x', 0)]),
        when([0], 1, [gate('x', 1)]),
        when([1], 1, [gate('z', 0)]),
      ].map((operation) => ('body' in operation ? { ...operation, body: expect.anything() } : operation)),
    );
  });

  it.each([
    ['M !0', { '1': 1 }],
    ['RX 0\nMX 0 !0', { '10': 1 }],
    ['RY 0\nMY 0 !0', { '10': 1 }],
    ['RX 0\nRX 1\nMXX 0 1\nMXX !0 1', { '10': 1 }],
    ['R 0 1\nX 0\nMZZ 0 1\nM 0 1', { '011': 1 }],
    ['RX 0\nRY 1\nMPP X0*Y1 !X0*Z2\nMX 0\nMY 1', { '0010': 1 }],
    ['MRX 0\nMX 0', { '00': 0.5, '01': 0.5 }],
    ['MPAD 1 0 1\nM 0', { '0101': 1 }],
    ['HERALDED_ERASE(0.1) 0\nX 0\nM 0', { '10': 1 }],
    ['RX 0\nSPP Z0\nMY 0\nSPP_DAG Z0\nMX 0', { '00': 1 }],
    ['RX 0\nSPP !Z0\nMY 0', { '1': 1 }],
  ])('measures as Stim does: %j', (text, wanted) => {
    const found = outcomeDistribution(imported(text, 'stim').circuit);
    for (const [bits, probability] of Object.entries(found)) {
      expect(probability).toBeCloseTo((wanted as Record<string, number>)[bits] ?? 0, 12);
    }
  });

  it('knows the line each operation came from', () => {
    const text = 'H 0\n  CX 0 1 # entangle';
    const [, second] = imported(text, 'stim').circuit.operations;
    expect(text.slice(second?.source?.start, second?.source?.end)).toBe('CX 0 1');
  });

  it('leaves out noise and annotations, with a note for each kind', () => {
    const text =
      'QUBIT_COORDS(1, 2) 0\nX_ERROR(0.1) 0\nM(0.01) 0\nDETECTOR(1) rec[-1]\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-1]';
    const { circuit: read, notes } = imported(text, 'stim');
    expect(read.operations).toHaveLength(1);
    expect(notes.map(({ what }) => what)).toEqual([
      'The coordinates of qubits',
      'The noise of X_ERROR',
      'The argument of M',
      'The detectors',
      'The logical observables',
    ]);
  });

  it('reads an empty file as an empty circuit', () => {
    expect(imported('\n# nothing\n', 'stim').circuit).toEqual({ ...circuit(0, []), qubitRegisters: [] });
  });

  it.each([
    ['H 0\n⟦HH⟧ 1', 'no instruction of Stim'],
    ['⟦CNOTT⟧ 0 1', 'did you mean'],
    ['H ⟦q⟧', "found 'q'"],
    ['⟦§⟧ 0', "found '§'"],
    ['CX 0 1 ⟦2⟧', 'no partner'],
    ['CX 0 ⟦0⟧', 'two different qubits'],
    ['CX ⟦rec[-1]⟧ 0', 'no measurement rec[-1] yet; 0 came'],
    ['M 0\nSWAP ⟦rec[-1]⟧ 0', 'takes two qubits here'],
    ['M 0\nCX 0 ⟦rec[-1]⟧', 'takes two qubits here'],
    ['H ⟦!0⟧', 'Only measurements can be inverted'],
    ['H ⟦X0⟧', 'takes qubits'],
    ['⟦REPEAT 3 ⟧{\nH 0', 'not closed'],
    ['H 0\n⟦}⟧', 'closes nothing'],
    ['⟦REPEAT⟧\nH 0', 'needs a block'],
    ['⟦H 0 ⟧{\n}', 'only REPEAT has'],
    ['⟦REPEAT ⟧{\nH 0\n}', 'takes one number'],
    ['⟦REPEAT 1000000000 ⟧{\nH 0\n}', 'more than 1000000 operations'],
    ['H ⟦100000⟧', 'at most 100000'],
    ['X_ERROR⟦(a)⟧ 0', 'Expected numbers'],
    ['MPP X0⟦*⟧', 'between two factors'],
    ['MPP X0*⟦Z0⟧', 'occurs twice'],
    ['MPP ⟦0⟧', 'products of Pauli matrices'],
    ['MPAD ⟦2⟧', '0 and 1'],
  ])('says what is wrong with %j', (marked, words) => {
    expectProblem(marked.replaceAll(' ⟧{', '⟧ {'), 'stim', words);
  });

  it('reports every mistake once, in the order of the text', () => {
    const text = 'FOO 0\nH q\nCX 0\nREPEAT 5 {\n  BAR 1\n}\n';
    const starts = () => imported(text, 'stim');
    expect(starts).toThrow(/^0: .*\n8: .*\n13: .*\n28: .*$/);
  });
});

it('a controlled gate of two targets takes its control first', () => {
  expect(operations('CY 1 0')).toEqual([controlled(gate('y', 0), 1)]);
});
