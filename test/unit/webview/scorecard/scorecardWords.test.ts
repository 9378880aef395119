import { expect, test } from 'vitest';
import { changeText, type Measure, originText, scoreText, valueText } from '#webview/scorecard/scorecardWords.ts';

const measure: Measure = { id: 'a', source: 'run:queue.p90', better: 'lower', good: 1, red: 2, runs: ['x'] };

test('values have up to four significant digits, and a dash where there is none', () => {
  expect([undefined, 0, 262, 8.30001, -1.5, 12345.6].map(valueText)).toEqual([
    '–',
    '0',
    '262',
    '8.3',
    '−1.5',
    '12\u2009350',
  ]);
});

test('a score is a range while values are missing', () => {
  expect(scoreText(0.5614, 0.5614)).toBe('0.56');
  expect(scoreText(0.5614, 0.6614)).toBe('0.56\u2009–\u20090.66');
});

test('a value says where it comes from, and who has reviewed it', () => {
  expect(originText(measure)).toBe('queue.p90 of');
  expect(originText({ ...measure, missing: 'No run has ended.' })).toBe('No run has ended.');
  const entered = { by: 'ada', on: '2026-05-01' };
  expect(originText({ ...measure, source: 'manual', entered })).toBe('entered by ada on 2026-05-01, not reviewed');
  expect(originText({ ...measure, entered: { ...entered, reviewedBy: 'grace' } })).toContain('reviewed by grace');
});

test('changes show scores with two decimals and measures that are gone', () => {
  const change = { dimension: 'costControl', what: 'score', older: 0.613, newer: 1 } as const;
  expect([changeText(change, 'older'), changeText(change, 'newer')]).toEqual(['0.61', '1.00']);
  expect(changeText({ dimension: 'costControl', what: 'measure', newer: 'present' }, 'older')).toBe('absent');
  expect(changeText({ dimension: 'costControl', what: 'value', newer: 2 }, 'older')).toBe('–');
});
