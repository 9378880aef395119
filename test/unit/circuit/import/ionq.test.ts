import { describe, expect, it } from 'vitest';
import { circuit, controlled, gate, measureAll } from '#test/support/circuitBuilder.ts';
import { expectProblem, imported } from '#test/support/importing.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

const wrap = (gates: string, qubits = 2) => `{"qubits": ${qubits}, "circuit": [${gates}]}`;

describe('IonQ import', () => {
  it('reads gates under all their names and measures every qubit at the end', () => {
    const text = wrap(
      '{"gate":"h","target":0},{"gate":"cnot","control":0,"target":1},{"gate":"x","controls":[1],"targets":[0]},' +
        '{"gate":"ti","target":1},{"gate":"rx","target":1,"rotation":-0.5},{"gate":"z","target":0,"rotation":0.25},{"gate":"nop"}',
    );
    const { circuit: read, notes } = imported(text, 'ionq');
    expect(notes).toEqual([]);
    expect(read.operations.map(({ source: _, ...operation }) => operation)).toEqual([
      gate('h', 0),
      controlled(gate('x', 1), 0),
      controlled(gate('x', 0), 1),
      gate('tdg', 1),
      gate('rx', 1, -0.5),
      gate('p', 0, 0.25),
      ...measureAll(2),
    ]);
    expect(read).toMatchObject({ bitRegisters: [{ name: 'c', start: 0, size: 2 }] });
    const [first] = read.operations;
    expect(text.slice(first?.source?.start, first?.source?.end)).toBe('{"gate":"h","target":0}');
  });

  it.each([
    ['the body of a job', '{"type":"ionq.circuit.v1","shots":1,"input":{"qubits":1,"gateset":"qis","circuit":[]}}'],
    ['an older body', '{"lang":"json","body":{"qubits":"1","circuit":[]}}'],
    ['a file with a byte order mark', '\uFEFF{"qubits": 1, "circuit": []}'],
  ])('reads %s', (_name, text) => {
    expect(imported(text, 'ionq').circuit.qubitCount).toBe(1);
  });

  it('counts the qubits when the file does not', () => {
    expect(imported('{"circuit":[{"gate":"x","target":4}]}', 'ionq').circuit.qubitCount).toBe(5);
    expect(imported('{"circuit":[]}', 'ionq').circuit).toEqual({ ...circuit(0, []), qubitRegisters: [] });
  });

  it('makes products of Pauli matrices rotations, the last letter on the first target', () => {
    const text = wrap('{"gate":"pauliexp","targets":[0,1],"terms":["XZ"],"coefficients":[0.5],"time":0.4}');
    const found = imported(text, 'ionq').circuit.operations.filter(({ kind }) => kind === 'gate');
    const wanted = [gate('h', 0), gate('rxx', [0, 1], 0.4), gate('h', 0)];
    expect(matrixDistance(operationsUnitary(found, 2), operationsUnitary(wanted, 2))).toBeLessThan(1e-12);
  });

  it('notes fields it does not know', () => {
    const { notes } = imported(wrap('{"gate":"h","target":0,"color":"red"}'), 'ionq');
    expect(notes.map(({ what }) => what)).toEqual([`The field "color" of 'h'`]);
  });

  it.each([
    ['⟦⟧', 'Expected a value'],
    ['{"qubits": 1, "circuit": ⟦n⟧ope}', 'Expected a value'],
    ['{"qubits": 1 ⟦"⟧circuit": []}', "Expected ',' or '}'"],
    ['{"circuit": []} ⟦x⟧', 'Expected the end of the file'],
    ['{"circuit": [], ⟦}⟧', 'Expected a name'],
    ['{"a": ⟦"⟧x\n"}', 'not closed'],
    ['⟦[⟧]', 'is an object'],
    ['⟦{⟧}', 'list of gates'],
    ['{"circuit": ⟦1⟧}', 'list of gates'],
    ['{"type": ⟦"ionq.qasm3.v1"⟧, "input": {}}', 'no single list of gates'],
    ['{"circuits": ⟦[⟧]}', 'several circuits'],
    ['{"qubits": ⟦-1⟧, "circuit": []}', 'whole number'],
    [wrap('⟦1⟧'), 'A gate is an object'],
    [wrap('{"gate": ⟦"hh"⟧, "target": 0}'), 'no gate'],
    [wrap('{"gate": "h", "targets": ⟦[0, 1]⟧}'), 'takes one target'],
    [wrap('{"gate": ⟦"swap"⟧}'), 'takes two targets, not 0'],
    [wrap('{"gate": "h", "target": ⟦2⟧}'), 'There is no qubit 2'],
    [wrap('{"gate": "h", "target": ⟦0.5⟧}'), 'whole numbers'],
    [wrap('⟦{"gate": "x", "control": 0, "target": 0}⟧'), 'occurs twice'],
    [wrap('{"gate": ⟦"cnot"⟧, "target": 0}'), 'needs a control'],
    [wrap('{"gate": ⟦"rx"⟧, "target": 0}'), 'needs a rotation'],
    [wrap('{"gate": "h", "target": 0, "rotation": ⟦1⟧}'), 'takes no rotation'],
    [wrap('{"gate": "gpi", "target": 0, "phase": ⟦"a"⟧}'), 'is a number'],
    [wrap('{"gate": ⟦"gpi"⟧, "target": 0}'), 'needs its phase'],
    [wrap('{"gate": "ms", "targets": [0, 1], "phases": ⟦[0]⟧}'), 'needs its two phases'],
    [wrap('{"gate": "gpi", "target": 0, "phase": 0, "controls": ⟦[1]⟧}'), 'takes no controls'],
    [
      wrap('{"gate": "pauliexp", "targets": [0], "terms": ⟦["X", "Z"]⟧, "coefficients": [1, 1], "time": 1}'),
      'do not commute',
    ],
    [wrap('{"gate": "pauliexp", "targets": [0], "terms": [⟦"XX"⟧], "coefficients": [1], "time": 1}'), 'letters'],
    [`${'['.repeat(101)}⟦[⟧`, 'nested more than 100'],
  ])('says what is wrong with %j', (marked, words) => {
    expectProblem(marked, 'ionq', words);
  });
});
