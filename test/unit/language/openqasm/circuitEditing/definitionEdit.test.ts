import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitEdit, type DirectGesture } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type { DrawnElement } from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

const opening: GroupOpening = { others: 'all', chosen: {} };
const bell = 'gate bell(t) a, b {\n  h a; // first\n  rz(t / 2) b;\n  cx a, b; // entangle\n}\n';
const head = `OPENQASM 3.0;\ninclude "stdgates.inc";\n${bell}qubit[4] q;\n`;
const text = `${head}x q[0];\nbell(0.5) q[0], q[1];\nbell(pi) q[3], q[2];\n`;

function analyse(program: string) {
  return analyseProgram(program, { lints: 'off' });
}

function elementsOf(program: string) {
  const lowered = lowerProgram(analyse(program), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error[0]?.message);
  return layoutCircuit(lowered.value, { opening }).elements;
}

/** The element whose description begins with words, at its moment where that is needed. */
function elementOf(program: string, description: string): DrawnElement {
  const elements = elementsOf(program);
  const element = elements.find((each) => each.description.startsWith(description));
  if (!element?.source) throw new Error(`${description} is not among ${elements.map((each) => each.description)}`);
  const { column, firstWire, group, source } = element;
  return { source, column, firstWire, ...(group && { group: group.key }) };
}

function asked(program: string, gesture: DirectGesture) {
  return circuitEdit(analyse(program), 3, gesture, opening, async (changed) => analyse(changed));
}

/** The text after a gesture that the user agrees to, or why it is refused. */
async function edited(program: string, gesture: DirectGesture, changes = ['bell']): Promise<string> {
  const answer = await asked(program, { ...gesture, changes });
  if (answer.kind === 'refused') return answer.reason;
  expect(answer.label).toContain(`in '${changes[0]}'`);
  return applyReplacements(program, answer.replacements);
}

const h = () => elementOf(text, 'H, q[0]');
const rz = () => elementOf(text, 'RZ(0.25), q[1]');
const cx = () => elementOf(text, 'CX, control q[0]');
const frame = () => elementOf(text, 'Call of bell(0.5)');

test('the user is asked before a definition is changed, and told how often it is used', async () => {
  const answer = await asked(text, { kind: 'delete', elements: [rz()] });
  expect(answer).toMatchObject({
    kind: 'refused',
    reason: "This changes the definition of 'bell', which is used 2 times.",
    offer: 'change-definition',
    definition: 'bell',
  });
  const other = await asked(text, { kind: 'delete', elements: [rz()], changes: ['other'] });
  expect(other.kind).toBe('refused');
});

describe('what a call shows is edited in the definition', () => {
  test.each([
    ['deleted', () => ({ kind: 'delete', elements: [rz()] }), bell.replace('  rz(t / 2) b;\n', '')],
    [
      'placed by the names of the definition',
      () => ({
        kind: 'place',
        operation: { kind: 'gate', name: 'cz', parameters: [], qubits: [1, 0] },
        before: 100,
        within: frame(),
      }),
      bell.replace('entangle\n', 'entangle\n  cz b, a;\n'),
    ],
    [
      'moved in time',
      () => ({ kind: 'move', elements: [h()], before: cx().column + 1, within: frame(), wires: [] }),
      bell.replace('  h a; // first\n', '').replace('entangle\n', 'entangle\n  h a; // first\n'),
    ],
    [
      'moved to another wire',
      () => ({ kind: 'move', elements: [h()], before: 1, within: frame(), wires: [{ from: 0, to: 1 }] }),
      bell.replace('h a;', 'h b;'),
    ],
    ['shifted', () => ({ kind: 'shift', elements: [cx()], direction: 'left' }), undefined],
    [
      'duplicated',
      () => ({ kind: 'duplicate', elements: [rz()] }),
      bell.replace('rz(t / 2) b;\n', 'rz(t / 2) b;\n  rz(t / 2) b;\n'),
    ],
    [
      'given other parameters',
      () => ({ kind: 'set-parameters', element: rz(), parameters: ['2 * t'] }),
      bell.replace('t / 2', '2 * t'),
    ],
    [
      'given a control',
      () => ({ kind: 'toggle-control', element: rz(), qubit: 0, value: 1 }),
      bell.replace('  rz(t / 2) b;\n', '').replace('  h a', '  crz(t / 2) a, b;\n  h a'),
    ],
  ] as const)('%s', async (_, gesture, wanted) => {
    const after = await edited(text, gesture() as DirectGesture);
    expect(after).toContain('x q[0];\nbell(0.5) q[0], q[1];\nbell(pi) q[3], q[2];\n');
    if (wanted === undefined) expect(after).not.toContain(bell);
    else expect(after).toContain(wanted);
  });

  test('in a subroutine too, also by elements of a register', async () => {
    const program =
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ndef pair(qubit[2] p, qubit r) {\n  h p[0];\n  cx p[1], r;\n}\nqubit[4] q;\npair(q[1:2], q[0]);\n';
    const after = await edited(
      program,
      { kind: 'shift', elements: [elementOf(program, 'H, q[1]')], direction: 'down' },
      ['pair'],
    );
    expect(after).toContain('h p[1];');
    const element = elementOf(program, 'CX, control q[2]');
    const placed: DirectGesture = {
      kind: 'place',
      operation: { kind: 'reset', qubit: 0 },
      before: element.column + 1,
      within: elementOf(program, 'Call of pair'),
    };
    expect(await edited(program, placed, ['pair'])).toContain('cx p[1], r;\n  reset r;\n');
  });

  test('of a call within a call the inner definition is meant', async () => {
    const program = `${head}gate two a, b { bell(1) b, a; x b; }\ntwo q[1], q[2];\n`;
    const inner = elementOf(program, 'H, q[2]');
    expect(await edited(program, { kind: 'delete', elements: [inner] })).toContain('{\n  // first\n  rz(t / 2) b;');
    const outer = elementOf(program, 'X, q[2]');
    expect(await edited(program, { kind: 'shift', elements: [outer], direction: 'left' }, ['two'])).toContain(
      '{ x b; bell(1) b, a; }',
    );
  });
});

