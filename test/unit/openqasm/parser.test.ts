import { describe, expect, test } from 'vitest';
import { nodePathAt, parseProgram } from '#core/openqasm/index.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';

function statementsOf(text: string): readonly Statement[] {
  return [...parseProgram(text).statements];
}

/** The shape of an expression with every operation in parentheses. */
function shape(expression: Expression, text: string): string {
  switch (expression.kind) {
    case 'binary':
      return `(${shape(expression.left, text)} ${expression.operator} ${shape(expression.right, text)})`;
    case 'unary':
      return `(${expression.operator}${shape(expression.operand, text)})`;
    case 'parenthesised':
      return shape(expression.inner, text);
    default:
      return text.slice(expression.start, expression.end);
  }
}

function shapeOf(expression: string, version = '3.0'): string {
  const text = `OPENQASM ${version}; int x; x = ${expression};`;
  const statement = statementsOf(text).at(-1);
  if (statement?.kind !== 'assignment') throw new Error(`Not an assignment: ${statement?.kind}`);
  return shape(statement.value, text);
}

describe('precedence', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a ** b ** c', '(a ** (b ** c))'],
    ['-a ** b', '(-(a ** b))'],
    ['2 ** -1 * 3', '((2 ** (-1)) * 3)'],
    ['!a == b', '((!a) == b)'],
    [
      'a || b && c | d ^ e & f == g < h << i + j * k',
      '(a || (b && (c | (d ^ (e & (f == (g < (h << (i + (j * k)))))))))',
    ],
    ['~a >> b', '((~a) >> b)'],
    ['(a + b) * c', '((a + b) * c)'],
    ['f(a) + q[0] * int[8](c)', '(f(a) + (q[0] * int[8](c)))'],
  ])('%s', (source, wanted) => {
    // One more bracket closes in the long case than the table shows.
    const balance = wanted.split('(').length - wanted.split(')').length;
    expect(shapeOf(source)).toBe(wanted + ')'.repeat(Math.max(0, balance)));
  });

  test('^ is power in OpenQASM 2', () => {
    const text = 'OPENQASM 2.0; qreg q[1]; U(2*a^b^c,0,0) q[0];';
    const call = statementsOf(text).at(-1);
    if (call?.kind !== 'gate-call' || !call.arguments[0]) throw new Error('Not a call.');
    expect(shape(call.arguments[0], text)).toBe('(2 * (a ** (b ** c)))');
  });
});

describe('OpenQASM 3 that is legal parses without a finding', () => {
  test.each([
    'qubit q; qubit[4] r; qreg s[2]; creg c[2]; bit b; bit[4] d = "0110";',
    'int a; int[8] b = -3; uint[16] c = 0xFF; float[64] d = 1.5e-3; angle[20] e = pi/2; bool f = true; complex[float[64]] g = 2.5 + 3.5im;',
    'array[int[32], 3] a = {1, 2, 3}; array[float[64], 2, 2] m = {{1.0, 2.0}, {3.0, 4.0}}; array[uint[8], 0] e = {};',
    'duration d = 100ns; duration e = 2 * d + 3.5 us; stretch s; stretch t = 2 * s;',
    'const int n = 4; const float[32] x = sin(pi / n) ** 2;',
    'input angle[32] theta; input array[float, 3] v; output bit[2] result;',
    'gate g q { } gate h2(a, b,) x, y, { U(a, b, 0) x; ctrl @ U(0, 0, a) x, y; gphase(-b); }',
    'def f() { } def g(qubit[2] q, int[8] n, readonly array[int[8], 2] a, mutable array[int, #dim = 2] b) -> bit[2] { return measure q; }',
    'def h(qreg q[2], creg c[2], angle t) -> float[64] { return 1.0; } extern e(); extern f2(int[8], readonly array[float, #dim=1]) -> bit[4];',
    'gphase(pi); inv @ U(0, 0, 0) $0; pow(1/2) @ ctrl(2) @ negctrl @ U(1, 2, 3) a, b, c, d[0:2];',
    'ctrl @ gphase(1) q; U(0, 0, 0)[20ns] q; g[10ns] q, r;',
    'measure q; measure q[0:2] -> c[0:2]; c = measure q; c[0] = measure $1; bit b = measure q;',
    'reset q; reset r[1:3]; barrier; barrier q, r[0], $2; delay[10ns] q; delay[d]; nop q, r; nop;',
    'box { x q; } box[100ns] { delay[s] q; }',
    'if (a == 1) x q; else if (b) { y q; } else z q;',
    'for int i in [0:2:10] { } for uint[8] j in {1, 2, 3} h q[j]; for bit b in c { } for int k in a[0:2] { continue; } for int i in [a:b] { break; }',
    'while (!c[0]) { c[0] = measure q; } end;',
    'switch (a) { case 1, 2 { } case 3, { } default { } }',
    'let a = q; let b = q[{0, 2}] ++ r[1:2] ++ q[3]; let c = q[::2];',
    'a = b; a += 1; a[0] <<= 2; a[0:1] = b[2:3]; m[0, 1] = m[1][0]; a **= 2;',
    'x = a[{1, 2}]; f(a, b); f(); sizeof(a, 1); int[8](b); bool(c[0]);',
    'defcalgrammar "openpulse"; cal { port p = "a"; { } } defcal rz(angle t) $0 { shift_phase(f, -t); } defcal measure $0 -> bit { }',
    'b = capture(1.0) $0; b = read q;',
    'pragma vendor.name anything ; { goes\nx q;',
    '@a.b.c some text\n@d\nx q;',
    '{ int a; { int a; } }',
    'duration d = durationof({ x q; delay[10ns] q; });',
    'qubit opaque; int pragma_; float ns = 1.0; float s = ns;',
    'qubit π; qubit Ωmega; U(π, τ, ℇ) π;',
    'include "stdgates.inc"; include \'other.inc\';',
  ])('%s', (text) => {
    expect(parseProgram(`OPENQASM 3.2;\n${text}`).diagnostics).toEqual([]);
  });
});

