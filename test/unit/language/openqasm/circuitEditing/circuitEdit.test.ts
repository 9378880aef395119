import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitEdit, type DirectGesture } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type { DrawnElement, PlacedOperation } from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\n';

/** The element whose description begins with a text, as a drawing of a program names it. */
function elementOf(text: string, description: string, opening: GroupOpening = automaticOpening): DrawnElement {
  const lowered = lowerProgram(analyse(text), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error[0]?.message);
  const { elements } = layoutCircuit(lowered.value, { opening });
  const element = elements.find((each) => each.description.startsWith(description));
  if (!element?.source) throw new Error(`${description} is not among ${elements.map((each) => each.description)}`);
  const { column, firstWire, group, source } = element;
  return { source, column, firstWire, ...(group && { group: group.key }) };
}

function analyse(text: string) {
  return analyseProgram(text, { lints: 'off' });
}

/** The text after a gesture, or why it is refused. */
async function edited(text: string, gesture: DirectGesture, opening: GroupOpening = automaticOpening) {
  const answer = await circuitEdit(analyse(text), 7, gesture, opening, async (changed) => analyse(changed));
  expect(answer.version).toBe(7);
  if (answer.kind === 'refused') return answer.reason;
  const result = applyReplacements(text, answer.replacements);
  return result.startsWith(head) ? result.slice(head.length) : result;
}

function gate(name: string, qubits: readonly number[], parameters: readonly string[] = []): PlacedOperation {
  return { kind: 'gate', name, qubits, parameters };
}

function place(operation: PlacedOperation, before: number): DirectGesture {
  return { kind: 'place', operation, before };
}

