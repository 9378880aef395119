import { expect, test } from 'vitest';
import { comparedIndices, disagreements } from '#bench/simulator/agreement.ts';
import { measuredRow, ours, peer, times } from './measuredRows.ts';

const half = Math.SQRT1_2;

type Amplitudes = readonly (readonly [number, number])[];

/** Sentences about the answers of ours and of others, in order. */
function sentences(own: Amplitudes, ...others: readonly Amplitudes[]) {
  const found = [
    times(ours, [1], { values: own }),
    ...others.map((values, index) => times(peer(index === 0 ? 'qulacs' : 'aer'), [1], { values })),
  ];
  return disagreements(measuredRow([], found).row, found).map(({ sentence }) => sentence);
}

test('equal amplitudes agree', () => {
  const bell = [
    [half, 0],
    [0, 0],
  ] as const;
  expect(sentences(bell, bell, bell)).toEqual([]);
});

test('whoever differs from the first peer is named', () => {
  const bell = [[half, 0]] as const;
  expect(sentences([[half + 1e-6, 0]], bell, bell)).toEqual([
    expect.stringMatching(/^pair: hybrid-quantum \(double\) is .* away from qulacs/),
  ]);
  expect(sentences(bell, bell, [[half, 1e-6]])).toEqual([expect.stringMatching(/^pair: aer \(default\)/)]);
});

test('an answer of another length differs', () => {
  expect(
    sentences(
      [[half, 0]],
      [
        [half, 0],
        [0, 0],
      ],
    ),
  ).toHaveLength(1);
});

test('a global phase is a difference', () => {
  expect(sentences([[0, half]], [[half, 0]])).toHaveLength(1);
});

test('all amplitudes of small circuits are compared, and different ones of large', () => {
  expect(comparedIndices(4)).toEqual(Array.from({ length: 16 }, (_, index) => index));
  const indices = comparedIndices(25);
  expect(new Set(indices).size).toBe(16);
  expect(indices.every((index) => index >= 0 && index < 2 ** 25)).toBe(true);
});
