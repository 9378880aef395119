import { describe, expect, test } from 'vitest';
import type { Diagnostic, TextReplacement } from '#core/base/diagnostic.ts';
import { applyReplacements, preferredRepairs } from '#core/base/textReplacement.ts';

function replace(start: number, end: number, newText: string): TextReplacement {
  return { range: { start, end }, newText };
}

function finding(replacements: readonly TextReplacement[], isPreferred = true): Diagnostic {
  const fixes = [{ title: 'Repair', replacements, isPreferred }];
  return { code: 'QAS2001', severity: 'error', message: '', range: { start: 0, end: 0 }, fixes };
}

describe('replacements', () => {
  test('are made in order of place, whatever their order', () => {
    expect(applyReplacements('abcdef', [replace(4, 5, 'E'), replace(1, 3, ''), replace(6, 6, '!')])).toBe('adEf!');
  });

  test('keep their order where they insert at one place', () => {
    expect(applyReplacements('ab', [replace(1, 1, '1'), replace(1, 1, '2')])).toBe('a12b');
  });
});

describe('repairs', () => {
  test('are those of preferred fixes', () => {
    const [first, second] = [finding([replace(0, 1, 'x')]), finding([replace(2, 3, 'y')], false)];
    expect(preferredRepairs([first, second])).toEqual({ replacements: [replace(0, 1, 'x')], repaired: [first] });
  });

  test('that touch an earlier one wait', () => {
    const [first, second] = [finding([replace(0, 4, 'x')]), finding([replace(3, 5, 'y')])];
    expect(preferredRepairs([first, second]).repaired).toEqual([first]);
    const [header, include] = [finding([replace(0, 0, 'h')]), finding([replace(0, 0, 'i')])];
    expect(preferredRepairs([header, include]).repaired).toEqual([header]);
  });

  test('that are the same are made once and repair all their findings', () => {
    const findings = [finding([replace(0, 0, 'h')]), finding([replace(0, 0, 'h')])];
    expect(preferredRepairs(findings)).toEqual({ replacements: [replace(0, 0, 'h')], repaired: findings });
  });

  test('may meet', () => {
    const findings = [finding([replace(0, 2, 'x')]), finding([replace(2, 2, 'y')]), finding([replace(2, 4, 'z')])];
    expect(preferredRepairs(findings).repaired).toEqual(findings);
  });
});
