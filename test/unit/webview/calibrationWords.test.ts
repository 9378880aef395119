import { expect, test } from 'vitest';
import { calibratedText, changeText, isBetter, partName, quantityName } from '#webview/compare/calibrationWords.ts';

test.each([
  [100e-6, 88e-6, '−12\u00a0%'],
  [100e-6, 104.5e-6, '+4.5\u00a0%'],
  [0.004, 0.016, '× 4'],
  [0.004, 0.0139, '× 3.5'],
  [0.004, 0.004, 'same'],
  [0, 0.1, ''],
  [null, 0.1, ''],
  [0.1, null, ''],
])('from %f to %f: %s', (reference, value, text) => {
  expect(changeText(reference, value)).toBe(text);
});

test('values have units, parts have names, and longer lives and fewer errors are better', () => {
  expect(calibratedText('T1', 123.4e-6)).toBe('123.4\u00a0µs');
  expect(calibratedText('gateLength', 84e-9)).toBe('84\u00a0ns');
  expect(calibratedText('error', 0.0042)).toBe('0.0042');
  expect(calibratedText('error', null)).toBe('–');
  expect(partName({ kind: 'pair', qubits: [3, 4] })).toBe('Qubits 3–4');
  expect(partName({ kind: 'gate', qubits: [3, 4], gate: 'cz' })).toBe('cz on 3, 4');
  expect(quantityName({ kind: 'pair', quantity: 'error' })).toBe('two-qubit gate error');
  expect([isBetter('T2', 1, 2), isBetter('p01', 1, 2)]).toEqual([true, false]);
});
