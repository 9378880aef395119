import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { defaultFormatStyle, type FormatStyle, formatProgram, parseProgram } from '#core/openqasm/index.ts';

function formatted(text: string): string {
  return applyReplacements(text, formatProgram(parseProgram(text)));
}

describe('formatting', () => {
  test.each([
    ['one statement a line', 'OPENQASM 3.0;qubit q;h q;', 'OPENQASM 3.0;\nqubit q;\nh q;\n'],
    ['a number of a version that goes on', 'OPENQASM 3.1.5e2 ;', 'OPENQASM 3.1.5e2;\n'],
    ['spaces by the grammar', 'x=a+b*-c**2&&!d;', 'x = a + b*-c**2 && !d;\n'],
    ['gate calls', 'ctrl(2)@inv@rx( pi /2 )q [ 0 ],q[1] ;', 'ctrl(2) @ inv @ rx(pi/2) q[0], q[1];\n'],
    ['ranges and sets', 'let a=q[0 : 2]++q[ { 0,1 } ];', 'let a = q[0:2] ++ q[{0, 1}];\n'],
    ['measurements', 'measure q->c;c=measure q ;', 'measure q -> c;\nc = measure q;\n'],
    ['declarations', 'qubit [ 4 ]q;array[ int[8],2 ]m={ {1,2} };', 'qubit[4] q;\narray[int[8], 2] m = {{1, 2}};\n'],
    ['blocks', 'gate g(a)x{h x;rx(a)x;}', 'gate g(a) x {\n  h x;\n  rx(a) x;\n}\n'],
    ['short blocks stay on their line', 'if(c){x q;}else{y q;}', 'if (c) { x q; } else { y q; }\n'],
    ['braces join their line', 'if (c)\n{\n x q;\n}\nelse\n{\n}\n', 'if (c) {\n  x q;\n} else {}\n'],
    ['nesting', 'for int i in[0:2]{if(c){\nx q;}}', 'for int i in [0:2] {\n  if (c) {\n    x q;\n  }\n}\n'],
    [
      'comments',
      '// a\nh q;// b\n\n\n\n  // c\n/* d */ x q; /* e */ y q;',
      '// a\nh q; // b\n\n// c\n/* d */ x q; /* e */\ny q;\n',
    ],
    ['comments in blocks', '{\n\n//a\n\nx q;\n//b\n}', '{\n  //a\n\n  x q;\n  //b\n}\n'],
    ['line breaks inside statements', 'cx\nq[0],\n\nq[1];', 'cx\n  q[0],\n  q[1];\n'],
    ['pragmas and annotations', '  pragma  a  b\n @c  d\nx q;', 'pragma  a  b\n@c  d\nx q;\n'],
    ['calibrations', 'cal   { play( a ) ;\n  }\nx q;', 'cal { play( a ) ;\n  }\nx q;\n'],
    [
      'OpenQASM 2',
      'OPENQASM 2.0;qreg q[2];u1(2 ^ + 3)q[0];if(c==1)x q;',
      'OPENQASM 2.0;\nqreg q[2];\nu1(2^+3) q[0];\nif (c == 1) x q;\n',
    ],
    ['a missing semicolon', 'qubit   q\n   h   q;x  q;', 'qubit   q\nh q;\nx q;\n'],
    ['what cannot be read', 'h  q;\n  foo  ( a  ;x  q;', 'h q;\nfoo  ( a  ;\nx q;\n'],
    ['a broken header of a gate', 'gate  g ( a  x { h   x ; }', 'gate  g ( a  x { h x; }\n'],
  ])('%s', (_, text, wanted) => {
    expect(formatted(text)).toBe(wanted);
    expect(formatted(wanted)).toBe(wanted);
  });

  test('keeps the line ends of the file', () => {
    expect(formatted('h q;\r\nx q;y q;')).toBe('h q;\r\nx q;\r\ny q;\r\n');
  });

  test('an empty file stays empty', () => {
    expect(formatted('')).toBe('');
    expect(formatted(' \n\n')).toBe('');
  });

  test('only what lies in a range changes', () => {
    const text = 'h  q;\nx  q;\ny  q;\n';
    const start = text.indexOf('x');
    expect(applyReplacements(text, formatProgram(parseProgram(text), { range: { start, end: start + 5 } }))).toBe(
      'h  q;\nx q;\ny  q;\n',
    );
  });
});

describe('lines that are too long', () => {
  const style = { ...defaultFormatStyle, lineWidth: 40 };
  const wrapped = (text: string) => applyReplacements(text, formatProgram(parseProgram(text), { style }));

  test.each([
    [
      'operands',
      'barrier q[0], q[1], q[2], q[3], q[4], q[5], q[6];',
      'barrier q[0], q[1], q[2], q[3], q[4],\n  q[5], q[6];\n',
    ],
    [
      'elements of an array, but not its sizes',
      'array[int[8], 2, 4] m = {{100, 101, 102, 103}, {104, 105, 106, 107}};',
      'array[int[8], 2, 4] m = {{100, 101, 102,\n  103}, {104, 105, 106, 107}};\n',
    ],
    [
      'arguments after operands',
      'gate g a {\n  u3(pi/2 + 0.123456, pi/4, pi/8) a;\n}',
      'gate g a {\n  u3(pi/2 + 0.123456, pi/4, pi/8) a;\n}\n',
    ],
    [
      'expressions at operators',
      'const float x = 1111111111 + 2222222222 + 3333333333;',
      'const float x = 1111111111 + 2222222222\n  + 3333333333;\n',
    ],
    [
      'again where a line is still too long',
      'foo aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbb, cccccccccccccccccc, dddddddddddddddd, e;',
      'foo aaaaaaaaaaaaaaaa,\n  bbbbbbbbbbbbbbbbbb,\n  cccccccccccccccccc, dddddddddddddddd,\n  e;\n',
    ],
    [
      'what cannot be broken',
      `// ${'x'.repeat(50)}\nh ${'q'.repeat(50)};`,
      `// ${'x'.repeat(50)}\nh ${'q'.repeat(50)};\n`,
    ],
    ['line breaks there are', 'barrier\n  q[0],\n  q[1];', 'barrier\n  q[0],\n  q[1];\n'],
  ])('%s', (_, text, wanted) => {
    expect(wrapped(text)).toBe(wanted);
    expect(wrapped(wanted)).toBe(wanted);
  });
});

describe('the style', () => {
  const text = 'gate g a {\nif (c) {\nx a;\n}\n}';
  const inStyle = (style: Partial<FormatStyle>) =>
    applyReplacements(text, formatProgram(parseProgram(text), { style: { ...defaultFormatStyle, ...style } }));

  test('says how blocks are indented', () => {
    expect(inStyle({ indent: '    ' })).toContain('\n        x a;\n');
    expect(inStyle({ indent: '\t' })).toContain('\n\t\tx a;\n');
  });

  test('says whether the file ends with a line end', () => {
    expect(inStyle({}).endsWith('}\n')).toBe(true);
    expect(inStyle({ finalLineEnd: false }).endsWith('}')).toBe(true);
  });
});

test('edits are as small as they can be', () => {
  const text = 'h q;\n\n\n   x  q;\n';
  expect(formatProgram(parseProgram(text))).toEqual([
    { range: { start: 6, end: 10 }, newText: '' },
    { range: { start: 12, end: 13 }, newText: '' },
  ]);
});

test('while braces do not match, lines stay as they are', () => {
  expect(formatted('gate g a {\n      h   a;\nqubit   q;\n')).toBe('gate g a {\n      h a;\nqubit q;\n');
});