describe('placing', () => {
  test.each([
    [
      'behind what is on its wire',
      'h q[0]; // a\ncx q[0], q[1];\n',
      'x',
      [0],
      1,
      'h q[0]; // a\nx q[0];\ncx q[0], q[1];\n',
    ],
    ['before what is on its wire', '  h q[0];\n', 'x', [0], 0, '  x q[0];\n  h q[0];\n'],
    [
      'on a line with others',
      'h q[0]; cx q[0], q[1]; h q[2];\n',
      'x',
      [0],
      1,
      'h q[0]; x q[0]; cx q[0], q[1]; h q[2];\n',
    ],
    ['on a wire with nothing on it', 'h q[0];\nh q[0];\n', 'x', [2], 1, 'h q[0];\nx q[2];\nh q[0];\n'],
    ['behind a program without a last line end', 'h q[0];', 'x', [0], 9, 'h q[0];\nx q[0];'],
    ['before an annotation', '@keep\nh q[0];\n', 'x', [0], 0, 'x q[0];\n@keep\nh q[0];\n'],
    ['in an empty program', '', 'x', [1], 0, 'x q[1];\n'],
  ] as const)('%s', async (_, body, name, qubits, before, wanted) => {
    const text = await edited(head + body, place(gate(name, qubits), before));
    expect(text.trimEnd()).toBe(wanted.trimEnd());
  });

  test('a gate of the library includes it, and one that the program names needs nothing', async () => {
    const bare = 'OPENQASM 3.0;\nqubit q;\nU(0, 0, 0) q;\n';
    expect(await edited(bare, place(gate('x', [0]), 1))).toBe(
      'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nU(0, 0, 0) q;\nx q;\n',
    );
    expect(await edited(bare, place(gate('U', [0], ['1', '2', 'pi']), 0))).toBe(
      'OPENQASM 3.0;\nqubit q;\nU(1, 2, pi) q;\nU(0, 0, 0) q;\n',
    );
  });

  test('OpenQASM 2 measures with an arrow, OpenQASM 3 by assignment; into the bit of the number or a free one', async () => {
    const old = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\nh q[1];\n';
    expect(await edited(old, place({ kind: 'measure', qubit: 1 }, 1))).toBe(`${old}measure q[1] -> c[1];\n`);
    expect(await edited(`${head}c[1] = measure q[0];\n`, place({ kind: 'measure', qubit: 1 }, 9))).toBe(
      'c[1] = measure q[0];\nc[0] = measure q[1];\n',
    );
  });

  test.each([
    ['a scalar qubit', 'qubit q;\nreset q;\n', 0, 'qubit q;\nbit c;\nreset q;\nc = measure q;\n'],
    [
      'a register',
      'qubit[2] q; // two\nreset q[1];\n',
      1,
      'qubit[2] q; // two\nbit[2] c;\nreset q[1];\nc[1] = measure q[1];\n',
    ],
    [
      'OpenQASM 2, where all bits are taken',
      'OPENQASM 2.0;\nqreg q[2];\ncreg c[1];\nmeasure q[0] -> c[0];\n',
      1,
      'OPENQASM 2.0;\nqreg q[2];\ncreg c[1];\ncreg m[2];\nmeasure q[0] -> c[0];\nmeasure q[1] -> m[1];\n',
    ],
    ['a qubit of a device', 'OPENQASM 3.0;\nreset $0;\n', 0, 'OPENQASM 3.0;\nbit c;\nreset $0;\nc = measure $0;\n'],
    ['a wire with nothing on it', 'qubit[2] q;', 0, 'qubit[2] q;\nbit[2] c;\nc[0] = measure q[0];'],
  ])('a measurement of %s declares its bits where none is left', async (_, text, qubit, wanted) => {
    expect(await edited(text, place({ kind: 'measure', qubit }, 9))).toBe(wanted);
  });

  test('a well-known gate that the library has not brings its definition', async () => {
    const text = 'OPENQASM 3.0;\nqubit[2] q;\nreset q[0];\n';
    const placed = await edited(text, place(gate('rzz', [0, 1], ['pi/4']), 9));
    expect(placed).toBe(
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ngate rzz(theta) a, b {\n  cx a, b;\n  rz(theta) b;\n  cx a, b;\n}\n' +
        'qubit[2] q;\nreset q[0];\nrzz(pi/4) q[0], q[1];\n',
    );
    expect(await edited(placed, place(gate('rzz', [1, 0], ['0.5']), 9))).toBe(`${placed}rzz(0.5) q[1], q[0];\n`);
  });

  test.each([
    ['a place within a statement on several wires', 'h q[0];\nh q;\n', gate('cx', [0, 1]), 1, /several wires at once/],
    ['a gate that nobody has defined', 'h q[0];\n', gate('frobnicate', [0]), 0, /no gate 'frobnicate'/],
    ['a name that is no gate', 'h q[0];\n', gate('c', [0]), 0, /'c' is no gate/],
    ['parameters that are missing', 'h q[0];\n', gate('rx', [0]), 0, /'rx' takes 1 parameter: θ/],
    ['parameters that say more', 'h q[0];\n', gate('rx', [0], ['1) q[1]; rx(2']), 0, /one number or expression/],
    ['parameters of unknown names', 'h q[0];\n', gate('rx', [0], ['alpha']), 0, /alpha/],
    ['a qubit twice', 'h q[0];\n', gate('cx', [0, 0]), 0, /different qubits/],
    ['a wire of bits', 'h q[0];\n', gate('x', [3]), 0, /needs qubits/],
    [
      'the inside of a block',
      'if (c[0]) {\n  h q[0];\n  x q[0];\n}\n',
      gate('x', [0]),
      1,
      /inside the block or call of line 5/,
    ],
  ] as const)('refuses %s', async (_, body, operation, before, reason) => {
    const text = body.startsWith('if') ? `${head}c[0] = measure q[0];\n${body}` : head + body;
    const refused = await edited(text, place(operation, body.startsWith('if') ? 2 : before));
    expect(refused).toMatch(body.startsWith('if') ? /inside the block or call of line 6/ : reason);
  });
});