describe('refused is', () => {
  test.each([
    [
      'a wire that is no argument',
      () => ({ kind: 'move', elements: [h()], before: 1, within: frame(), wires: [{ from: 0, to: 3 }] }),
      "That wire is no argument of 'bell' here.",
    ],
    [
      'a gate on such a wire',
      () => ({
        kind: 'place',
        operation: { kind: 'gate', name: 'x', parameters: [], qubits: [2] },
        before: 1,
        within: frame(),
      }),
      "This wire is no argument of 'bell' here.",
    ],
    [
      'a measurement in a gate',
      () => ({ kind: 'place', operation: { kind: 'measure', qubit: 0 }, before: 1, within: frame() }),
      "'bell' is a gate: it holds gates and barriers.",
    ],
    [
      'what would leave the definition',
      () => ({ kind: 'move', elements: [h()], before: 0, wires: [] }),
      "Nothing goes into the definition of 'bell' or out of it.",
    ],
    [
      'what would come into it',
      () => ({ kind: 'move', elements: [elementOf(text, 'X, q[0]')], before: 1, within: frame(), wires: [] }),
      "Nothing goes into the definition of 'bell' or out of it.",
    ],
    [
      'a parameter that the definition does not know',
      () => ({ kind: 'set-parameters', element: rz(), parameters: ['theta'] }),
      'theta',
    ],
    [
      'what is in several definitions',
      () => ({ kind: 'delete', elements: [h(), elementOf(text, 'H, q[3]')] }),
      'Choose gates of one call at a time.',
    ],
    [
      'pasting',
      () => ({ kind: 'paste', text: 'x a;', behind: h() }),
      "Paste it into the definition of 'bell' in the text.",
    ],
  ] as const)('%s', async (_, gesture, reason) => {
    expect(await edited(text, gesture() as DirectGesture)).toContain(reason);
  });

  test.each([
    ['a call with modifiers', `${head}inv @ bell(1) q[0], q[1];\n`, 'H, q[0]', "This is a part of 'inv bell'"],
    [
      'a block of a subroutine',
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ndef f(qubit r) {\n  bit b = measure r;\n  if (b) { x r; y r; }\n}\nqubit q;\nf(q);\n',
      'X, q',
      "Line 5 is in a block of the definition of 'f'; edit it in the text.",
    ],
  ])('%s', async (_, program, element, reason) => {
    expect(await edited(program, { kind: 'delete', elements: [elementOf(program, element)] })).toContain(reason);
  });

  test('a closed call is edited as a whole', async () => {
    const lowered = lowerProgram(analyse(text), { withGroups: true });
    if (!lowered.ok) throw new Error(lowered.error[0]?.message);
    const { elements } = layoutCircuit(lowered.value, { opening: automaticOpening });
    const call = elements.find(({ description }) => description.startsWith('Call of bell(0.5)'));
    if (!call?.source || !call.group) throw new Error('The call is not drawn.');
    const element = { source: call.source, column: call.column, firstWire: call.firstWire, group: call.group.key };
    const gesture: DirectGesture = { kind: 'delete', elements: [element] };
    const answer = await circuitEdit(analyse(text), 3, gesture, automaticOpening, async (each) => analyse(each));
    expect(answer.kind === 'edit' && applyReplacements(text, answer.replacements)).not.toContain('bell(0.5)');
  });
});
