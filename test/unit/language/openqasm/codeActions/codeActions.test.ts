import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { languageDocument, openqasmLanguage } from '#test/support/languageDocuments.ts';
import { actionPlace, afterAction, offeredActions } from '#test/support/openqasmActions.ts';

const library = 'file:///project/own%20gates.inc';
const files = { [library]: 'gate pow(t) a { U(t, 1/2, 0) a; }\n' };
const program = 'OPENQASM 2.0;\ninclude "qelib1.inc";\ninclude "own gates.inc";\nqreg q[1];\npow(pi^2) q[0];\n';

describe('migration to OpenQASM 3', () => {
  test('changes included files too, with one name for what both mention', async () => {
    const [action, ...others] = await offeredActions(actionPlace(program, files));
    expect(others).toEqual([]);
    expect(action?.title).toBe('Migrate the file with its included file to OpenQASM 3');
    expect(action && afterAction(action, program)).toBe(
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ninclude "own gates.inc";\nqubit[1] q;\npow_(pi**2) q[0];\n',
    );
    expect(action && afterAction(action, files[library] ?? '', library)).toBe(
      'gate pow_(t) a { u3(t, 1.0/2, 0) a; }\n',
    );
  });

  test('is offered at the beginning of the file, and elsewhere when asked for', async () => {
    const place = { ...actionPlace(program.replace('pow(', '‸pow('), files) };
    expect((await offeredActions(place)).filter(({ kind }) => kind === 'refactor.rewrite')).toEqual([]);
    expect((await offeredActions(place, ['refactor.rewrite'])).map(({ title }) => title)).toEqual([
      'Migrate the file with its included file to OpenQASM 3',
    ]);
    expect(await offeredActions(place, ['quickfix'])).toEqual([]);
  });

  test('is not offered for OpenQASM 3 and while the syntax has errors', async () => {
    for (const text of ['OPENQASM 3.0;\nqreg q[1];\n', 'OPENQASM 2.0;\nqreg q[1]\nqreg r[1];\n']) {
      const titles = (await offeredActions(actionPlace(text), ['refactor'])).map(({ title }) => title);
      expect(titles.filter((title) => title.startsWith('Migrate'))).toEqual([]);
    }
  });
});

test('an action keeps its edits for a later version to itself', async () => {
  const language = openqasmLanguage();
  const old = languageDocument('OPENQASM 2.0;\nqreg q[1];\n', 'file:///project/circuit.qasm');
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const [action] = (await language.codeActions?.(old, top, undefined, neverCancelled)) ?? [];
  if (!action) throw new Error('Nothing is offered.');
  expect(action.edit).toBeUndefined();
  const changed = languageDocument(`// x\n${old.text}`, old.uri, 2);
  expect((await language.resolveCodeAction?.(changed, action, neverCancelled))?.edit).toBeUndefined();
  expect((await language.resolveCodeAction?.(old, action, neverCancelled))?.edit).toBeDefined();
});

describe('a gate that is not defined', () => {
  const offers = async (marked: string) => {
    const place = actionPlace(marked);
    const actions = await offeredActions(place, ['quickfix']);
    return Object.fromEntries(actions.map((action) => [action.title, afterAction(action, place.text)]));
  };

  test('is defined after the includes when it is well known', async () => {
    const before = 'OPENQASM 3.0;\ninclude "stdgates.inc"; // gates\nqubit[2] q;\n';
    const found = await offers(`${before}r‸zz(1) q[0], q[1];\n`);
    expect(found["Define gate 'rzz'"]).toBe(
      'OPENQASM 3.0;\ninclude "stdgates.inc"; // gates\ngate rzz(theta) a, b {\n  cx a, b;\n  rz(theta) b;\n  cx a, b;\n}\nqubit[2] q;\nrzz(1) q[0], q[1];\n',
    );
  });

  test('is defined with the library its definition needs', async () => {
    const found = await offers('OPENQASM 2.0;\nqreg q[3];\ncc‸z q[0],q[1],q[2];\n');
    expect(found["Define gate 'ccz'"]).toContain('OPENQASM 2.0;\ninclude "qelib1.inc";\ngate ccz a, b, c {\n');
  });

  test('is called by its standard name', async () => {
    const found = await offers('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\n‸cnot q[0], q[1];\n');
    expect(found["Write 'cx', the name of this gate in OpenQASM"]).toContain('\ncx q[0], q[1];');
  });

  test('is not known when it is none of these', async () => {
    const found = await offers('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\n‸frobnicate q[0], q[1];\n');
    expect(Object.keys(found)).toEqual([]);
  });
});

describe('extraction of a gate', () => {
  const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[4] q;\nbit c;\n';
  const titles = async (marked: string) =>
    (await offeredActions(actionPlace(head + marked), ['refactor.extract'])).map(({ title }) => title);

  test('is offered for whole calls of gates', async () => {
    expect(await titles('⟦h q[0];\ncx q[0], q[1];⟧\n')).toEqual(['Extract 2 calls into a gate']);
  });

  test.each([
    ['half a statement', '⟦h q⟧[0];\n'],
    ['a caret', '‸h q[0];\n'],
    ['a measurement', '⟦h q[0];\nc = measure q[0];⟧\n'],
    ['registers', '⟦h q;⟧\n'],
    ['qubits that may be the same', 'for int i in [0:1] { for int j in [0:1] { ⟦x q[i]; x q[j];⟧ } }\n'],
  ])('is not offered for %s', async (_, marked) => {
    expect(await titles(marked)).toEqual([]);
  });
});

describe('the replacement of a call by what its gate does', () => {
  const head =
    'OPENQASM 3.0;\ninclude "stdgates.inc";\ngate own(t) a, b { rz(t) a; cx a, b; }\nqubit[4] q;\nqubit[4] r;\n';
  const titles = async (marked: string) =>
    (await offeredActions(actionPlace(head + marked), ['refactor.inline'])).map(({ title }) => title);

  test('is offered for gates of the program', async () => {
    expect(await titles('‸own(1) q[0], q[1];\n')).toEqual(["Replace the call by what 'own' does"]);
    expect(await titles('‸own(1) q, r;\n')).toHaveLength(1);
  });

  test.each([
    ['gates of the library', '‸cx q[0], q[1];\n'],
    ['calls with modifiers', '‸inv @ own(1) q[0], q[1];\n'],
    ['broadcasts with a qubit', '‸own(1) q[0], r;\n'],
    ['places where a name of the body means something else', 'gate other(rz) a, b { ‸own(1) a, b; }\n'],
  ])('is not offered for %s', async (_, marked) => {
    expect(await titles(marked)).toEqual([]);
  });
});
