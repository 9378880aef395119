import { describe, expect, test } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';

describe('the version comes from the header', () => {
  test.each([
    ['OPENQASM 2.0;', 2, 0, true],
    ['OPENQASM 3;', 3, 0, true],
    ['OPENQASM 3.1;', 3, 1, true],
    ['\ufeff// licence\r\n/* more */ OPENQASM /* why */ 3.2 ;', 3, 2, true],
    [`/*${' long'.repeat(4000)} */ OPENQASM 2.0;`, 2, 0, true],
    ['OPENQASM 2.7;', 2, 0, true],
    ['OPENQASM 9.0;', 3, 2, true],
  ])('%s', (text, major, minor, declared) => {
    expect(parseProgram(text).version).toEqual({ major, minor, declared });
  });
});

describe('without a header it is guessed from what only one version has', () => {
  test.each([
    ['include "qelib1.inc"; qreg q[1];', 2],
    ['include "stdgates.inc"; qreg q[1];', 3],
    ['qreg q[1]; creg c[1];', 2],
    ['qreg q[1]; creg c[1]; if (c == 1) reset q;', 2],
    ['creg c[2]; c = "01";', 3],
    ['qreg q[2]; creg c;', 3],
    ['qreg q[1]; creg c[1]; c[0] = measure q[0];', 3],
    ['qreg q[1]; qubit r;', 3],
    ['opaque g a;', 2],
    ['// qreg q[1];\nbit c;', 3],
    ['gate g(input) bit { }', 3],
    ['', 3],
  ])('%s', (text, major) => {
    expect(parseProgram(text).version).toMatchObject({ major, declared: false });
  });
});

test.each([' '.repeat(10_000), '/* */'.repeat(5000), '//'.repeat(5000)])(
  'a header without a number is found to have none, whatever follows it',
  (gap) => {
    expect(parseProgram(`OPENQASM${gap}x`).version.declared).toBe(false);
    expect(parseProgram(`OPENQASM ${gap}\n3.1;`).version).toMatchObject({ major: 3, minor: 1 });
  },
);