describe('moving', () => {
  const move = (text: string, name: string, before: number, wires: { from: number; to: number }[] = []) =>
    edited(text, { kind: 'move', elements: [elementOf(text, name)], before, wires });

  test('takes the comment behind and the annotation before along, and leaves no blank line', async () => {
    const text = `${head}h q[0];\n\n@keep\nx q[0]; // why\n\ny q[0];\n`;
    expect(await move(text, 'X', 3)).toBe('h q[0];\n\ny q[0];\n@keep\nx q[0]; // why\n');
  });

  test('to another qubit changes the operand alone', async () => {
    expect(await move(`${head}cx q[0],  q[1]; // e\n`, 'CX', 0, [{ from: 1, to: 2 }])).toBe('cx q[0],  q[2]; // e\n');
    expect(await move(`${head}cx q[0], q[1];\n`, 'CX', 0, [{ from: 1, to: 0 }])).toBe('cx q[1], q[0];\n');
  });

  test('does not cross a change of what it reads', async () => {
    const text = `${head}float a = 1;\nrx(a) q[0];\na = 2;\nrx(a) q[0];\n`;
    expect(await move(text, 'RX(1)', 2)).toMatch(/what it uses is changed there|what it needs/);
  });

  test('keeps a declaration where it is', async () => {
    const text = 'OPENQASM 3.0;\nqubit q;\nbit b = measure q;\nreset q;\n';
    expect(await move(text, 'Measure', 2)).toMatch(/declares what other lines use/);
  });

  test('moves a whole call, and asks before it changes a part of it', async () => {
    const text = `gate g a { U(1, 0, 0) a; U(2, 0, 0) a; }\nqubit q;\ng q;\nreset q;\n`;
    expect(await move(text, 'Call of g', 2)).toBe(
      'gate g a { U(1, 0, 0) a; U(2, 0, 0) a; }\nqubit q;\nreset q;\ng q;\n',
    );
    const open: GroupOpening = { others: 'all', chosen: {} };
    const part = elementOf(text, 'U(2', open);
    expect(await edited(text, { kind: 'delete', elements: [part] }, open)).toMatch(/changes the definition of 'g'/);
  });
});

describe('controls', () => {
  const toggle = (text: string, name: string, qubit: number, value: 0 | 1 = 1) =>
    edited(text, { kind: 'toggle-control', element: elementOf(text, name), qubit, value });

  test.each([
    ['x', 'x q[0]; // note\n', 'X', 1, 1, 'cx q[1], q[0]; // note\n'],
    ['rx', 'rx(0.5) q[0];\n', 'RX', 2, 1, 'crx(0.5) q[2], q[0];\n'],
    ['cx', 'cx q[0], q[1];\n', 'CX', 2, 1, 'ccx q[2], q[0], q[1];\n'],
    ['s', 's q[0];\n', 'S', 1, 1, 'ctrl @ s q[1], q[0];\n'],
    ['x, on 0', 'x q[0];\n', 'X', 1, 0, 'negctrl @ x q[1], q[0];\n'],
    ['inv @ t', 'inv @ t q[0];\n', '', 1, 1, 'ctrl @ inv @ t q[1], q[0];\n'],
  ] as const)(
    'one is added to %s, by the plain name where there is one',
    async (_, body, name, qubit, value, wanted) => {
      const text = head + body;
      expect(await toggle(text, name, qubit, value)).toBe(wanted);
    },
  );

  test.each([
    ['cx', 'cx q[1], q[0];\n', 1, 'x q[0];\n'],
    ['the second of ccx', 'ccx q[2], q[0], q[1];\n', 0, 'cx q[2], q[1];\n'],
    ['ctrl', 'ctrl @ s q[1], q[0];\n', 1, 's q[0];\n'],
    ['negctrl before ctrl', 'negctrl @ ctrl @ s q[1], q[2], q[0];\n', 1, 'ctrl @ s q[2], q[0];\n'],
    ['ctrl(2)', 'ctrl(2) @ s q[1], q[2], q[0];\n', 2, 'ctrl(1) @ s q[1], q[0];\n'],
    ['cx under ctrl', 'ctrl @ cx q[1], q[2], q[0];\n', 2, 'ctrl @ x q[1], q[0];\n'],
  ] as const)('that of %s is taken away', async (_, body, qubit, wanted) => {
    expect(await toggle(head + body, '', qubit)).toBe(wanted);
  });

  test('a gate goes where it is drawn on its new wire', async () => {
    const body = 'h q[0];\nx q[0];\ny q[1]; // there\n';
    expect(await toggle(head + body, 'X', 1)).toBe('h q[0];\ny q[1]; // there\ncx q[1], q[0];\n');
  });

  test.each([
    ['what is controlled', 'cx q[1], q[0];\n', 0, /no control on this wire/],
    ['a measurement', 'c[0] = measure q[0];\n', 1, /Only gates/],
    ['a wire of bits', 'x q[0];\n', 3, /no qubit on that wire/],
    ['a control with a comment', 'cx q[1], /* why */ q[0];\n', 1, /comment in what would be removed/],
  ] as const)('%s is refused', async (_, body, qubit, reason) => {
    expect(await toggle(head + body, '', qubit)).toMatch(reason);
  });

  test('OpenQASM 2 has those that it has names for', async () => {
    const old = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\n';
    expect(await toggle(`${old}x q[0];\n`, 'X', 1)).toBe(`${old}cx q[1], q[0];\n`);
    expect(await toggle(`${old}s q[0];\n`, 'S', 1)).toMatch(/OpenQASM 2 has no name for 's'/);
  });
});

