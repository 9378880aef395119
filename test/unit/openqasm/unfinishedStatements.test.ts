import { describe, expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';

/*
 * While a statement is being written above others, which is most of the time, only its own line is wrong, and the others
 * mean what they meant before.
 */

const before = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nbit[2] c;\n';

const unfinished = [
  ...['h', 'crx', 'rx(pi)', 'rx(', 'cx q[0]', 'cx q[0],', 'cx q[0], q[', 'ctrl @ x', 'ctrl @ cx q[0],'],
  ...['measure', 'c = measure', 'reset', 'barrier', 'barrier q,', 'delay[10ns]', 'c', 'c =', 'c[0] =', 'c[0] = c[1] &'],
  ...[
    'let p1 =',
    'let p1 = q ++',
    'int n =',
    'int n = 2 *',
    'const angle a1 = pi /',
    'if (c[0]) cx q[0],',
    'gphase(pi',
  ],
];

const others = ['cx q[0], q[1];', 'rx(pi) q[0];', 'c = measure q;', 'c[0] = measure q[0];', 'qubit later;', 'x q;'];

const declarations = ['qubit', 'qubit[2]', 'bit[2]', 'int', 'const int', 'let', 'input angle', 'qreg'];

/**
 * Where a value is wanted, a name and parentheses may well be the call of a function; where a name is declared, it may
 * be given a value.
 */
function mayGoOn(written: string, other: string): boolean {
  if (declarations.includes(written)) return other.startsWith('c = ') || other.startsWith('c[');
  return other.startsWith('rx(') && /[=*/&([]$|\+\+$/.test(written);
}

describe('unfinished statements', () => {
  const pairs = [...unfinished, ...declarations].flatMap((written) =>
    others.filter((other) => !mayGoOn(written, other)).map((other) => [written, other] as const),
  );

  test.each(pairs)("'%s' above '%s'", (written, other) => {
    const { diagnostics, lines, tree } = analyseProgram(`${before}${written}\n${other}\n`, { lints: 'off' });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map(({ range }) => lines.positionAt(range.start).line)).toEqual(errors.map(() => 4));
    const last = tree.statements.at(tree.statements.length - 1);
    expect(tree.text.slice(last?.start, last?.end)).toBe(other);
  });

  test('take operands on lines of their own, also where the comma between them is missing', () => {
    const errorsOf = (text: string) =>
      analyseProgram(`${before}${text}\n`, { lints: 'off' }).diagnostics.map(({ code }) => code);
    expect(errorsOf('cx\n  q[0],\n  q[1];')).toEqual([]);
    expect(errorsOf('cx q[0],\n  q[1]\nh q;')).toEqual(['QAS2001']);
    expect(errorsOf('cx q[0]\n  q[1];')).toEqual(['QAS2002']);
  });

  test('may name calls on the next line where OpenQASM 3.2 has them', () => {
    const text = 'OPENQASM 3.2;\nqubit q;\nbit b;\nb =\n  meas q;\nmeas\n  q -> b;\n';
    const { diagnostics } = analyseProgram(text, { lints: 'off' });
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['QAS3001']));
  });
});
