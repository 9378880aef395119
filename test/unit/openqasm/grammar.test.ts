import { describe, expect, test } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';

/** The codes of the errors in a program, with the text at which each is. */
function errorsOf(text: string, options: Parameters<typeof parseProgram>[1] = {}): string[] {
  return parseProgram(text, options)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`);
}

/** One line of a table: a statement, or several, that is right or wrong by itself. */
function three(statement: string): string {
  return `OPENQASM 3.2;\n${statement}`;
}

describe('statements of OpenQASM 3 that the grammar has', () => {
  test.each([
    // Lists end with a comma or without.
    'gate g(a, b,) x, y, { }',
    'def f(int a, bit b,) -> bit { return b; }',
    'extern f(int[8], bit[4],) -> float[64];',
    'array[int[8], 2, 3,] a = {{1, 2, 3,}, {4, 5, 6,},};',
    'a[0, 1,] = 2;',
    'let b = a[{0, 1,}];',
    'f(1, 2,);',
    'cx q[0], q[1],; barrier q,; nop q, r,; delay[10ns] q,;',
    'for int i in {1, 2,} { }',
    'switch (i) { case 1, 2, { } }',
    'defcal rz(angle[20] t,) $0, { }',
    // Empty lists.
    'gate g() q { } g() q; def f() { } f(); extern h(); barrier; nop; delay[1us];',
    'array[int, 0] a = {};',
    // Measurements and calls with results.
    'b = measure q; b[0] = measure $1; measure q[0]; measure q -> b; measure $0 -> b[2];',
    'bit[2] b = measure q; b ^= measure q; def f(qubit q) -> bit { return measure q; }',
    'b = read q; b = capture(1.0, 2) $0, $1; bit c = read $0; read q -> b; capture(1.0) $0 -> b[1];',
    // Types and declarations.
    'complex a; complex[float] b; complex[float[32]] c; bool d; duration e; stretch f; bit g; creg h; qreg i; qubit j;',
    'const complex[float[64]] c = 1.0 + 2im; const bit[4] b = "0110"; const duration d = 100ns; const bool t = true;',
    'input bool a; input array[int[8], 4] b; output bit[3] c; output complex d;',
    'def f(creg c[4], qreg q[2], qubit p, readonly array[int[8], 2, 3] a, mutable array[bool, #dim = 1] m) { }',
    'extern f(creg[3], readonly array[float[32], #dim = 2], mutable array[int, 4]) -> complex[float[64]];',
    // Expressions.
    'x = a ** b ** -c; x = !(a && b) || ~c == d; x = -a + 0 * 2;',
    'x = int[8](a) + float(b) * complex[float[32]](c); x = array[int, 2](a); x = bit[8](angle[8](pi));',
    'x = a[0][1, 2:3][{0}]; x = a[:]; x = a[1:]; x = a[:2]; x = a[::2]; x = a[5:-1:0]; x = f(a)[1];',
    'x = durationof({ x q; { y q; } });',
    'x = 0b1_0 + 0o7_7 + 0xF_f + 1_0 + 1_0.5_0e+1_0 + .5 + 5. + 1e3; x = 1.5im + 2 im; d = 1.5 us + 3dt + 1µs;',
    // Control flow, whose bodies are statements with or without braces.
    'if (a) if (b) x q; else y q; else z q;',
    'for float[64] f in {0.5, 1.5} rx(f) q; for bit b in reg x q; for angle t in a[0:3] { } for int i in [0:n] { }',
    'while (true) { break; continue; } end; switch (a) { case 1 { } case 2, 3 { } default { } } switch (a) { }',
    // Annotations belong to the statement after them, also in a body without braces.
    '@a\n@b.c.d with "anything" // here\nx q;',
    'if (a)\n@note\nx q;\nelse @other\ny q;',
    'gate g q {\n@inner\nx q;\n}',
    'pragma one two { ( [\n#pragma three',
    // Timing.
    'box { } box[100ns] { x q; } delay[d + 2 * e] q[0:2]; U(0, 0, 0)[20ns] q; g[20dt] q, r;',
    // Modifiers.
    'inv @ pow(-1/2) @ ctrl @ ctrl(3) @ negctrl(n) @ negctrl @ g(1) q; ctrl @ gphase(pi) q; gphase(pi)[10ns];',
    // Calibrations.
    'defcal measure $0 -> bit { } defcal reset $0 { } defcal delay(duration d) $0 { }',
    'defcal cx $0, $1 { } defcal rx(pi / 2) q { } defcal g(angle a, 3) $0 -> bit[2] { } cal { } cal { { } }',
  ])('%s', (statement) => {
    expect(errorsOf(three(statement))).toEqual([]);
  });
});

describe('statements that the grammar of OpenQASM 3 does not have have one error', () => {
  test.each([
    // Headers and files.
    ['include 4;', 'QAS2002 4'],
    ['include "";', 'QAS2002 ""'],
    ['defcalgrammar openpulse;', 'QAS2002 openpulse'],
    ['pragma', 'QAS2002 pragma'],
    ['@lonely', 'QAS2016 @lonely'],
    ['@a\n{ x q; }', 'QAS2016 @a'],
    ['@a\npragma b', 'QAS2016 @a'],
    // Declarations.
    ['int[4, 4] a;', 'QAS2002 ,'],
    ['bool[2] a;', 'QAS2002 ['],
    ['duration[3] a;', 'QAS2002 ['],
    ['complex[bit[3], 2] a;', 'QAS2002 ,'],
    ['array[int[8]] a;', 'QAS2002 ]'],
    ['array a;', 'QAS2002 a'],
    ['array[2, 2] a;', 'QAS2002 2'],
    ['array[int, #dim = 2] a;', 'QAS2002 2'],
    ['const array[int, 2] a = {1, 2};', 'QAS2002 array[int, 2]'],
    ['const int a;', 'QAS4012 a'],
    ['input int a = 1;', 'QAS8013 1'],
    ['output qubit q;', 'QAS2002 qubit'],
    ['int a = b = 2;', 'QAS2002 ='],
    ['int a = {1, 2} + 1;', 'QAS2002 +'],
    ['a = {1, 2};', 'QAS2002 {'],
    ['creg a[2] = b;', 'QAS2002 ='],
    ['qubit q = r;', 'QAS2002 ='],
    ['void f;', 'QAS2002 void'],
    ['int 3;', 'QAS2002 3'],
    ['let a;', 'QAS2002 ;'],
    // Definitions.
    ['gate g { }', 'QAS2002 {'],
    ['gate g(a) q[2] { }', 'QAS2002 ['],
    ['gate g(angle a) q { }', 'QAS2002 angle'],
    ['gate g(a) qubit q { }', 'QAS2002 qubit'],
    ['gate g q;', 'QAS2002 ;'],
    ['def f { }', 'QAS2002 {'],
    ['def f(a) { }', 'QAS2002 a'],
    ['def f(array[int, 2] a) { }', 'QAS2002 array'],
    ['def f(readonly int a) { }', 'QAS2002 int'],
    ['def f() -> { }', 'QAS2002 {'],
    ['def f() -> qubit { }', 'QAS2002 qubit'],
    ['extern f;', 'QAS2002 ;'],
    ['extern f -> int;', 'QAS2002 ->'],
    ['extern f(int a);', 'QAS2002 a'],
    // Calls.
    ['inv(2) @ h q;', 'QAS2002 ('],
    ['pow @ h q;', 'QAS2002 @'],
    ['ctrl(1, 2) @ h q;', 'QAS2002 ,'],
    ['twice @ h q;', 'QAS2002 twice'],
    ['gphase(1) @ h q;', 'QAS2002 @'],
    ['g(1)(2) q;', 'QAS2002 ('],
    ['h q r;', 'QAS2002 r'],
    ['h q, , r;', 'QAS2002 ,'],
    ['reset q, r;', 'QAS2002 ,'],
    ['delay q;', 'QAS2002 q'],
    // Measurements.
    ['measure q, r;', 'QAS2002 ,'],
    ['a = measure q -> b;', 'QAS2002 ->'],
    ['a = 1 + measure q;', 'QAS2005 measure'],
    ['f(measure q);', 'QAS2005 measure'],
    ['measure q -> int b;', 'QAS2002 int'],
    ['q -> b;', 'QAS2002 ->'],
    // Expressions.
    ['a = ;', 'QAS2002 ;'],
    ['a = 1 +;', 'QAS2002 ;'],
    ['a = (1;', 'QAS2003 ('],
    ['a = 1);', 'QAS2003 )'],
    ['a = b[];', 'QAS2002 ]'],
    ['a = b[{}];', 'QAS2002 }'],
    ['a = b[{0, 1}, 2];', 'QAS2002 {0, 1}'],
    ['a = int(b, c);', 'QAS2002 ,'],
    ['a = int;', 'QAS2002 ;'],
    ['a = 0:3;', 'QAS2002 :'],
    ['a = b ? c;', 'QAS1001 ?'],
    ['a = pow(b, 2);', 'QAS2002 pow'],
    ['a = b in {1, 2};', 'QAS2002 in'],
    ['f(a) = 2;', 'QAS2002 f(a)'],
    ['1 = a;', 'QAS2002 1'],
    ['a = durationof(b);', 'QAS2002 b'],
    ['a++;', 'QAS2002 ;'],
    // Control flow.
    ['if a { }', 'QAS2002 a'],
    ['if (a);', 'QAS2004 ;'],
    ['if (a += 1) { }', 'QAS2002 +='],
    ['if () { }', 'QAS2002 )'],
    ['else { }', 'QAS2002 else'],
    ['while (a) else { }', 'QAS2002 else'],
    ['for i in [0:1] { }', 'QAS2006 i'],
    ['for int i in 0:1 { }', 'QAS2007 0:1'],
    ['for int i, j in {1} { }', 'QAS2002 ,'],
    ['for int i of {1} { }', 'QAS2002 of'],
    ['for int i in [1] { }', 'QAS2002 ]'],
    ['for array[int, 2] a in b { }', 'QAS2002 array[int, 2]'],
    ['switch (a) { case { } }', 'QAS2002 {'],
    ['switch (a) { case 1: { } }', 'QAS2014 :'],
    ['switch (a) { default 1 { } }', 'QAS2014 default'],
    ['switch a { }', 'QAS2002 a'],
    [';', 'QAS2004 ;'],
    // Calibrations.
    ['cal', 'QAS2002 '],
    ['defcal x $0 -> bit -> bit { }', 'QAS2002 ->'],
    // Tokens.
    ['int a = 1__2;', 'QAS1003 __'],
    ['int a = 0b102;', 'QAS1003 2'],
    ['int a = 4x;', 'QAS1004 4x'],
    ['float a = 1.5.2;', 'QAS2002 .2'],
    ['bit[2] b = "12";', 'QAS1007 "12"'],
    ['im = 3;', 'QAS2002 im'],
  ])('%s', (statement, error) => {
    expect(errorsOf(three(statement))).toEqual([error]);
  });
});

describe('what newer versions brought', () => {
  test.each([
    ['switch (a) { case 1 { } }', 1, 'QAS2017 switch'],
    ['{ x q; }', 1, 'QAS2017 {'],
    ['b = read q;', 2, 'QAS2017 read'],
    ['read q -> b;', 2, 'QAS2017 read'],
    ['array[int, 0] a = {};', 2, 'QAS2017 {}'],
  ])('%s', (statement, minor, error) => {
    const before = errorsOf(`OPENQASM 3.${minor - 1};\n${statement}`);
    expect(before).toEqual([error]);
    expect(errorsOf(`OPENQASM 3.${minor};\n${statement}`)).toEqual([]);
  });

  test('a word that is reserved later is a name before', () => {
    expect(errorsOf('OPENQASM 3.1;\nqubit nop; x nop;')).toEqual([]);
    expect(errorsOf('OPENQASM 3.2;\nqubit nop;')).toEqual(['QAS2012 nop']);
  });
});

describe('OpenQASM 2 does not have', () => {
  test.each([
    ['h q[1 + 1];', 'QAS2017 [1 + 1]'],
    ['h q[0:1];', 'QAS2017 [0:1]'],
    ['rx(2 ** 3) q[0];', 'QAS2017 **'],
    ['rx(5 % 3) q[0];', 'QAS2017 %'],
    ['rx(a < b) q[0];', 'QAS2017 <'],
    ['rx(!a) q[0];', 'QAS2017 !'],
    ['rx(0x10) q[0];', 'QAS2017 0x10'],
    ['rx(1_000) q[0];', 'QAS2017 1_000'],
    ['qreg r[n];', 'QAS2017 n'],
    ['h $0;', 'QAS2017 $0'],
    ['if (c[0] == 1) h q[0];', 'QAS2017 c[0] == 1'],
    ['if (c != 1) h q[0];', 'QAS2017 !='],
    ['if (c == d) h q[0];', 'QAS2017 c == d'],
    ['if (c == 1) { h q[0]; }', 'QAS2017 {'],
    ['if (c == 1) h q[0]; else x q[0];', 'QAS2017 else'],
    ['c = measure q;', 'QAS2017 ='],
    ['measure q;', 'QAS2002 ;'],
    ['qubit r;', 'QAS2017 qubit'],
    ['bit[2] r;', 'QAS2017 bit'],
    ['const int n = 2;', 'QAS2017 const'],
    ['ctrl @ x q[0], q[1];', 'QAS2017 ctrl'],
    ['pow(2) @ x q[0];', 'QAS2017 pow'],
    ['gphase(pi);', 'QAS2017 gphase'],
    ['let r = q;', 'QAS2017 let'],
    ['def f(qubit a) { h a; }', 'QAS2017 def'],
    ['for int i in [0:1] h q[0];', 'QAS2017 for'],
    ['while (c) h q[0];', 'QAS2017 while'],
    ['box { h q[0]; }', 'QAS2017 box'],
    ['end;', 'QAS2017 end'],
    ['#pragma simulator', 'QAS2017 #pragma'],
    ['qreg r;', 'QAS2002 ;'],
    ['gate g(a) b { rx(a) b }', 'QAS2001 '],
  ])('%s', (statement, error) => {
    expect(errorsOf(`OPENQASM 2.0;\n${statement}`)).toEqual([error]);
  });
});

test('the grammar of the specification joins registers only in aliases', () => {
  const text = three('let a = b ++ c; bit[4] d = b ++ c;');
  expect(errorsOf(text)).toEqual([]);
  expect(errorsOf(text, { profile: 'spec-3.x' })).toEqual(['QAS2002 ++']);
});