describe('several at once', () => {
  const elementsOf = (text: string, names: readonly string[]) => names.map((name) => elementOf(text, name));
  const move = (
    text: string,
    names: readonly string[],
    before: number,
    wires: { from: number; to: number }[] = [],
    frame?: string,
  ) =>
    edited(text, {
      kind: 'move',
      elements: elementsOf(text, names),
      before,
      wires,
      ...(frame !== undefined && { within: elementOf(text, frame) }),
    });
  const body = 'h q[0]; // first\nx q[1];\ny q[0];\nz q[1]; // last\n';

  test('are put together, in their order and with their comments', async () => {
    expect(await move(head + body, ['H', 'X'], 9)).toBe('y q[0];\nz q[1]; // last\nh q[0]; // first\nx q[1];\n');
    expect(await move(head + body, ['Z', 'Y'], 0)).toBe('y q[0];\nz q[1]; // last\nh q[0]; // first\nx q[1];\n');
    expect(await move(`${head}h q[0]; x q[1]; y q[0];\nz q[1];`, ['H', 'X'], 9)).toBe(
      'y q[0];\nz q[1];\nh q[0];\nx q[1];',
    );
    expect(await move(`${head}h q[0];\nx q[1];\ny q[0]; z q[1];\n`, ['H', 'X'], 9)).toBe(
      'y q[0]; z q[1];\nh q[0];\nx q[1];\n',
    );
  });

  test('go to other wires together, each in its place, and into blocks and out of them', async () => {
    const exchange = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ];
    expect(await move(`${head}h q[0];\ncx q[0], q[1];\n`, ['H', 'CX'], 0, exchange)).toBe('h q[1];\ncx q[1], q[2];\n');
    expect(await move(`${head}h q[1];\ncx q[0], q[1];\n`, ['H', 'CX'], 0, [{ from: 1, to: 3 }])).toMatch(
      /no qubit on that wire/,
    );
    const block = 'c[0] = measure q[0];\nif (c[0]) {\n  h q[0];\n  x q[1];\n}\nz q[0]; // end\n';
    expect(await move(head + block, ['H', 'X'], 9)).toBe(
      'c[0] = measure q[0];\nif (c[0]) {\n}\nz q[0]; // end\nh q[0];\nx q[1];\n',
    );
    expect(await move(head + block, ['H', 'X', 'Block'], 9)).toBe(
      'c[0] = measure q[0];\nz q[0]; // end\nif (c[0]) {\n  h q[0];\n  x q[1];\n}\n',
    );
  });

  test.each([
    ['left', ['Y', 'Z'], 'y q[0];\nz q[1]; // last\nh q[0]; // first\nx q[1];\n'],
    ['right', ['H', 'X'], 'y q[0];\nz q[1]; // last\nh q[0]; // first\nx q[1];\n'],
    ['down', ['Y', 'Z'], 'h q[0]; // first\nx q[1];\ny q[1];\nz q[2]; // last\n'],
    ['up', ['X', 'Z'], 'h q[0]; // first\nx q[0];\ny q[0];\nz q[0]; // last\n'],
  ] as const)('are moved %s by a key', async (direction, names, wanted) => {
    const text = head + body;
    const result = await edited(text, { kind: 'shift', elements: elementsOf(text, names), direction });
    if (direction === 'up') expect(result).toMatch(/Together they have no place there/);
    else expect(result).toBe(wanted);
  });

  test('are deleted, neighbours on a line and at the end too', async () => {
    const remove = (text: string, ...names: string[]) =>
      edited(text, { kind: 'delete', elements: elementsOf(text, names) });
    expect(await remove(`${head}h q[0]; x q[1]; z q[2];\n`, 'X', 'Z')).toBe('h q[0];\n');
    expect(await remove(`${head}h q[0];\nx q[1];\nz q[2];`, 'X', 'Z')).toBe('h q[0];\n');
    expect(await remove(`${head}h q[0];\n\nx q[1];\nz q[2];\n\ns q[0];\n`, 'X', 'Z')).toBe('h q[0];\n\ns q[0];\n');
    const commented = (text: string) => remove(`${head}${text}`, 'RX', 'X', 'Z');
    expect(await commented('rx( // note\n  0.5) q[0]; x q[1]; z q[2];\n\ns q[0];\n')).toBe('// note\n\ns q[0];\n');
    expect(await commented('rx(/* note */ 0.5) q[0]; x q[1]; z q[2];\ns q[0];\n')).toBe('/* note */\ns q[0];\n');
    expect(await commented('rx( // note\n  0.5) q[0]; x q[1]; z q[2]; s q[0];\n')).toBe('// note\ns q[0];\n');
    const block = 'c[0] = measure q[0];\nif (c[0]) {\n  h q[0];\n}\n';
    expect(await remove(head + block, 'Block', 'H')).toBe('c[0] = measure q[0];\n');
  });

  test('are duplicated behind the last of them, and pasted behind a gate or at the end', async () => {
    const text = head + body;
    expect(await edited(text, { kind: 'duplicate', elements: elementsOf(text, ['H', 'X']) })).toBe(
      'h q[0]; // first\nx q[1];\nh q[0];\nx q[1];\ny q[0];\nz q[1]; // last\n',
    );
    const pasted = 'rx(0.5) q[2];\ncx q[0], q[1];\n';
    expect(await edited(text, { kind: 'paste', text: pasted })).toBe(body + pasted);
    expect(await edited(text, { kind: 'paste', text: pasted, behind: elementOf(text, 'H') })).toBe(
      `h q[0]; // first\n${pasted}${body.slice(body.indexOf('x'))}`,
    );
  });

  test.each([
    ['what is no statement', 'hello, world', /clipboard has no OpenQASM statements|\.$/],
    ['nothing', ' \n', /clipboard has no OpenQASM statements/],
    ['names that nobody knows', 'h p[0];', /'p'/],
    ['a declaration that is there already', 'qubit[3] q;', /q/],
  ])('%s is not pasted', async (_, pasted, reason) => {
    expect(await edited(head + body, { kind: 'paste', text: pasted })).toMatch(reason);
    expect(await edited(head + body, { kind: 'paste', text: pasted })).not.toContain('// last');
  });
});

