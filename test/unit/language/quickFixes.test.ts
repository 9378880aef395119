import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { quickFixes } from '#core/language/quickFixes.ts';
import { languageDocument } from '#test/support/languageDocuments.ts';

const document = languageDocument('aa\nbb\ncc\n', 'file:///project/circuit.qasm');
/** None of the findings points into another file. */
const fileOf = (uri: string) => ({ uri, lines: undefined });

/** A finding over a range with a fix that replaces it. */
function finding(code: string, start: number, newText: string, isPreferred = true): Diagnostic {
  const range = { start, end: start + 2 };
  const fixes = [{ title: `Write ${newText}`, replacements: [{ range, newText }], isPreferred }];
  return { code, severity: 'error', message: code, range, fixes };
}

const findings = [finding('QAS2001', 0, 'A'), finding('QAS2001', 3, 'B'), finding('QAS3001', 6, 'C', false)];

describe('quick fixes', () => {
  test('are those of the findings at the selection, with the finding they solve', () => {
    const [first, second, ...others] = quickFixes(document, findings, { start: 1, end: 1 }, ['quickfix'], fileOf);
    expect(first).toMatchObject({
      title: 'Write A',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'QAS2001', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } } }],
      edit: { changes: { [document.uri]: [{ newText: 'A', range: { end: { line: 0, character: 2 } } }] } },
    });
    expect(second?.title).toBe('Fix all 2 problems of QAS2001 in the file');
    expect(second?.edit?.changes?.[document.uri]?.map(({ newText }) => newText)).toEqual(['A', 'B']);
    expect(others).toEqual([]);
  });

  test('leave "fix all" to codes that several obvious fixes solve', () => {
    const titles = quickFixes(document, findings, { start: 7, end: 7 }, ['quickfix'], fileOf).map(({ title }) => title);
    expect(titles).toEqual(['Write C']);
  });

  test('of the whole file are asked for by their kind or the kinds above it', () => {
    for (const kind of ['source', 'source.fixAll', 'source.fixAll.hybridQuantum']) {
      const [only, ...others] = quickFixes(document, findings, { start: 0, end: 0 }, [kind], fileOf);
      expect(only?.edit?.changes?.[document.uri]?.map(({ newText }) => newText)).toEqual(['A', 'B']);
      expect(others).toEqual([]);
    }
    expect(quickFixes(document, findings, { start: 0, end: 0 }, ['source.fixAll.other'], fileOf)).toEqual([]);
  });
});
