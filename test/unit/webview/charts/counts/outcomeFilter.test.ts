import { expect, test } from 'vitest';
import { bitsFilter, bothFilters, type OutcomeFilter, weightFilter } from '#webview/charts/counts/outcomeFilter.ts';

const one = [{ name: 'c', places: [0, 1, 2] }];
const two = [
  { name: 'd', places: [0, 1] },
  { name: 'c', places: [3, 4, 5] },
];

function accepted(filter: OutcomeFilter, outcomes: readonly string[]): readonly string[] {
  if (filter.kind === 'unclear') throw new Error(filter.reason);
  return outcomes.filter((outcome) => filter.kind === 'all' || filter.accepts(outcome));
}

const three = ['000', '010', '100', '101', '110', '111'];
const pairs = ['00 100', '01 100', '01 110', '11 111'];

test.each([
  ['', three],
  ['1*0', ['100', '110']],
  ['1?0', ['100', '110']],
  ['*1', ['101', '111']],
  ['1x-', ['100', '101', '110', '111']],
  ['1', []],
])('the pattern %j on one register', (pattern, expected) => {
  expect(accepted(bitsFilter(pattern, one), three)).toEqual(expected);
});

test.each([
  ['01100', ['01 100']],
  ['0* *', ['00 100', '01 100', '01 110']],
  ['?1 1?0', ['01 100', '01 110']],
  ['c=1*0', ['00 100', '01 100', '01 110']],
  ['c=1*0 d=01', ['01 100', '01 110']],
])('the pattern %j on two registers', (pattern, expected) => {
  expect(accepted(bitsFilter(pattern, two), pairs)).toEqual(expected);
});

test.each([
  ['12', '“12” is no pattern: it may have 0, 1, ? and *.'],
  ['0 1 0', 'There are 2 registers, and patterns for 3.'],
  ['e=1', 'There is no register e among d, c.'],
  ['d=01 1', '“1” names no register: write d=1.'],
  ['d=', '“” is no pattern: it may have 0, 1, ? and *.'],
])('%j is refused with a reason', (pattern, reason) => {
  expect(bitsFilter(pattern, two)).toEqual({ kind: 'unclear', reason });
});

test.each([
  ['2', ['101', '110']],
  ['0-1', ['000', '010', '100']],
  ['0, 3', ['000', '111']],
  ['2..3', ['101', '110', '111']],
  ['odd', ['010', '100', '111']],
  ['Even', ['000', '101', '110']],
])('the weight %j', (text, expected) => {
  expect(accepted(weightFilter(text), three)).toEqual(expected);
});

test('what is no weight is refused, and both filters must accept', () => {
  expect(weightFilter('many')).toEqual({
    kind: 'unclear',
    reason: '“many” is no Hamming weight: write 2, 0-3, even or odd.',
  });
  expect(accepted(bothFilters(bitsFilter('1*', one), weightFilter('2')), three)).toEqual(['101', '110']);
  expect(bothFilters(bitsFilter('', one), weightFilter('many')).kind).toBe('unclear');
  expect(bothFilters(bitsFilter('7', one), weightFilter('2')).kind).toBe('unclear');
});
