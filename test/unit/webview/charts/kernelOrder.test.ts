import { expect, test } from 'vitest';
import { kernelOrder } from '#webview/charts/kernelOrder.ts';

test('rows of classes stand in groups with their names', () => {
  const cells = [0, 0, 2].map((label) => ({ class: label, samples: 1 }));
  const order = kernelOrder({ cells }, ['low', 'middle'], 5);
  expect(order.groups).toEqual([
    { name: 'low', start: 0, end: 2 },
    { name: 'class 2', start: 2, end: 3 },
  ]);
  expect(order.ticks).toEqual([
    { at: 1, text: 'low' },
    { at: 2.5, text: 'class 2' },
  ]);
  expect(order.nameOf(2)).toBe('class 2');
});

test('rows of numbers have their targets at the sides, and are told apart by thirds', () => {
  const cells = Array.from({ length: 9 }, (_, place) => ({ low: place / 3, high: place / 3 + 0.1, samples: 2 }));
  const order = kernelOrder({ cells }, [], 3);
  expect(order.by).toBe('target');
  expect(order.groups.map(({ end, name, start }) => `${name}: ${start} to ${end}`)).toEqual([
    'the lowest third: 0 to 3',
    'the middle third: 3 to 6',
    'the highest third: 6 to 9',
  ]);
  expect(order.ticks).toEqual([
    { at: 0.5, text: '0.05' },
    { at: 4.5, text: '1.38' },
    { at: 8.5, text: '2.72' },
  ]);
  expect(order.nameOf(3)).toBe('targets 1 to 1.1');
  expect(kernelOrder({ cells: [{ low: 2, high: 2, samples: 1 }] }, [], 5).nameOf(0)).toBe('target 2');
});