describe('in blocks', () => {
  const measured = 'c[0] = measure q[0];\n';
  const block = `${measured}if (c[0]) {\n  h q[0]; // first\n  cx q[0], q[1];\n} else {\n  y q[1];\n}\nz q[0];\n`;
  const inside = (text: string, frame: string, name: string, qubit: number, before: number, opening?: GroupOpening) =>
    edited(
      text,
      {
        kind: 'place',
        operation: gate(name, [qubit]),
        before,
        within: elementOf(text, frame, opening),
      },
      opening,
    );

  test('a gate is placed in the branch whose frame it is put into, at any place in it', async () => {
    expect(await inside(head + block, 'Block if', 'x', 0, 2)).toBe(
      block.replace('  cx', '  x q[0];\n  cx').replace(measured, measured),
    );
    expect(await inside(head + block, 'Block if', 'x', 0, 1)).toBe(block.replace('  h', '  x q[0];\n  h'));
    expect(await inside(head + block, 'Block if', 'x', 2, 3)).toBe(block.replace('q[1];\n}', 'q[1];\n  x q[2];\n}'));
    expect(await inside(head + block, 'Block else', 'x', 1, 4)).toBe(
      block.replace('  y q[1];', '  y q[1];\n  x q[1];'),
    );
  });

  test.each([
    [
      'a loop of the run',
      `${measured}while (c[0]) { h q[0]; c[0] = measure q[0]; }\n`,
      'Block while',
      2,
      `${measured}while (c[0]) { h q[0]; x q[0]; c[0] = measure q[0]; }\n`,
    ],
    [
      'a loop with one pass',
      'for int i in [0:0] {\n  h q[i];\n}\n',
      'Loop for',
      1,
      'for int i in [0:0] {\n  h q[i];\n  x q[0];\n}\n',
    ],
    [
      'a block in a block',
      `${measured}if (c[0]) {\n  if (c[1]) {\n    h q[0];\n  }\n}\n`,
      'Block if c[1]',
      1,
      `${measured}if (c[0]) {\n  if (c[1]) {\n    x q[0];\n    h q[0];\n  }\n}\n`,
    ],
  ])('%s takes gates too', async (_, body, frame, before, wanted) => {
    expect(await inside(head + body, frame, 'x', 0, before)).toBe(wanted);
  });

  test('a single statement without braces gets some, where the version has them', async () => {
    const short = `${measured}if (c[0]) h q[0]; // why\nelse x q[1];\n`;
    expect(await inside(head + short, 'Block if', 'x', 0, 2)).toBe(short.replace('h q[0];', '{ h q[0]; x q[0]; }'));
    expect(await inside(head + short, 'Block else', 'z', 1, 2)).toBe(short.replace('x q[1];', '{ z q[1]; x q[1]; }'));
    const old = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\nif (c == 1) h q[0];\n';
    expect(await inside(old, 'Block if', 'x', 0, 1)).toMatch(/OpenQASM 2 holds one statement/);
  });

  test('cases of a switch take gates', async () => {
    const text = `OPENQASM 3.1;\ninclude "stdgates.inc";\nqubit q;\nbit[2] c;\nc[0] = measure q;\nswitch (int[2](c)) {\n  case 1 { h q; }\n  default { z q; }\n}\n`;
    expect(await inside(text, 'Block other', 'x', 0, 9)).toBe(text.replace('z q;', 'z q; x q;'));
    expect(await inside(text, 'Block switch', 'x', 0, 1)).toBe(text.replace('h q;', 'x q; h q;'));
  });

  test.each([
    [
      'a loop that is drawn several times',
      'for int i in [0:2] {\n  h q[i];\n}\n',
      'Pass i = 1',
      /Line 5 is drawn 3 times/,
    ],
    [
      'a block in such a loop',
      `for int i in [0:1] {\n  if (c[i]) {\n    h q[0];\n  }\n}\n`,
      'Block if c[0]',
      /Line 6 is drawn 2 times/,
    ],
    [
      'a call',
      'gate g a { U(1, 0, 0) a; U(2, 0, 0) a; }\ng q[0];\n',
      'Call of g',
      /definition of 'g', which is used once/,
    ],
    [
      'a loop that does something in one pass alone',
      'for int i in [0:2] {\n  if (i == 1) {\n    h q[0];\n  }\n  if (i > 5) { x q[0]; }\n}\n',
      'Pass i = 1',
      /applied 3 times|part of what line 5/,
    ],
  ])('%s is refused, with the reason', async (_, body, frame, reason) => {
    const opening: GroupOpening = { others: 'all', chosen: {} };
    expect(await inside(head + body, frame, 'x', 0, 1, opening)).toMatch(reason);
  });

  const move = (text: string, name: string, frame: string | undefined, before: number) =>
    edited(text, {
      kind: 'move',
      elements: [elementOf(text, name)],
      before,
      ...(frame !== undefined && { within: elementOf(text, frame) }),
      wires: [],
    });

  test('gates move within their block, into others, out of it and into it', async () => {
    const text = head + block;
    expect(await move(text, 'H, q[0]', 'Block if', 3)).toBe(
      block.replace('  h q[0]; // first\n', '').replace('q[1];\n}', 'q[1];\n  h q[0]; // first\n}'),
    );
    expect(await move(text, 'H, q[0]', 'Block else', 3)).toBe(
      block.replace('  h q[0]; // first\n', '').replace('  y q[1];', '  h q[0]; // first\n  y q[1];'),
    );
    expect(await move(text, 'H, q[0]', undefined, 4)).toBe(
      block.replace('  h q[0]; // first\n', '').replace('}\nz', '}\nh q[0]; // first\nz'),
    );
    expect(await move(text, 'Z', 'Block else', 3)).toBe(
      block.replace('z q[0];\n', '').replace('  y q[1];', '  z q[0];\n  y q[1];'),
    );
    expect(await move(text, 'H, q[0]', undefined, 2)).toMatch(/inside the block or call of line 6/);
  });

  test('the last gate of a branch leaves it empty, and of what is without braces it stays', async () => {
    expect(await move(head + block, 'Y', undefined, 4)).toBe(
      block.replace('  y q[1];\n', '').replace('}\nz q[0];\n', '}\ny q[1];\nz q[0];\n'),
    );
    const last = `${measured}if (c[0]) {\n  h q[0];\n}\nz q[0];\n`;
    expect(await move(head + last, 'H', undefined, 3)).toBe(`${measured}if (c[0]) {\n}\nz q[0];\nh q[0];\n`);
    expect(await move(`${head}${measured}if (c[0]) h q[0];\n`, 'H', undefined, 2)).toMatch(
      /all that its condition or loop does/,
    );
  });

  test('what depends on a variable that changes, or on the loop, stays in its block', async () => {
    const changing = 'float a = 1;\na = 2;\nif (c[0]) {\n  rx(a) q[0];\n  x q[0];\n}\na = 3;\n';
    expect(await move(head + measured + changing, 'RX', undefined, 5)).toMatch(/uses a variable that changes/);
    const looped = 'for int i in [0:0] {\n  h q[i];\n  x q[0];\n}\n';
    expect(await move(head + looped, 'H', undefined, 5)).toMatch(/'i'/);
  });

  test('keys move within a block, and say that a frame ends it', async () => {
    const text = head + block;
    const shift = (name: string, direction: 'left' | 'right' | 'down') =>
      edited(text, { kind: 'shift', elements: [elementOf(text, name)], direction });
    expect(await shift('H, q[0]', 'right')).toBe(
      block.replace('  h q[0]; // first\n', '').replace('q[1];\n}', 'q[1];\n  h q[0]; // first\n}'),
    );
    expect(await shift('H, q[0]', 'left')).toMatch(/first on its wires in its block/);
    expect(await shift('Y', 'down')).toBe(block.replace('y q[1]', 'y q[2]'));
  });

  test('keys move past a long block and the one gate beside its end, not past all gates beside it', async () => {
    const long = 'if (c[0]) {\n  x q[2];\n  y q[2];\n  x q[2];\n}\n';
    const shift = (text: string, direction: 'left' | 'right') =>
      edited(head + text, { kind: 'shift', elements: [elementOf(head + text, 'CX')], direction });
    const gates = 'h q[0];\ns q[0];\nt q[0];\n';
    expect(await shift(`${gates}${long}cx q[0], q[2];\n`, 'left')).toBe(
      `h q[0];\ns q[0];\ncx q[0], q[2];\nt q[0];\n${long}`,
    );
    expect(await shift(`cx q[0], q[2];\n${gates}${long}`, 'right')).toBe(
      `h q[0];\ncx q[0], q[2];\ns q[0];\nt q[0];\n${long}`,
    );
  });
});

