import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { formatProgram } from '#core/openqasm/index.ts';

function formatted(text: string): string {
  return applyReplacements(text, formatProgram(text));
}

describe('formatting', () => {
  test.each([
    ['one statement a line', 'OPENQASM 3.0;qubit q;h q;', 'OPENQASM 3.0;\nqubit q;\nh q;\n'],
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
      'OPENQASM 2.0;qreg q[2];u1(2 ^ 3)q[0];if(c==1)x q;',
      'OPENQASM 2.0;\nqreg q[2];\nu1(2^3) q[0];\nif (c == 1) x q;\n',
    ],
    ['mistakes', 'qubit q\nh q; ² } x', 'qubit q\n  h q; ² }\nx\n'],
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
    expect(applyReplacements(text, formatProgram(text, { start, end: start + 5 }))).toBe('h  q;\nx q;\ny  q;\n');
  });
});
