import { describe, expect, test } from 'vitest';
import { analyseProgram, type CheckOptions } from '#core/openqasm/index.ts';

const program = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
int n = 1;
h q[0];
h q[0];
x nowhere;
`;

function found(text: string, options: CheckOptions = {}): string[] {
  return analyseProgram(text, options).diagnostics.map(({ code, severity }) => `${code} ${severity}`);
}

describe('lints', () => {
  test('are given unless they are off', () => {
    expect(found(program)).toEqual(['QAS9001 warning', 'QAS9004 hint', 'QAS3001 error']);
    expect(found(program, { lints: 'off' })).toEqual(['QAS3001 error']);
  });

  test('can be wanted one by one', () => {
    const text = 'OPENQASM 3.0;\nint n = 1;\nif (n > 0) { int n = 2; n += 1; }';
    expect(found(text, { lints: 'off' })).toEqual([]);
    expect(found(text)).toEqual(['QAS3009 hint']);
  });
});

describe('severities', () => {
  test('replace those of the catalogue', () => {
    const severity = { QAS9001: 'error', QAS3001: 'warning', QAS9004: 'off' } as const;
    expect(found(program, { severity })).toEqual(['QAS9001 error', 'QAS3001 warning']);
  });

  test('of names that are no codes change nothing', () => {
    expect(found(program, { severity: { QAS0000: 'off' } })).toHaveLength(3);
  });
});

describe('a comment', () => {
  const withComment = (comment: string, statement: string) =>
    program.replace(`\n${statement}`, () => `\n${comment}\n${statement}`);

  test('turns the named findings of the next line off', () => {
    expect(found(withComment('// hybridq-disable-next-line QAS9001', 'int n'))).toEqual([
      'QAS9004 hint',
      'QAS3001 error',
    ]);
    expect(found(withComment('// hybridq-disable-next-line QAS9004', 'int n'))).toHaveLength(3);
    expect(found(withComment('// hybridq-disable-next-line QAS9004, QAS9001 kept for later', 'int n'))).toHaveLength(2);
  });

  test('turns all findings of the next line off when it names none', () => {
    expect(found(withComment('//hybridq-disable-next-line', 'int n'))).toEqual(['QAS9004 hint', 'QAS3001 error']);
  });

  test('does not make an invalid program valid', () => {
    expect(found(withComment('// hybridq-disable-next-line QAS3001', 'x nowhere'))).toContain('QAS3001 error');
  });
});

test('of many findings of one lint a few are shown, and how many there are', () => {
  const pairs = 'h q[0];\nh q[0];\nx q[0];\n'.repeat(40);
  const text = `OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\n${pairs}`;
  const { diagnostics } = analyseProgram(text);
  expect(diagnostics).toHaveLength(25);
  expect(diagnostics.at(-1)?.message).toMatch(/15 more of these are in the file/);
  expect(analyseProgram(text, { lints: 'all' }).diagnostics).toHaveLength(40);
});
