import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { isLint } from '#core/openqasm/findingPolicy.ts';
import { analyseProgram, diagnosticCodes } from '#core/openqasm/index.ts';
import { readMarkers } from '#test/support/markers.ts';
import { controlFlowCases } from './diagnosticCases/controlFlowCases.ts';
import type { DiagnosticCase } from './diagnosticCases/diagnosticCase.ts';
import { filesCases } from './diagnosticCases/filesCases.ts';
import { lexicalCases } from './diagnosticCases/lexicalCases.ts';
import { lintsCases } from './diagnosticCases/lintsCases.ts';
import { namesCases } from './diagnosticCases/namesCases.ts';
import { quantumCases } from './diagnosticCases/quantumCases.ts';
import { routinesCases } from './diagnosticCases/routinesCases.ts';
import { syntaxCases } from './diagnosticCases/syntaxCases.ts';
import { typesCases } from './diagnosticCases/typesCases.ts';

const cases = [
  ...lexicalCases,
  ...syntaxCases,
  ...namesCases,
  ...typesCases,
  ...quantumCases,
  ...routinesCases,
  ...controlFlowCases,
  ...filesCases,
  ...lintsCases,
];

const files = new Map([
  ['flip.inc', 'gate flip a { U(pi, 0, pi) a; }'],
  ['wrong.inc', 'gate flip a { missing a; }'],
  ['self.inc', 'include "self.inc";'],
  ['to-wrong.inc', '// one more file\ninclude "wrong.inc";'],
  ['acts.inc', 'reset $0;'],
  ['nests.inc', 'include "flip.inc";'],
  ['one.inc', 'include "two.inc";'],
  ['two.inc', 'include "one.inc";'],
]);

function analyse(text: string, options: DiagnosticCase['options'] = {}) {
  return analyseProgram(text, {
    path: 'main.qasm',
    ...options,
    readInclude: (path) => {
      const found = files.get(path);
      if (path === 'locked.inc') return { kind: 'unreadable', reason: 'access is denied' };
      return found === undefined
        ? { kind: 'not-found', searched: [`/here/${path}`] }
        : { kind: 'found', path, text: found };
    },
  }).diagnostics;
}

/** The findings that count in the cases of a code: a short example need not be free of lints. */
function findings(text: string, tested: string, options: DiagnosticCase['options']) {
  return analyse(text, options)
    .filter(({ code }) => code === tested || !isLint(code))
    .map(({ code, range }) => ({ code, text: text.slice(range.start, range.end), ...range }));
}

describe.each(cases)('$code', ({ code, firing, options, repairs = [], silent }) => {
  test.each(firing)('is found in %s', (marked) => {
    const { carets, ranges, text } = readMarkers(marked);
    const wanted = ranges
      .map((range) => ({ code, text: text.slice(range.start, range.end), ...range }))
      .sort((a, b) => a.start - b.start);
    expect(findings(text, code, options)).toEqual(wanted);
    if (carets.length === 0) return;
    const related = analyse(text, options).flatMap((found) => (found.code === code ? (found.related ?? []) : []));
    expect(related.map(({ range }) => range.start)).toEqual(carets);
  });

  test.each(silent)('is not found in %s', (text) => {
    expect(findings(text, code, options)).toEqual([]);
  });

  test.each(repairs)('has a repair in %s', (before, after) => {
    const found = analyse(before, options).filter((each) => each.code === code);
    const repaired = applyReplacements(before, found[0]?.fixes?.[0]?.replacements ?? []);
    expect(repaired).toBe(after);
    expect(analyse(repaired, options).filter((each) => each.code === code).length).toBeLessThan(found.length);
  });
});

test('every code of the analysis has cases', () => {
  // QAS9101 comes only when a circuit is made of a program.
  expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(diagnosticCodes.filter((code) => code !== 'QAS9101')));
});

test('a version in an included file is an error there', () => {
  const { diagnostics, files: found } = analyseProgram('OPENQASM 3.0;\ninclude "part.inc";', {
    readInclude: (path) => ({ kind: 'found', path, text: 'OPENQASM 3.0;\nqubit q;\n' }),
  });
  expect(diagnostics.map(({ code }) => code)).toEqual(['QAS8001']);
  expect(found[1]?.diagnostics.map(({ code, range }) => [code, range])).toEqual([['QAS8003', { start: 0, end: 13 }]]);
});

test('bits of external functions are doubtful, qubits and stretches wrong', () => {
  const severities = (text: string) => analyse(text).map(({ code, severity }) => [code, severity]);
  expect(severities('OPENQASM 3.0;\nextern f(bit[4]) -> int;\nint n = f("0000");')).toEqual([['QAS6008', 'warning']]);
  expect(severities('OPENQASM 3.0;\nextern f(qubit) -> int;\nint n = f($0);')).toContainEqual(['QAS6008', 'error']);
  expect(severities('OPENQASM 3.0;\nextern f() -> stretch;\nf();')).toContainEqual(['QAS6008', 'error']);
});

describe('an include of a file with errors', () => {
  const related = (text: string) => analyse(text).map(({ code, related: places }) => ({ code, places }));
  const first = { message: "QAS3001: 'missing' is not defined.", range: { start: 14, end: 21 }, path: 'wrong.inc' };

  test('points at the first of them', () => {
    expect(related('OPENQASM 3.0;\ninclude "wrong.inc";')).toEqual([{ code: 'QAS8001', places: [first] }]);
  });

  test('points through files between', () => {
    const message = 'QAS8001: Cannot include "wrong.inc": the file has an error.';
    const between = { message, range: { start: 25, end: 36 }, path: 'to-wrong.inc' };
    expect(related('OPENQASM 3.0;\ninclude "to-wrong.inc";')).toEqual([{ code: 'QAS8001', places: [between, first] }]);
  });

  test('names the whole chain of a cycle', () => {
    const [found] = analyseProgram('OPENQASM 3.0;\ninclude "one.inc";', {
      path: 'folder/main.qasm',
      readInclude: (path) => ({ kind: 'found', path: `folder/${path}`, text: files.get(path) ?? '' }),
    }).diagnostics;
    const cycle =
      'Cannot include "one.inc": the files include each other in a cycle, "one.inc" → "two.inc" → "one.inc".';
    expect(found?.related).toEqual([
      { message: expect.any(String), range: { start: 8, end: 17 }, path: 'folder/one.inc' },
      { message: `QAS8001: ${cycle}`, range: { start: 8, end: 17 }, path: 'folder/two.inc' },
      { message: '"one.inc" includes "two.inc" here.', range: { start: 8, end: 17 }, path: 'folder/one.inc' },
    ]);
  });
});

test('QAS8020 says that a file has more problems than are shown', () => {
  const { diagnostics } = analyseProgram(`OPENQASM 3.0; ${';'.repeat(100_000)}`);
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics[0]).toMatchObject({ code: 'QAS8020', severity: 'information', range: { start: 0, end: 0 } });
});

test('bits at the end of a sum of OpenQASM 2 are found, however long it is', () => {
  const text = `OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; rx(pi${' + pi'.repeat(100_000)} + c) q[0];`;
  const { diagnostics } = analyseProgram(text);
  expect(diagnostics.map(({ code, range }) => [code, range.start])).toEqual([['QAS3007', text.lastIndexOf('c')]]);
});
