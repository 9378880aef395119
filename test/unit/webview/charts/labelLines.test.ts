import { expect, test } from 'vitest';
import { labelLines } from '#webview/charts/labelLines.ts';

test.each([
  ['Hybrid', 8, ['Hybrid']],
  ['Logistic regression', 12, ['Logistic', 'regression']],
  ['Logistic regression', 9, ['Logistic', 'regressi…']],
  ['No entanglement at all', 15, ['No entanglement', 'at all']],
  ['Entanglement', 8, ['Entangl…']],
])('%s in lines of %i characters', (name, longest, lines) => {
  expect(labelLines(name, longest)).toEqual(lines);
});
