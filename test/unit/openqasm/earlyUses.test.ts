import { expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';

test.each(['int i = i;', 'bit[c] c;', 'OPENQASM 2.0;\nqreg q[q];'])(
  'a declaration is not moved before its own use of its name: %s',
  (text) => {
    const early = analyseProgram(text).diagnostics.filter(({ code }) => code === 'QAS3003');
    expect(early.map(({ fixes }) => fixes)).toEqual([undefined]);
  },
);
