import { expect, test } from 'vitest';
import { type Answer, disagreements, farthest } from '#bench/pipeline/agreement.ts';
import type { Contestant } from '#bench/pipeline/rows.ts';

const ours: Contestant = { subject: 'hybrid-quantum', configuration: 'engine' };
const lightning: Contestant = { subject: 'lightning', configuration: 'tapes' };
const drawn: Contestant = { subject: 'aer', configuration: 'counts', isSampled: true };

const answer = (contestant: Contestant, ...values: number[]): Answer => ({ contestant, values });
const sentences = (...answers: Answer[]) => disagreements('iris', answers).map(({ sentence }) => sentence);

test('answers that differ by rounding agree', () => {
  expect(sentences(answer(ours, 0.5, 1), answer(lightning, 0.5 + 1e-9, 1))).toEqual([]);
});

test('whoever differs from the first exact peer is named, ours too', () => {
  expect(sentences(answer(ours, 0.5001), answer(lightning, 0.5))).toEqual([
    expect.stringMatching(/^iris: hybrid-quantum \(engine\) is 1\.0e-4 away from lightning \(tapes\), where 0\.000001/),
  ]);
});

test('sampled answers agree nearly, and are no measure for exact ones', () => {
  expect(sentences(answer(drawn, 0.55), answer(ours, 0.5), answer(lightning, 0.5))).toEqual([]);
  expect(sentences(answer(drawn, 0.7), answer(ours, 0.5), answer(lightning, 0.5))).toEqual([
    expect.stringMatching(/^iris: aer \(counts\)/),
  ]);
});

test('where all peers are sampled, ours is compared with one of them', () => {
  expect(sentences(answer(ours, 0.5), answer(drawn, 0.55))).toEqual([]);
  expect(sentences(answer(ours, 0.5), answer(drawn, 0.65))).toHaveLength(1);
});

test('ours alone is compared with nobody', () => {
  expect(sentences(answer(ours, 0.5))).toEqual([]);
});

test('answers of another length, none, and those that are no numbers are infinitely far away', () => {
  expect(farthest([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  expect(farthest([], [])).toBe(Number.POSITIVE_INFINITY);
  expect(farthest([Number.NaN, 1], [0, 1])).toBe(Number.POSITIVE_INFINITY);
  expect(farthest([1, Number.NaN], [1, 0])).toBe(Number.POSITIVE_INFINITY);
  expect(farthest([1, 5], [1.5, 3])).toBe(2);
});