describe('deleting', () => {
  const remove = (text: string, ...names: readonly string[]) =>
    edited(text, { kind: 'delete', elements: names.map((name) => elementOf(text, name)) });

  test.each([
    ['a line', 'x q[0];\nh q[0];\ny q[0];\n', 'x q[0];\ny q[0];\n'],
    ['one of several on a line', 'x q[0]; h q[0]; y q[0];\n', 'x q[0]; y q[0];\n'],
    ['a line with a comment, which stays', '  h q[0]; // why\n', '  // why\n'],
    ['a statement with a comment in it', 'h /* which */ q[0];\n', '/* which */\n'],
    ['a line between blank lines', 'x q[0];\n\nh q[0];\n\ny q[0];\n', 'x q[0];\n\ny q[0];\n'],
    ['the last line', 'x q[0];\nh q[0];', 'x q[0];'],
  ])('%s', async (_, body, wanted) => {
    expect(await remove(head + body, 'H')).toBe(wanted);
  });

  test('several at once, and not what others depend on', async () => {
    expect(await remove(`${head}h q[0];\nx q[0];\nz q[0];\n`, 'H', 'Z')).toBe('x q[0];\n');
    const measured = `${head}c[0] = measure q[0];\n`;
    const text = `${measured}int[32] k = 0;\nif (c[0]) {\n  k = 1;\n  x q[0];\n}\nrx(k) q[1];\n`;
    expect(await remove(text, 'Block')).toMatch(/depend on this/);
    expect(await remove(`${measured}if (c[0]) x q[1];\n`, 'X')).toMatch(/all that its condition or loop does/);
  });

  test('one of many that a statement applies is refused, with the offer to write them out', async () => {
    const text = `${head}h q; // all\n`;
    const element = elementOf(text, 'H, q[1]');
    const gesture: DirectGesture = { kind: 'delete', elements: [element] };
    const answer = await circuitEdit(analyse(text), 7, gesture, automaticOpening, async (changed) => analyse(changed));
    expect(answer).toMatchObject({ kind: 'refused', offer: 'write-out', source: element.source });
    expect(await edited(text, { kind: 'write-out', element })).toBe('h q[0];\nh q[1];\nh q[2]; // all\n');
  });
});

