import { describe, expect, test } from 'vitest';
import { afterAccepting, completionsAt, documentationOf, labelsAt } from '#test/support/openqasmCompletions.ts';

const v3 = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';
const v2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';

describe('at the beginning of a statement', () => {
  test('gates are calls of the right arity on qubits there are', async () => {
    const items = (await completionsAt(`${v3}qubit[2] q;\nr‸\n`)).items;
    expect(items.find(({ label }) => label === 'rx')).toMatchObject({
      detail: 'gate rx(θ) a',
      labelDetails: { detail: '(θ) a' },
      insertTextFormat: 2,
      textEdit: { newText: 'rx(${1:θ}) ${2:q[0]};', range: { start: { line: 3, character: 0 } } },
    });
    expect(await afterAccepting(`${v3}qubit[2] q;\nc‸\n`, 'cx')).toBe(`${v3}qubit[2] q;\ncx q[0], q[1];\n`);
    expect(await afterAccepting(`${v3}qubit a, b;\nqubit b;\ns‸`, 'swap')).toContain('swap a, b;');
  });

  test('the name alone replaces the name of a call that is written', async () => {
    expect(await afterAccepting(`${v3}qubit q;\nr‸(0.5) q;\n`, 'ry')).toBe(`${v3}qubit q;\nry(0.5) q;\n`);
  });

  test('own gates come before those of the library, keywords after', async () => {
    const labels = await labelsAt(`${v3}gate mine(t) a { rx(t) a; }\nqubit q;\nint n;\n‸`);
    const places = ['mine', 'n', 'h', 'reset'].map((label) => labels.indexOf(label));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('gates of a library that is not included bring its include', async () => {
    expect(await afterAccepting('OPENQASM 3.0; // version\nqubit[2] q;\nc‸\n', 'cx')).toBe(
      'OPENQASM 3.0; // version\ninclude "stdgates.inc";\nqubit[2] q;\ncx q[0], q[1];\n',
    );
    expect(await afterAccepting('OPENQASM 2.0;\nqreg q[2];\nc‸\n', 'cu1')).toContain(
      'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncu1(λ) q[0], q[1];\n',
    );
  });

  test.each([
    [
      'the words of OpenQASM 2',
      `${v2}qreg q[2];\n‸`,
      ['qreg', 'creg', 'opaque', 'u3', 'cu1'],
      ['qubit', 'for', 'ctrl'],
    ],
    [
      'the words of OpenQASM 3',
      `${v3}‸`,
      ['qubit', 'for', 'ctrl', 'switch', 'def', 'output'],
      ['qreg', 'nop', 'opaque'],
    ],
    ['what the version has', 'OPENQASM 3.2;\n‸', ['nop', 'switch'], []],
    ['what the version lacks', 'OPENQASM 3.0;\n‸', ['while'], ['nop', 'switch']],
    [
      'unitary statements in a gate',
      `${v3}gate g a { ‸ }`,
      ['h', 'ctrl', 'gphase', 'for'],
      ['measure', 'reset', 'qubit', 'def', 'if'],
    ],
    ['jumps in a loop', `${v3}while (true) { ‸ }`, ['break', 'continue', 'if'], ['return', 'gate', 'include']],
    ['no jumps outside', `${v3}{ ‸ }`, ['if'], ['break', 'continue', 'return', 'gate']],
    ['the return of a subroutine', `${v3}def f(qubit q) -> bit { ‸ }`, ['return', 'measure', 'h'], ['def', 'break']],
    [
      'what can be assigned to and called',
      `${v3}const int n = 1; int i; bit[2] c; def f() {}\n‸`,
      ['i', 'c', 'f'],
      ['n', 'pi'],
    ],
  ])('%s', async (_, marked, offered, not) => {
    const labels = await labelsAt(marked);
    expect(labels).toEqual(expect.arrayContaining(offered));
    for (const label of not) expect(labels).not.toContain(label);
  });

  test('statements use the registers there are', async () => {
    expect(await afterAccepting(`${v3}qubit[2] data;\nbit[2] out;\nme‸`, 'measure')).toContain('out = measure data;');
    expect(await afterAccepting(`${v2}qreg data[2];\ncreg out[2];\nme‸`, 'measure')).toContain('measure data -> out;');
  });

  test('the version comes first in a file without one', async () => {
    expect((await labelsAt('‸'))[0]).toBe('OPENQASM');
    expect(await labelsAt(`${v3}‸`)).not.toContain('OPENQASM');
    expect(await labelsAt('OPENQASM ‸')).toEqual(['3.0', '3.1', '3.2', '2.0']);
    expect(await afterAccepting('OPENQASM 3‸;', '3.1')).toBe('OPENQASM 3.1;');
  });

  test('nothing is proposed unasked', async () => {
    expect(await labelsAt(`${v3}qubit q;\n ‸`, { trigger: ' ' })).toEqual([]);
    expect(await labelsAt(`${v3}qubit q;\nh ‸`, { trigger: ' ' })).toEqual(['q']);
  });
});

describe('operands', () => {
  test.each([
    ['elements that are free', `${v3}qubit[3] q;\ncx q[1], ‸`, ['q[0]', 'q[2]']],
    ['elements that later operands leave free', `${v3}qubit[3] q;\nccx ‸, q[1], q[2];`, ['q[0]']],
    ['registers first where one operand is taken', `${v3}qubit[2] q;\nh ‸`, ['q', 'q[0]', 'q[1]']],
    ['registers first where they are usual', `${v3}qubit[2] q;\nreset ‸`, ['q', 'q[0]', 'q[1]']],
    [
      'registers of equal size beside a register',
      `${v3}qubit[2] a; qubit[2] b; qubit[3] c;\ncx a, ‸`,
      ['b', 'b[0]', 'b[1]', 'c[0]', 'c[1]', 'c[2]', 'c'],
    ],
    ['after parameters', `${v3}qubit[1] q;\nrx(pi/2) ‸`, ['q', 'q[0]']],
    ['after modifiers', `${v3}qubit[2] q;\nctrl @ inv @ rx(1) q[0], ‸`, ['q[1]']],
    ['after a condition', `${v3}qubit[2] q;\nbit b;\nif (b) cx q[0], ‸`, ['q[1]']],
    ['after else', `${v3}qubit[2] q;\nbit b;\nif (b) h q[0]; else reset ‸`, ['q', 'q[0]', 'q[1]']],
    ['in a loop', `${v3}qubit[2] q;\nfor int i in [0:1] cx q[0], ‸`, ['q[1]']],
    ['in OpenQASM 2', `${v2}qreg q[2];\ncx q[0],‸`, ['q[1]']],
    ['of gates whose library is missing', 'OPENQASM 3.0;\nqubit[2] q;\ncx q[0], ‸', ['q[1]']],
    ['in a gate', `${v3}gate g(t) a, b { cx a, ‸ }`, ['b', 'a']],
    ['of an alias', `${v3}qubit[3] q;\nlet r = q[1:2];\ncx q[1], r[‸`, ['1', '0']],
    ['hardware qubits', `${v3}h $0;\ncx $0, ‸`, ['$1', '$0']],
    ['the parts of an alias', `${v3}qubit[1] q;\nbit[1] c;\nlet a = ‸`, ['q', 'c', 'q[0]', 'c[0]']],
  ])('are %s', async (_, marked, wanted) => {
    const labels = await labelsAt(marked);
    expect(labels.filter((label) => wanted.includes(label))).toEqual(wanted.filter((label) => labels.includes(label)));
    expect(labels.slice(0, 1)).toEqual(wanted.slice(0, 1));
  });

  test('are nothing else', async () => {
    const labels = await labelsAt(`${v3}qubit[2] q;\nbit[2] c;\nconst int n = 2;\ninput angle theta;\nrx(theta) ‸`);
    expect(labels).toEqual(['q', 'q[0]', 'q[1]']);
  });

  test('are not proposed without a comma between them', async () => {
    expect(await labelsAt(`${v3}qubit[2] q;\ncx q[0] ‸`)).toEqual([]);
  });

  test('of a measurement have its size', async () => {
    const declared = `${v3}qubit[2] q; qubit a; bit[2] c; bit[3] d; bit e;\n`;
    expect((await labelsAt(`${declared}measure q -> ‸`))[0]).toBe('c');
    expect((await labelsAt(`${declared}measure q[0] -> ‸`)).slice(0, 2)).toEqual(['c[0]', 'c[1]']);
    expect((await labelsAt(`${declared}c = measure ‸`))[0]).toBe('q');
    expect((await labelsAt(`${declared}e = measure ‸`)).slice(0, 2)).toEqual(['q[0]', 'q[1]']);
    expect((await labelsAt(`${declared}bit[2] r = measure ‸`))[0]).toBe('q');
    expect(await labelsAt(`${declared}measure q ‸`)).toEqual(['->']);
  });

  test('of a subroutine have the size it takes', async () => {
    const labels = await labelsAt(`${v3}def f(qubit[2] r, qubit s) {}\nqubit[2] a; qubit[3] b;\nf(‸`);
    expect(labels[0]).toBe('a');
    expect((await labelsAt(`${v3}def f(qubit r, qubit s) {}\nqubit[2] a;\nf(a[0], ‸`))[0]).toBe('a[1]');
  });
});

describe('indices', () => {
  test('are those that are free first, and never out of range', async () => {
    const labels = await labelsAt(`${v3}qubit[3] q;\ncx q[1], q[‸];`);
    expect(labels.slice(0, 2)).toEqual(['0', '2']);
    expect(labels).toContain('1');
    expect(labels).not.toContain('3');
    expect(labels.indexOf('1')).toBeGreaterThan(labels.indexOf('0:2'));
    expect(labels).toContain('0:2:2');
    expect(await labelsAt(`${v3}qubit[2] q;\nh q[‸];`)).not.toContain('0:2:1');
  });

  test('are numbers only in OpenQASM 2', async () => {
    expect(await labelsAt(`${v2}qreg q[2];\nx q[‸`)).toEqual(['0', '1']);
  });

  test('are values too, integers first', async () => {
    const labels = await labelsAt(`${v3}qubit[2] q;\nconst float f = 1.0;\nfor int i in [0:1] { h q[‸]; }`);
    expect(labels.indexOf('i')).toBeLessThan(labels.indexOf('f'));
  });

  test('replace the digits that are written', async () => {
    expect(await afterAccepting(`${v3}qubit[20] q;\nh q[1‸];`, '12')).toContain('h q[12];');
  });

  test('of arrays belong to their dimension', async () => {
    const declared = `${v3}array[int[32], 2, 3] m;\n`;
    expect((await labelsAt(`${declared}m[1, ‸`)).filter((label) => /^\d+$/.test(label))).toEqual(['0', '1', '2']);
    expect((await labelsAt(`${declared}m[1][‸`)).filter((label) => /^\d+$/.test(label))).toEqual(['0', '1', '2']);
  });
});

describe('values', () => {
  test.each([
    ['angles for gates', `${v3}qubit q;\nint n; angle a; bit b;\nrx(‸) q;`, ['a'], ['q', 'h']],
    ['truth for conditions', `${v3}bit b; bool done; angle a;\nif (‸`, ['done'], []],
    ['integers for switches', `${v3}int n; angle a;\nswitch (‸`, ['n'], []],
    ['the type of a declaration', `${v3}const angle a = 1.0; const int n = 2;\nangle[8] x = ‸`, ['a'], []],
    ['the type of an assignment', `${v3}angle a; int n; int m;\nn = ‸`, ['m'], []],
    ['the type of a parameter', `${v3}def f(angle x, int y) {}\nint n; angle a;\nf(a, ‸`, ['n'], []],
    ['the type of a result', `${v3}def f(angle a, int n) -> int { return ‸ }`, ['n'], []],
    ['constants for sizes', `${v3}const int n = 2; int m;\nqubit[‸] q;`, ['n'], ['m']],
    ['constants for counts of controls', `${v3}const int n = 2; int m;\nctrl(‸`, ['n'], ['m']],
    ['parameters in a gate', `${v3}qubit q;\ngate g(t) a { rx(‸) a; }`, ['t'], ['a', 'q']],
    ['durations', `${v3}duration d = 10ns; int n;\ndelay[‸`, ['d'], []],
    ['inside parentheses', `${v3}angle a; int n;\nqubit q;\nrx(2*(‸`, ['a'], []],
    ['of OpenQASM 2', `${v2}gate g(t) a { rz(‸) a; }`, ['t'], ['log', 'true']],
  ])('are %s', async (_, marked, [first], not) => {
    const labels = await labelsAt(marked);
    expect(labels[0]).toBe(first);
    for (const label of not) expect(labels).not.toContain(label);
  });

  test('are bits for conditions before numbers, and registers to compare', async () => {
    const labels = await labelsAt(`${v3}bit[2] c; bool done; const int n = 2;\nif (‸`);
    expect(labels.slice(0, 4)).toEqual(['done', 'c', 'c[0]', 'c[1]']);
    expect(labels.indexOf('true')).toBeLessThan(labels.indexOf('pi'));
    expect(await labelsAt(`${v2}qreg q[1];\ncreg c[2];\nif (‸`)).toEqual(['c']);
    expect(await afterAccepting(`${v2}qreg q[1];\ncreg c[2];\nif (‸`, 'c')).toContain('if (c == 1');
  });

  test('are not what is being declared', async () => {
    for (const written of ['angle own = ‸', 'let own = ‸', 'const int own = 2 * ‸', 'bit own = ‸']) {
      expect([written, await labelsAt(`${v3}qubit[2] q;\n${written}\nreset q;`)]).not.toEqual([
        written,
        expect.arrayContaining(['own']),
      ]);
    }
    expect(await labelsAt(`${v3}qubit own\nh ‸`)).toContain('own');
  });

  test('of durations come in nanoseconds first', async () => {
    const labels = await labelsAt(`${v3}delay[‸`);
    expect(labels.filter((label) => label.startsWith('100'))).toEqual(['100ns', '100us', '100ms', '100s', '100dt']);
  });

  test('say what constants are', async () => {
    const { items } = await completionsAt(`${v3}const int n = 2 * 3;\nqubit q;\nrx(‸) q;`);
    expect(items.find(({ label }) => label === 'n')?.detail).toBe('int = 6');
    expect(items.find(({ label }) => label === 'pi')?.detail).toContain('π ≈ 3.14159');
  });

  test('are multiples of π for angles, before functions and other constants', async () => {
    const labels = await labelsAt(`${v3}qubit q;\nangle own;\nrx(‸) q;`);
    expect(labels.slice(0, 8)).toEqual(['own', 'pi', 'pi/2', 'pi/4', 'π', 'tau', 'τ', 'euler']);
    expect((await labelsAt(`${v2}qreg q[1];\nrx(‸) q[0];`)).slice(0, 3)).toEqual(['pi', 'pi/2', 'pi/4']);
    expect(await labelsAt(`${v3}int n;\nn = ‸`)).not.toContain('pi/2');
  });

  test('are functions with their parentheses', async () => {
    expect(await afterAccepting(`${v3}qubit q;\nrx(si‸) q;`, 'sin')).toContain('rx(sin()) q;');
    expect(await labelsAt(`${v2}qreg q[1];\nrx(‸) q[0];`)).toEqual(expect.arrayContaining(['pi', 'ln', 'sqrt']));
  });

  test('include a measurement where one is allowed', async () => {
    expect(await labelsAt(`${v3}qubit q;\nbit b;\nb = ‸`)).toContain('measure');
    expect(await labelsAt(`${v3}qubit q;\nbit b;\nb = 1 + ‸`)).not.toContain('measure');
  });
});

describe('names with other letters', () => {
  test('are replaced as a whole', async () => {
    const text = `${v3}qubit q;\ninput angle θ₀;\ninput angle θx;\nrx(θ‸) q;`.replace('input angle θ₀;\n', '');
    expect(await afterAccepting(text, 'θx')).toContain('rx(θx) q;');
  });

  test('are found by what they are called', async () => {
    const { items } = await completionsAt(`${v3}input angle θ;\nqubit q;\nrx(th‸) q;`);
    expect(items.find(({ label }) => label === 'θ')).toMatchObject({ filterText: 'theta' });
  });

  test('are written with a backslash', async () => {
    expect(await afterAccepting(`${v3}input angle \\the‸;`, '\\theta')).toContain('input angle θ;');
  });
});

describe('words of the grammar', () => {
  test.each([
    ['in', `${v3}for int i ‸`, ['in']],
    ['types of loop variables', `${v3}for ‸`, ['bit', 'bool', 'int', 'uint']],
    ['types of inputs', `${v3}input ‸`, ['angle', 'int']],
    ['types of results', `${v3}def f() -> ‸`, ['bit', 'int']],
    ['types of parameters', `${v3}def f(‸`, ['qubit', 'readonly array', 'angle']],
    ['cases', `${v3}switch (1) { ‸ }`, ['case', 'default']],
    ['else', `${v3}bit b; qubit q;\nif (b) { x q; } ‸`, ['else', 'h']],
    ['ranges', `${v3}bit[2] c;\nfor int i in ‸`, ['[0:3]', 'c']],
    ['gates after a modifier', `${v3}qubit q;\nctrl @ ‸`, ['x', 'inv', 'gphase']],
  ])('are %s', async (_, marked, wanted) => {
    expect(await labelsAt(marked)).toEqual(expect.arrayContaining(wanted));
  });

  test('in comes after the variable of a loop', async () => {
    expect(await labelsAt(`${v3}for ‸`)).not.toContain('in');
  });

  test('modifiers bring their sign and are followed by gates only', async () => {
    expect(await afterAccepting(`${v3}qubit q;\nct‸`, 'ctrl')).toContain('\nctrl @ ');
    expect(await labelsAt(`${v3}qubit q;\nctrl @ ‸`)).not.toContain('reset');
  });
});

describe('includes', () => {
  const files = {
    'file:///project/circuit.qasm': '',
    'file:///project/gates.inc': '',
    'file:///project/readme.md': '',
    'file:///project/lib/more.qasm': '',
    'file:///shared/common.inc': '',
  };

  test('are the libraries, files and folders there are, the library of the version first', async () => {
    const options = { files, includePaths: ['file:///shared'] };
    expect(await labelsAt('OPENQASM 3.0;\ninclude "‸";', options)).toEqual([
      'stdgates.inc',
      'gates.inc',
      'common.inc',
      'lib/',
      'qelib1.inc',
    ]);
    expect((await labelsAt('OPENQASM 2.0;\ninclude "‸";', options))[0]).toBe('qelib1.inc');
  });

  test('are not what the program includes already', async () => {
    const more = 'include "lib/more.qasm";\n';
    expect(await labelsAt(`${v3}include "gates.inc";\ninclude "‸";`, { files })).toEqual(['lib/', 'qelib1.inc']);
    expect(await labelsAt(`${v3}${more}include "lib/‸";`, { files })).toEqual([]);
    expect(await labelsAt(`${v3}include "gates‸.inc";\n${more}`, { files })).toContain('gates.inc');
  });

  test('go on below a folder', async () => {
    expect(await afterAccepting('OPENQASM 3.0;\ninclude "lib/m‸";', 'more.qasm', { files })).toContain(
      'include "lib/more.qasm";',
    );
  });

  test('are proposed while the quotes are open, and with their quotes before them', async () => {
    expect(await labelsAt('OPENQASM 3.0;\ninclude "g‸', { files })).toContain('gates.inc');
    expect(await afterAccepting('OPENQASM 3.0;\ninclude ‸', '"stdgates.inc"')).toContain('include "stdgates.inc"');
  });
});

describe('directives', () => {
  test('are pragmas of Braket and those of the file', async () => {
    const labels = await labelsAt(`${v3}pragma own thing\npragma ‸`);
    expect(labels[0]).toBe('own thing');
    expect(labels).toContain('braket verbatim');
    expect(await afterAccepting(`${v3}pragma braket r‸`, 'braket result state_vector')).toContain(
      'pragma braket result state_vector',
    );
  });

  test('are annotations of the file', async () => {
    expect(await labelsAt(`${v3}@bind here\nqubit q;\n@b‸\nqubit r;`)).toEqual(['bind here']);
  });

  test('are the operations of OpenPulse in calibrations', async () => {
    const text = `${v3}defcalgrammar "openpulse";\ncal { port d0; frame f0 = newframe(d0, 5e9, 0); }\ndefcal x $0 { ‸ }`;
    const labels = await labelsAt(text);
    expect(labels.slice(0, 2)).toEqual(['d0', 'f0']);
    expect(labels).toEqual(expect.arrayContaining(['play', 'gaussian', 'shift_phase']));
    expect(labels).not.toContain('h');
    expect(await labelsAt(`${v3}cal {‸}`)).toContain('newframe');
  });

  test('are hardware qubits after a dollar sign', async () => {
    expect(await labelsAt(`${v3}h $1;\nx $‸;`)).toEqual(['$0', '$1', '$2']);
    expect(await afterAccepting(`${v3}h $1;\nx $‸;`, '$1')).toContain('x $1;');
  });
});

describe('nothing is proposed', () => {
  test.each([
    ['in a comment', `${v3}// h‸`],
    ['in a comment at the end of a line', `${v3}qubit q; // h‸\nx q;`],
    ['in an open block comment', `${v3}/* h‸`],
    ['in a block comment', `${v3}/* h‸ */`],
    ['in a bit string', `${v3}bit[2] c = "0‸1";`],
    ['in a number', `${v3}qubit q;\nrx(1.‸5) q;`],
    ['for the name of a register', `${v3}qubit[2] ‸`],
    ['for the name of a variable', `${v3}int ‸`],
    ['for the name of a gate', `${v3}gate ‸`],
    ['for the parameters of a gate', `${v3}gate g(‸`],
  ])('%s', async (_, marked) => {
    expect(await labelsAt(marked)).toEqual([]);
  });
});

describe('long lists', () => {
  const many = Array.from({ length: 1200 }, (_, index) => `int variable${index};`).join('\n');

  test('are cut and say so', async () => {
    const { isIncomplete, items } = await completionsAt(`${v3}${many}\n‸`);
    expect(isIncomplete).toBe(true);
    expect(items).toHaveLength(1000);
  });

  test('have what is typed', async () => {
    const { items } = await completionsAt(`${v3}${many}\nvar1199‸`);
    expect(items.map(({ label }) => label)).toEqual(['variable1199']);
  });

  test('are not incomplete when they are short', async () => {
    expect((await completionsAt(`${v3}‸`)).isIncomplete).toBe(false);
  });
});

describe('the documentation of a proposal', () => {
  test.each([
    ['a gate', `${v3}qubit q;\n‸`, 'rx', /^Rotation about X/],
    ['a gate whose library is missing', 'OPENQASM 3.0;\nqubit q;\n‸', 'rx', /^Rotation about X/],
    ['an own gate', `${v3}gate mine a { h a; }\nqubit q;\n‸`, 'mine', /gate mine a \{ h a; \}/],
    ['a constant', `${v3}const int n = 2;\nqubit[‸`, 'n', /const int n = 2/],
    ['a keyword', `${v3}‸`, 'box', /Keeps operations together[\s\S]*openqasm\.com\/language\/delays/],
    ['a modifier', `${v3}‸`, 'negctrl', /first qubit is 0/],
  ])('says what %s is', async (_, marked, label, wanted) => {
    expect(await documentationOf(marked, label)).toMatchObject({
      kind: 'markdown',
      value: expect.stringMatching(wanted),
    });
  });
});
