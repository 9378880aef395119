import { expect, test } from 'vitest';
import {
  bitName,
  hammingWeight,
  keptBits,
  marginalOf,
  outcomeBits,
  registerName,
} from '#webview/charts/counts/outcomeBits.ts';

const bits = outcomeBits('01 110', [
  { name: 'd', size: 2 },
  { name: 'c', size: 3 },
]);

test('registers are those of the record, and bits are counted from the right', () => {
  expect(bits.registers).toEqual([
    { name: 'd', places: [0, 1] },
    { name: 'c', places: [3, 4, 5] },
  ]);
  const [d, c] = bits.registers;
  if (d === undefined || c === undefined) throw new Error('There are two registers.');
  expect([bitName(d, 0), bitName(c, 3), bitName(c, 5)]).toEqual(['d[1]', 'c[2]', 'c[0]']);
});

test('registers without names, or with sizes that do not fit, are told by their place', () => {
  for (const recorded of [[], [{ name: 'c', size: 5 }]]) {
    const unnamed = outcomeBits('01 110', recorded);
    expect(unnamed.registers.map(({ name }) => name)).toEqual(['', '']);
    expect([0, 1].map((index) => registerName(unnamed, index))).toEqual(['register 1', 'register 2']);
  }
  expect(registerName(outcomeBits('0101'), 0)).toBe('bits');
});

test('what is left out is added up, and a register of which nothing is left is gone', () => {
  const counts = { '01 110': 5, '00 110': 2, '01 010': 1, '11 111': 4 };
  expect(marginalOf(counts, bits, new Set())).toBe(counts);
  expect(marginalOf(counts, bits, new Set([0, 1]))).toEqual({ '110': 7, '010': 1, '111': 4 });
  expect(marginalOf(counts, bits, new Set([0, 4, 5]))).toEqual({ '1 1': 9, '0 1': 2, '1 0': 1 });
  expect(keptBits('01 110', bits, new Set([3, 4, 5]))).toBe('01');
});

test('the weight counts ones', () => {
  expect(hammingWeight('01 110')).toBe(3);
});
