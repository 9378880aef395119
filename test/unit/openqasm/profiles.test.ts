import { describe, expect, test } from 'vitest';
import { analyseProgram, type Profile } from '#core/openqasm/index.ts';

/** The errors in a program, as a profile reads it. */
function errorsIn(text: string, profile: Profile): string[] {
  const { diagnostics } = analyseProgram(text, { profile, lints: 'off' });
  return diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
}

/** What docs/decisions/0015-lenient-types.md says is accepted and reported by `spec-3.x`. */
const leniencies: readonly (readonly [program: string, code: string])[] = [
  ['int n = -7; n = n & 1;', 'QAS4004'],
  ['int[8] n; n = n << 1;', 'QAS4004'],
  ['int[8] n; n = ~n;', 'QAS4004'],
  ['uint u = 5; u = u << 1;', 'QAS4014'],
  ['uint[8] a; uint[4] b; a = a & b;', 'QAS4003'],
  ['float x = 7.5; x = x % 2.0;', 'QAS4004'],
  ['angle a = 1;', 'QAS4001'],
  ['angle a = pi; a = a + 1;', 'QAS4004'],
  ['angle a = pi; bool b = a == 0;', 'QAS4004'],
  ['angle a = pi; a = 0.5 * a;', 'QAS4004'],
  ['angle a = pi; a = a / 0.5;', 'QAS4004'],
  ['bit[4] c; bool b = c == 3;', 'QAS4004'],
  ['bit[4] c; c = c & 3;', 'QAS4004'],
  ['bit[4] c; bit[2] d; c = c << d;', 'QAS4004'],
  ['float x = 2.5; int n = x;', 'QAS4001'],
  ['bit[4] c = 5;', 'QAS4001'],
  ['bit c; bit[1] d = c;', 'QAS4001'],
  ['bit[1] d; bit c = d;', 'QAS4001'],
  ['qubit[1] q; bit c; c = measure q;', 'QAS5005'],
  ['qubit[1] q; def f(qubit a) { reset a; } f(q);', 'QAS6001'],
  ['bit[4] c; if (c) { }', 'QAS7002'],
  ['angle a; while (a) { a = 0.0; }', 'QAS7002'],
  ['bit[4] c; bool b = !c;', 'QAS4004'],
  ['bit[4] c; bool b = c && true;', 'QAS4004'],
  ['int n; U(n, 0, 0) $0;', 'QAS4001'],
  ['complex z = 1; bool b = z == 1;', 'QAS4004'],
  ['uint n = popcount(5);', 'QAS4014'],
  ['bit[4] c; int k = 1; c = c << k;', 'QAS4004'],
  ['bit[2] c; bit[4] d = c ++ c;', 'QAS2002'],
  ['qubit[2] q; qubit r; let a = q ++ r;', 'QAS5011'],
  ['input int n; n = 2;', 'QAS4011'],
  ['stretch s; s = 2ns;', 'QAS4011'],
  ['input duration d; delay[d] $0;', 'QAS8010'],
  ['qubit[0] q;', 'QAS4013'],
  ['bit[0] c;', 'QAS4013'],
  ['duration d = 3 us;', 'QAS2017'],
  ['complex z = 3 im;', 'QAS2017'],
  ['@vendor.name\nreset $0;', 'QAS2017'],
  ['duration d = 3μs;', 'QAS1005'],
  ['include "qelib1.inc";', 'QAS8005'],
  ['int n; switch (n) { default { } case 1 { } }', 'QAS7003'],
];

describe('what tools accept beside the specification', () => {
  test.each(leniencies)('is no error unless it is to be exactly the specification: %s', (program, code) => {
    const text = `OPENQASM ${program.includes('switch') ? '3.1' : '3.0'};\n${program}\n`;
    expect(errorsIn(text, 'default')).toEqual([]);
    expect(errorsIn(text, 'spec-3.x')).toEqual([code]);
  });

  test.each([
    'qubit[0] q; bit[0] c; array[int, 0] a;',
    'duration d = 3 us; complex z = 3 im;',
    '@vendor.name\nreset $0;',
  ])('may be in a later version of it: %s', (program) => {
    expect(errorsIn(`OPENQASM 3.2;\n${program}\n`, 'spec-3.x')).toEqual([]);
  });
});

test.each([
  'U(0, 0, pi) $0; U(1, 2 * 3, -1) $0;',
  'bit c; bool b = !c; if (c) { } if (b || c) { } int n; if (n) { } float x; if (x) { }',
  'bit[2] c; switch (int(c)) { case 1 { } }',
  'bit[4] c; uint k = 1; c = c << k; c = c << 1;',
  'gate log a { } log $0; int mod = 1;',
  'stretch s; stretch t = 2 * s; delay[t] $0;',
])('the examples of the specification are accepted by every profile: %s', (program) => {
  expect(errorsIn(`OPENQASM 3.1;\n${program}\n`, 'spec-3.x')).toEqual([]);
});
