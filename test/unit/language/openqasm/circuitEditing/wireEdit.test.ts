import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { circuitEdit } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type { WireGesture } from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { circuitWorkspace } from '#test/support/circuitWorkspace.ts';

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const head2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';

function analyse(text: string) {
  return analyseProgram(text, { lints: 'off' });
}

function asked(text: string, gesture: WireGesture) {
  return circuitEdit(analyse(text), 3, gesture, automaticOpening, async (changed) => analyse(changed));
}

async function edited(text: string, gesture: WireGesture): Promise<string> {
  const answer = await asked(text, gesture);
  return answer.kind === 'refused' ? answer.reason : applyReplacements(text, answer.replacements);
}

const add = (holds: 'qubit' | 'bit', isSeparate?: true): WireGesture => ({ kind: 'add-wire', holds, isSeparate });

describe('adding', () => {
  test.each([
    [
      'a qubit to the last register',
      `${head}qubit[2] a; // a\nqubit[3] q; // q\nx q[2];\n`,
      add('qubit'),
      'qubit[4] q; // q',
    ],
    ['a qubit of OpenQASM 2', `${head2}qreg q[2];\nx q[1];\n`, add('qubit'), 'qreg q[3];'],
    ['the first register', head, add('qubit'), `${head.trimEnd()}\nqubit[1] q;`],
    ['the first register of OpenQASM 2', head2, add('qubit'), `${head2.trimEnd()}\nqreg q[1];`],
    ['a register behind a single qubit', `${head}qubit q; // one\n`, add('qubit'), 'qubit q; // one\nqubit[1] r;'],
    ['a register by itself', `${head}qubit[2] q;\nh q;\n`, add('qubit', true), 'qubit[2] q;\nqubit[1] r;\nh q;'],
    ['a bit to the last register', `${head}qubit[2] q;\nbit[2] c;\n`, add('bit'), 'bit[3] c;'],
    [
      'the first bits below the qubits',
      `${head}qubit[2] q; // q\nh q;\n`,
      add('bit'),
      'qubit[2] q; // q\nbit[1] c;\nh q;',
    ],
    ['the first bits of OpenQASM 2', `${head2}qreg c[2];\n`, add('bit'), 'qreg c[2];\ncreg m[1];'],
    ['a bit to what is compared', `${head2}qreg q[1];\ncreg c[2];\nif (c == 1) x q[0];\n`, add('bit'), 'creg c[3];'],
    ['a qubit under a barrier', `${head}qubit[2] q;\nh q[0];\nbarrier q;\nbarrier;\n`, add('qubit'), 'qubit[3] q;'],
  ])('%s', async (_, text, gesture, wanted) => {
    const after = await edited(text, gesture);
    expect(after).toContain(wanted);
    expect(analyse(after).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each([
    [
      'a gate on all of it',
      `${head}qubit[2] q;\nh q;\n`,
      add('qubit'),
      'Line 4 acts on all of a register, so it would do something else.',
    ],
    [
      'registers of one size',
      `${head}qubit[2] q;\nbit[2] c;\nc = measure q;\n`,
      add('qubit'),
      'Line 5 would not fit any more',
    ],
    ['a size that is a name', `${head}const int n = 2;\nqubit[n] q;\n`, add('qubit'), "The size of 'q' is 'n'"],
  ])('refuses %s, and offers a register by itself', async (_, text, gesture, reason) => {
    const answer = await asked(text, gesture);
    expect(answer).toMatchObject({ kind: 'refused', offer: 'new-register' });
    expect(answer.kind === 'refused' && answer.reason).toContain(reason);
    const separate = await edited(text, { ...gesture, isSeparate: true } as WireGesture);
    expect(analyse(separate).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(separate).toContain('qubit[1] r;');
  });

  test('refuses a qubit where the program names those of a device', async () => {
    expect(await edited('OPENQASM 3.0;\nU(0, 0, 0) $0;\n', add('qubit'))).toMatch(/qubits of a device/);
  });
});

describe('deleting and resizing', () => {
  test.each([
    ['the last qubit', `${head}qubit[3] q; // q\nx q[0];\n`, 2, 'qubit[2] q; // q\nx q[0];'],
    [
      'a qubit between others',
      `${head}qubit[4] q;\nx q[0]; // q[3]\ncx q[/* to */ 3], q[2];\nbarrier q;\nx q[3];\n`,
      1,
      'qubit[3] q;\nx q[0]; // q[3]\ncx q[/* to */ 2], q[1];\nbarrier q;\nx q[2];',
    ],
    ['a register of one', `${head}qubit[1] a; // keep\nqubit[2] q;\nx q[1];\n`, 0, '// keep\nqubit[2] q;\nx q[1];'],
    ['a single qubit', `${head}qubit a;\nqubit[2] q;\nx q[1];\n`, 0, `${head}qubit[2] q;\nx q[1];`],
    ['bits', `${head}qubit[1] q;\nbit[2] c;\nbit[2] d;\nd[0] = measure q[0];\n`, 1, 'qubit[1] q;\nbit[2] d;\nd[0] ='],
  ])('%s', async (_, text, wire, wanted) => {
    expect(await edited(text, { kind: 'delete-wire', wire })).toContain(wanted);
  });

  test.each([
    [
      'a qubit with a gate',
      `${head}qubit[3] q;\nx q[1];\n`,
      1,
      "'q[1]' is used in line 4. Delete what is on it first, or move it to another wire.",
    ],
    ['bits that are measured into', `${head}qubit q;\nbit[2] c;\nc[1] = measure q;\n`, 1, "'c' is used in line 5."],
    ['what a barrier names', `${head}qubit[2] q;\nx q[0];\nbarrier q[1];\n`, 1, 'Line 5 would not fit any more'],
    ['what an alias names', `${head}qubit a;\nqubit[2] q;\nlet b = a;\n`, 0, "Line 5 names 'a'."],
    [
      'a variable',
      `${head}qubit q;\nint i = 0;\ni = 2;\nwhile (i < 3) { x q; i += 1; }\n`,
      1,
      'This wire is a variable',
    ],
  ])('refuses %s', async (_, text, wire, reason) => {
    expect(await edited(text, { kind: 'delete-wire', wire })).toContain(reason);
  });

  test('a register gets another size, larger or smaller', async () => {
    const text = `${head}qubit[3] q;\nqubit[2] r;\nx q[0];\nx r[1];\n`;
    expect(await edited(text, { kind: 'resize-register', wire: 1, size: 12 })).toContain('qubit[12] q;\nqubit[2] r;');
    expect(await edited(text, { kind: 'resize-register', wire: 1, size: 1 })).toContain('qubit[1] q;\nqubit[2] r;');
    expect(await edited(text, { kind: 'resize-register', wire: 3, size: 1 })).toContain("'r[1]' is used in line 6.");
    expect(await edited(text, { kind: 'resize-register', wire: 0, size: 0 })).toContain('from 1 to 10000 qubits');
    expect(await edited(text, { kind: 'resize-register', wire: 0, size: 3 })).toContain('3 qubits already');
  });
});

describe('renaming', () => {
  const files = {
    'a.qasm': `${head}‸qubit[2] q; // q\nx q[1];\ninclude "part.inc";\n`,
    'part.inc': 'h q[0];\n',
  };

  async function renamed(name: string, wire = 0) {
    const { document, language } = circuitWorkspace(files, ['a.qasm']);
    const drawn = { uri: document.uri, version: document.version, opening: automaticOpening };
    return await language.editing.edit(drawn, { kind: 'rename-register', wire, name }, neverCancelled);
  }

  test('changes all mentions, in other files too', async () => {
    const answer = await renamed('data');
    if (answer.kind === 'refused') throw new Error(answer.reason);
    expect(applyReplacements(files['a.qasm'].replace('‸', ''), answer.replacements)).toContain(
      'qubit[2] data; // q\nx data[1];\n',
    );
    const [[address, edits] = ['', []]] = Object.entries(answer.others ?? {});
    expect(address).toMatch(/part\.inc$/);
    expect(edits).toMatchObject([{ newText: 'data', range: { start: { line: 0, character: 2 } } }]);
  });

  test.each([
    ['gate', "'gate' is a keyword of OpenQASM 3."],
    ['x', 'is a gate of the standard library'],
    ['2', "'2' is no name"],
    ['q', "It is called 'q' already."],
  ])('to %s is refused', async (name, reason) => {
    expect(await renamed(name)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
  });
});
