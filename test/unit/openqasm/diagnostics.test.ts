import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { analyseProgram, diagnosticCodes } from '#core/openqasm/index.ts';
import { readMarkers } from '#test/support/markers.ts';
import { controlFlowCases } from './diagnosticCases/controlFlowCases.ts';
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
]);

function analyse(text: string) {
  return analyseProgram(text, {
    path: 'main.qasm',
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
function findings(text: string, tested: string) {
  return analyse(text)
    .filter(({ code }) => !code.startsWith('QAS9') || code === tested)
    .map(({ code, range }) => ({ code, text: text.slice(range.start, range.end), ...range }));
}

describe.each(cases)('$code', ({ code, firing, repairs = [], silent }) => {
  test.each(firing)('is found in %s', (marked) => {
    const { carets, ranges, text } = readMarkers(marked);
    const wanted = ranges
      .map((range) => ({ code, text: text.slice(range.start, range.end), ...range }))
      .sort((a, b) => a.start - b.start);
    expect(findings(text, code)).toEqual(wanted);
    if (carets.length === 0) return;
    const related = analyse(text).flatMap((found) => (found.code === code ? (found.related ?? []) : []));
    expect(related.map(({ range }) => range.start)).toEqual(carets);
  });

  test.each(silent)('is not found in %s', (text) => {
    expect(findings(text, code)).toEqual([]);
  });

  test.each(repairs)('has a repair in %s', (before, after) => {
    const found = analyse(before).filter((each) => each.code === code);
    const repaired = applyReplacements(before, found[0]?.fixes?.[0]?.replacements ?? []);
    expect(repaired).toBe(after);
    expect(analyse(repaired).filter((each) => each.code === code).length).toBeLessThan(found.length);
  });
});

test('every code of the analysis has cases', () => {
  // QAS9101 comes only when a circuit is made of a program.
  expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(diagnosticCodes.filter((code) => code !== 'QAS9101')));
});

test('QAS8020 says that a file has more problems than are shown', () => {
  const { diagnostics } = analyseProgram(`OPENQASM 3.0; ${';'.repeat(100_000)}`);
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics[0]).toMatchObject({ code: 'QAS8020', severity: 'information', range: { start: 0, end: 0 } });
});
