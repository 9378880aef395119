import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitEdit } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type {
  CircuitGesture,
  DrawnElement,
  PlacedOperation,
} from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
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
async function edited(text: string, gesture: CircuitGesture, opening: GroupOpening = automaticOpening) {
  const answer = await circuitEdit(analyse(text), 7, gesture, opening, async (changed) => analyse(changed));
  expect(answer.version).toBe(7);
  if (answer.kind === 'refused') return answer.reason;
  const result = applyReplacements(text, answer.replacements);
  return result.startsWith(head) ? result.slice(head.length) : result;
}

function gate(name: string, qubits: readonly number[], parameters: readonly string[] = []): PlacedOperation {
  return { kind: 'gate', name, qubits, parameters };
}

function place(operation: PlacedOperation, before: number): CircuitGesture {
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
    expect(await edited('qubit q;\nreset q;\n', place({ kind: 'measure', qubit: 0 }, 1))).toMatch(/no bit left/);
  });

  test.each([
    ['a place that no gap of the text has', 'h q[0];\nh q[0];\nh q[1];\n', gate('cx', [0, 1]), 1, /Change their order/],
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
    edited(text, { kind: 'move', element: elementOf(text, name), before, wires });

  test('takes the comment behind and the annotation before along, and leaves no blank line', async () => {
    const text = `${head}h q[0];\n\n@keep\nx q[0]; // why\n\ny q[0];\n`;
    expect(await move(text, 'X', 3)).toBe('h q[0];\n\ny q[0];\n@keep\nx q[0]; // why\n');
  });

  test('to another qubit changes the operand alone', async () => {
    expect(await move(`${head}cx q[0],  q[1]; // e\n`, 'CX', 0, [{ from: 1, to: 2 }])).toBe('cx q[0],  q[2]; // e\n');
    expect(await move(`${head}cx q[0], q[1];\n`, 'CX', 0, [{ from: 1, to: 0 }])).toBe('cx q[1], q[0];\n');
  });

  test('does not cross a change of what it reads', async () => {
    const text = `${head}float a = 1;\nrx(a) q[0];\na = 2;\nx q[0];\n`;
    expect(await move(text, 'RX', 2)).toMatch(/what it uses is changed there|what it needs/);
  });

  test('keeps a declaration where it is', async () => {
    const text = 'OPENQASM 3.0;\nqubit q;\nbit b = measure q;\nreset q;\n';
    expect(await move(text, 'Measure', 2)).toMatch(/declares what other lines use/);
  });

  test('moves a whole call, and refuses a part of it', async () => {
    const text = `gate g a { U(1, 0, 0) a; U(2, 0, 0) a; }\nqubit q;\ng q;\nreset q;\n`;
    expect(await move(text, 'Call of g', 2)).toBe(
      'gate g a { U(1, 0, 0) a; U(2, 0, 0) a; }\nqubit q;\nreset q;\ng q;\n',
    );
    const open: GroupOpening = { others: 'all', chosen: {} };
    const part = elementOf(text, 'U(2', open);
    expect(await edited(text, { kind: 'delete', elements: [part] }, open)).toMatch(/part of 'g', which line 3 calls/);
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
    const gesture: CircuitGesture = { kind: 'delete', elements: [element] };
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
