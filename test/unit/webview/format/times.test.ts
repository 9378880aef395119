import { expect, test } from 'vitest';
import { formatDuration, formatFullMoment, formatMoment, formatMoments } from '#webview/format/times.ts';

test.each([
  [-5, '0 ms'],
  [0, '0 ms'],
  [0.43, '0.4 ms'],
  [9.96, '10 ms'],
  [84.3, '84 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [4_240, '4.2 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [192_000, '3 min 12 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
])('%d ms is %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('a moment is as short as it is clear', () => {
  const now = new Date(2025, 2, 1, 0, 30).getTime();
  expect(formatMoment(new Date(2025, 2, 1, 0, 5).getTime(), now)).toBe('today 0:05');
  expect(formatMoment(new Date(2025, 1, 28, 23, 59).getTime(), now)).toBe('yesterday 23:59');
  expect(formatMoment(new Date(2025, 1, 27, 14, 5).getTime(), now)).toBe('27 Feb 14:05');
  expect(formatMoment(new Date(2024, 11, 31, 23, 59).getTime(), now)).toBe('31 Dec 2024');
  expect(formatFullMoment(new Date(2024, 11, 3, 4, 5, 6).getTime())).toBe('3 Dec 2024, 04:05:06');
});

test('moments of the same minute beside each other are told apart by their seconds', () => {
  const at = (...parts: [number, number, number, number, number, number]) => new Date(...parts).getTime();
  const now = at(2025, 2, 1, 12, 0, 0);
  expect(formatMoments([at(2025, 2, 1, 9, 5, 7), at(2025, 2, 1, 9, 5, 42)], now)).toEqual([
    'today 9:05:07',
    'today 9:05:42',
  ]);
  expect(formatMoments([at(2025, 2, 1, 9, 5, 7), at(2025, 2, 1, 9, 6, 42)], now)).toEqual(['today 9:05', 'today 9:06']);
  expect(formatMoments([at(2024, 2, 1, 9, 5, 7), at(2024, 2, 1, 9, 6, 42)], now)).toEqual([
    '1 Mar 2024, 09:05:07',
    '1 Mar 2024, 09:06:42',
  ]);
});
