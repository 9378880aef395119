import { expect, test } from 'vitest';
import { amplitudeText } from '#webview/inspector/amplitudeText.ts';
import { exactNumber } from '#webview/inspector/exactNumber.ts';

test.each([
  [1, '1'],
  [-1, '−1'],
  [1 / 2, '1/2'],
  [Math.SQRT1_2, '1/√2'],
  [-Math.sqrt(3) / 2, '−√3/2'],
  [1 / Math.sqrt(8), '1/(2√2)'],
  [3 / Math.sqrt(10), '3/√10'],
  [Math.sqrt(2 / 3), '√2/√3'],
  [2 ** -10, '1/1024'],
  [1 / Math.sqrt(2 ** 19), '1/(512√2)'],
  [Math.SQRT1_2 + 1e-13, '1/√2'],
])('%d is written as %s', (value, text) => {
  expect(exactNumber(value)).toBe(text);
});

test.each([0, 0.3, Math.cos(Math.PI / 8), Math.SQRT1_2 + 1e-6, 1.01, 1e-7])('%d is not written as a root', (value) => {
  expect(exactNumber(value)).toBeUndefined();
});

test.each([
  [Math.SQRT1_2, 0, '1/√2'],
  [0, -Math.SQRT1_2, '−i/√2'],
  [0.5, -0.5, '1/2 − i/2'],
  [0, Math.sqrt(3) / 2, 'i√3/2'],
  [0, 1, 'i'],
  [0.6, 0.8, '0.6000 + 0.8000i'],
  [0.5, 0.3, '0.5000 + 0.3000i'],
  [-0.123, 1e-17, '−0.1230'],
  [0, 1e-6, '0.0000'],
])('%d + %di is written as %s', (re, im, text) => {
  expect(amplitudeText({ re, im })).toBe(text);
});

test('whatever is written so, is the number', () => {
  for (let under = 1; under <= 16; under++) {
    for (let over = 1; over <= under; over++) {
      const value = Math.sqrt(over / under);
      const text = exactNumber(value) ?? '';
      const spoken = text.replaceAll(/(\d+)√(\d+)/g, '$1*Math.sqrt($2)').replaceAll(/√(\d+)/g, 'Math.sqrt($1)');
      expect(new Function(`return ${spoken}`)(), text).toBeCloseTo(value, 12);
    }
  }
});