test('parameters are changed in their place, and have to be one expression each', async () => {
  const text = `${head}u3(0.1, /* b */ 0.2, 0.3) q[0];\n`;
  const element = elementOf(text, 'U(');
  const set = (...parameters: string[]) => edited(text, { kind: 'set-parameters', element, parameters });
  expect(await set('0.1', 'pi/3', '0.3')).toBe('u3(0.1, /* b */ pi/3, 0.3) q[0];\n');
  expect(await set('0.1', '0.2')).toMatch(/takes 3 parameters, not 2/);
  expect(await set('0.1', '', '0.3')).toMatch(/Enter a number/);
  expect(await set('0.1', '0.2, 4', '0.3')).toMatch(/\.$/);
  expect(await set('0.1', '0.2) q[0]; x(', '0.3')).toMatch(/\.$/);
});

test('an element of another drawing is refused', async () => {
  const element = elementOf(`${head}h q[0];\n`, 'H');
  expect(await edited(`${head}// new\nh q[0];\n`, { kind: 'delete', elements: [element] })).toMatch(
    /not that of the text/,
  );
});

describe('statements that the text has the other way round are brought along', () => {
  test.each([
    [
      'what comes after, with its comment',
      'h q[0];\nt q[0]; // t\nh q[1];\n',
      place(gate('cx', [0, 1]), 1),
      'h q[0];\nh q[1];\ncx q[0], q[1];\nt q[0]; // t\n',
    ],
    [
      'what comes before, where that is less',
      't q[0];\nt q[0];\ns q[0];\nh q[1]; // h\n',
      place(gate('cx', [0, 1]), 1),
      't q[0];\nh q[1]; // h\ncx q[0], q[1];\nt q[0];\ns q[0];\n',
    ],
    [
      'with all that follows it on other wires',
      'h q[1];\ns q[1];\nt q[1];\ncx q[1], q[0];\nx q[0];\nh q[2];\ns q[2];\nt q[2];\n',
      place(gate('cz', [1, 2]), 3),
      'h q[1];\ns q[1];\nt q[1];\nh q[2];\ns q[2];\nt q[2];\ncz q[1], q[2];\ncx q[1], q[0];\nx q[0];\n',
    ],
  ] as const)('%s', async (_, body, gesture, wanted) => {
    expect(await edited(head + body, gesture)).toBe(wanted);
  });

  test('when several gates are moved together', async () => {
    const text = `${head}h q[0];\nh q[1];\ns q[1]; // s\nt q[1]; // t\nz q[0]; // z\n`;
    const elements = [elementOf(text, 'H, q[0]'), elementOf(text, 'H, q[1]')];
    expect(await edited(text, { kind: 'move', elements, before: 2, wires: [] })).toBe(
      's q[1]; // s\nz q[0]; // z\nh q[0];\nh q[1];\nt q[1]; // t\n',
    );
  });

  test('within a block, and in the definition of a gate', async () => {
    const body = 'c[2] = measure q[2];\nif (c[2]) {\n  h q[0];\n  t q[0];\n  h q[1];\n}\n';
    const text = head + body;
    const frame = elementOf(text, 'Block if');
    const within: DirectGesture = {
      kind: 'place',
      operation: gate('cx', [0, 1]),
      before: elementOf(text, 'T, q[0]').column,
      within: frame,
    };
    expect(await edited(text, within)).toContain('{\n  h q[0];\n  h q[1];\n  cx q[0], q[1];\n  t q[0];\n}');
    const defined = `${head}gate g a, b { h a; t a; h b; }\ng q[0], q[1];\n`;
    const open: GroupOpening = { others: 'all', chosen: {} };
    const inside: DirectGesture = {
      kind: 'place',
      operation: gate('cx', [0, 1]),
      before: elementOf(defined, 'T, q[0]', open).column,
      within: elementOf(defined, 'Call of g', open),
      changes: ['g'],
    };
    expect(await edited(defined, inside, open)).toContain('{ h a; h b; cx a, b; t a; }');
  });

  test('but not past what they depend on', async () => {
    const text = `${head}float a = 1;\nh q[0];\nrx(a) q[0];\na = 2;\nh q[1];\nrx(a) q[1];\n`;
    const before = elementOf(text, 'RX(1), q[0]').column;
    expect(await edited(text, place(gate('cx', [0, 1]), before))).toBe(
      'float a = 1;\nh q[0];\nh q[1];\ncx q[0], q[1];\nrx(a) q[0];\na = 2;\nrx(a) q[1];\n',
    );
  });
});
