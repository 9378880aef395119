import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type CircuitWorkspace, circuitFile, circuitWorkspace } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

async function rename({ caret, document, language }: CircuitWorkspace, newName: string) {
  return await language.rename?.(document, caret, newName, neverCancelled);
}

/** The edits that a renaming of all marked ranges would be. */
function expectedEdits({ ranges }: CircuitWorkspace, newText: string) {
  const changes: Record<string, unknown[]> = {};
  for (const { range, uri } of ranges) changes[uri] = [...(changes[uri] ?? []), { range, newText }];
  return { changes };
}

describe('renaming', () => {
  test.each([
    ['a register', 'qubit[2] ⟦q⟧; cx ⟦q⟧[0], ⟦‸q⟧[1]; let p = ⟦q⟧[0:1];', 'wires'],
    ['a parameter of a gate', 'gate g(⟦a⟧) x { rx(⟦‸a⟧/2) x; } input angle a;', 'θ'],
    [
      'a name to one that is free in its own scope',
      'if (true) { int ⟦v⟧; ⟦‸v⟧ = 1; } if (true) { int w; w = 1; }',
      'w',
    ],
    ['an inner name to one that an outer scope uses elsewhere', 'int w; w = 1; def f() { int ⟦v⟧; ⟦‸v⟧ = 1; }', 'w'],
    ['a loop variable', 'qubit[3] q; for int ⟦i⟧ in [0:2] { h q[⟦‸i⟧]; }', 'k'],
    ['a declaration to the name its uses have already', 'qubit ⟦q‸⟧; h qubits;', 'qubits'],
    ['what is mentioned in a statement with an error', 'qubit ⟦q‸⟧; h ⟦q⟧ x ⟦q⟧; h ⟦q⟧;', 'wire'],
  ])('%s changes all its mentions', async (_what, marked, newName) => {
    const workspace = circuitFile(header + marked);
    expect(await rename(workspace, newName)).toEqual(expectedEdits(workspace, newName));
  });

  test('changes the file that declares the name and all programs that include it, open or not', async () => {
    const workspace = circuitWorkspace(
      {
        'a.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\n⟦own‸⟧ q;\n',
        'gates.inc': 'gate ⟦own⟧ a { U(0, 0, 0) a; }\n',
        'b.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\n⟦own⟧ q; ⟦own⟧ q;\n',
        'c.qasm': 'OPENQASM 3.0;\ngate own a { U(0, 0, 0) a; }\n',
      },
      ['b.qasm'],
    );
    expect(await rename(workspace, 'mine')).toEqual(expectedEdits(workspace, 'mine'));
  });

  test('to the same name changes nothing', async () => {
    expect(await rename(circuitFile(`${header}qubit ‸q;`), 'q')).toBeUndefined();
  });
});

describe('renaming is refused', () => {
  test.each([
    ['a keyword', 'qubit ‸q;', 'gate', /^'gate' is a keyword of OpenQASM 3\.$/],
    ['no name', 'qubit ‸q;', '2q', /^'2q' is no name: names are letters/],
    ['no name', 'qubit ‸q;', 'a b', /is no name/],
    ['nothing', 'qubit ‸q;', '', /is no name/],
    ['a name of the same scope', 'qubit ‸q;\nbit c;', 'c', /^'c' is already declared as a bit at line 4\.$/],
    ['a name of the same body', 'gate g(a) x, ‸y { rx(a) x; }', 'x', /^'x' is already declared as a qubit of the gate/],
    ['a name of the language', 'qubit ‸q;', 'pi', /^'pi' is built into the language; choose another name\.$/],
    ['a gate of the library', 'qubit ‸q;', 'cx', /^'cx' is a gate of the standard library; choose another name\.$/],
    [
      'a name that an inner declaration would capture',
      'int ‸v = 1;\nif (true) { int w = 2; v = w; }',
      'w',
      /^'v' at line 4 would then mean an int variable of that name; choose another name\.$/,
    ],
    [
      'a name that would capture an outer one',
      'int w = 1;\nif (true) { int ‸v = 2; v = w; }',
      'w',
      /^'w' at line 4 would then mean an int variable of that name/,
    ],
  ])('when the new name is %s', async (_what, marked, newName, message) => {
    const failed = rename(circuitFile(header + marked), newName);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(Failure);
  });

  test('when a program that includes the file has the name already', async () => {
    const workspace = circuitWorkspace({
      'gates.inc': 'gate ‸own a { U(0, 0, 0) a; }\n',
      'main.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\nown q;\n',
    });
    await expect(rename(workspace, 'q')).rejects.toThrow("'q' is already declared as a qubit at line 3.");
  });

  test('when the version of the program reserves the name', async () => {
    const workspace = circuitFile('OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg ⟦‸q⟧[2];\nh ⟦q⟧;\n');
    // A keyword of OpenQASM 3 only.
    expect(await rename(workspace, 'bit')).toEqual(expectedEdits(workspace, 'bit'));
    await expect(rename(workspace, 'creg')).rejects.toThrow("'creg' is a keyword of OpenQASM 2.");
  });
});

describe('the name to be renamed', () => {
  const prepare = ({ caret, document, language }: CircuitWorkspace) =>
    language.prepareRename?.(document, caret, neverCancelled);

  test('is proposed with its range', async () => {
    const workspace = circuitFile(`${header}qubit q; h ⟦q‸⟧;`);
    expect(await prepare(workspace)).toEqual({ range: workspace.ranges[0]?.range, placeholder: 'q' });
  });

  test.each([
    ['a library gate', 'qubit q; h‸ q;', "'h' is a gate of the standard library and cannot be renamed."],
    ['a gate of the language', 'qubit q; U‸(0, 0, 0) q;', "'U' is built into the language and cannot be renamed."],
    ['a constant of the language', 'float f = p‸i;', "'pi' is built into the language and cannot be renamed."],
    ['a hardware qubit', 'x $‸0;', 'A hardware qubit is named by its number on the device and cannot be renamed.'],
  ])('is refused for %s', async (_what, marked, message) => {
    await expect(prepare(circuitFile(header + marked))).rejects.toThrow(message);
  });

  test('is none where nothing has a name', async () => {
    expect(await prepare(circuitFile(`${header}qubit q;‸ h q;`))).toBeUndefined();
    expect(await prepare(circuitFile(`${header}qub‸it q;`))).toBeUndefined();
  });
});
