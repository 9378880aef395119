import { expect, test } from 'vitest';
import { closestName } from '#core/base/closestName.ts';

test.each([
  ['cobila', ['spsa', 'cobyla'], 'cobyla'],
  ['taks', ['tags', 'task'], 'task'],
  ['Standardize', ['minmax', 'standardize'], 'standardize'],
  ['hh', ['cx', 'h', 'x'], 'h'],
  ['rzz', ['zzr', 'rxx'], undefined],
  ['q', ['c', 'r'], undefined],
  ['entirely-different', ['cobyla'], undefined],
  ['same', ['same'], undefined],
])('%s among %j means %s', (name, candidates, meant) => {
  expect(closestName(name, candidates)).toBe(meant);
});