describe('OpenQASM 2 that is legal parses without a finding', () => {
  test.each([
    'qreg q[3]; creg c[3]; gate g(a,b) x,y { U(a,b,a/2) x; CX x,y; barrier x,y; } opaque o x; opaque p(a) x,y;',
    'g(pi/2,-1.5e-3^2) q[0],q[1]; U(0,0,0) q; measure q->c; measure q[0]->c[0]; reset q; barrier q,q[1];',
    'if(c==3) U(0,0,0) q[0]; if (c == 1) measure q[0] -> c[0]; if(c==0) reset q;',
    'qreg input[2]; gate box a { } gate for a,b { } box input[0]; for input[0],input[1];',
    'U(sin(pi)+cos(1)-tan(1)*exp(2)/ln(2)+sqrt(2),0,0) q[0];;',
  ])('%s', (text) => {
    expect(parseProgram(`OPENQASM 2.0;\n${text}`).diagnostics).toEqual([]);
  });
});

describe('recovery', () => {
  test('a broken statement does not hide the ones after it', () => {
    const text =
      'OPENQASM 3.0;\nqubit[2 q;\nbit[2] c;\nrx( q[0];\ncx q[0], ;\nif (c == ) { x q[0]; }\nmeasure q -> ;\nreset q;';
    expect(statementsOf(text).map(({ kind }) => kind)).toEqual([
      'version',
      'qubit-declaration',
      'classical-declaration',
      'gate-call',
      'gate-call',
      'if',
      'measure',
      'reset',
    ]);
  });

  test('what is unfinished keeps its shape', () => {
    const [, call] = statementsOf('OPENQASM 3.0;\nctrl @ cx q[0], r[');
    if (call?.kind !== 'gate-call') throw new Error('Not a call.');
    expect(call.name.name).toBe('cx');
    expect(call.modifiers).toHaveLength(1);
    expect(call.operands).toHaveLength(2);
    expect(call.isComplete).toBe(false);
  });

  test('each broken statement is reported once', () => {
    const text = 'OPENQASM 3.2;\nint = = 4 5 ( ;\ngate ( { x q; }\nfor in { }\nswitch { }\ndef -> { }\nlet ;';
    const lines = parseProgram(text).diagnostics.map(({ range }) => text.slice(0, range.start).split('\n').length);
    expect(lines).toEqual([2, 3, 4, 5, 6, 7]);
  });
});

describe('deep nesting is reported and never overflows', () => {
  const many = 100_000;
  test.each([
    ['parentheses', `x = ${'('.repeat(many)}`],
    ['blocks', '{'.repeat(many)],
    ['branches', 'if (a) '.repeat(many)],
    ['else branches', `${'if (a) x q; else '.repeat(many)}x q;`],
    ['signs', `x = ${'-'.repeat(many)}1;`],
    ['powers', `x = 1${' ** 1'.repeat(many)};`],
    ['indices', `x = a${'[0]'.repeat(many)};`],
    ['calls', `x = ${'f('.repeat(many)}`],
    ['array literals', `x = ${'{'.repeat(many)}`],
    ['types', 'array['.repeat(many)],
    ['operands', `h q${'[0'.repeat(many)}`],
    ['bodies of durationof', `x = ${'durationof({ x = '.repeat(many)}`],
  ])('%s', (_, text) => {
    const { diagnostics } = parseProgram(`OPENQASM 3.2;\n${text}`);
    expect(diagnostics.map(({ code }) => code)).toContain('QAS2018');
    expect(diagnostics.length).toBeLessThan(5);
  });
});

test('the path to a place leads from the statement to the smallest node', () => {
  const text = 'OPENQASM 3.0; if (true) { rx(pi / 2) q[0]; }';
  const path = nodePathAt(parseProgram(text), text.indexOf('pi') + 1);
  expect(path.map(({ kind }) => kind)).toEqual(['if', 'block', 'gate-call', 'binary', 'identifier']);
});

test.each(['+', '-', '*', '<<', '==', '&&', '++'])('a chain of %s nests nothing, however long it is', (operator) => {
  const chain = ` ${operator} 1`.repeat(100_000);
  const { diagnostics, statements } = parseProgram(`OPENQASM 3.2;\nx = (1${chain}) + 1${chain};`);
  expect(diagnostics).toEqual([]);
  expect(statements.at(1)?.kind).toBe('assignment');
});

test('the operands of a chain may nest as deeply as others', () => {
  const nested = `${'('.repeat(600)}1${')'.repeat(600)}`;
  const { diagnostics } = parseProgram(`OPENQASM 3.2;\nx = 1${' + 1'.repeat(1000)} + ${nested};`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['QAS2018']);
});
