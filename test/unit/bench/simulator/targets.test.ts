import { describe, expect, test } from 'vitest';
import { rows } from '#bench/simulator/rows.ts';
import { limitsOf, targetAreaNames } from '#bench/simulator/targetAreas.ts';
import { bestOf, summaryOf, targetResults, verdictOf } from '#bench/simulator/targets.ts';
import { measuredRow, ours, peer, times } from './measuredRows.ts';

const overQulacs = { area: 'random-qulacs', ours: 'double', peers: ['qulacs'] } as const;

function onlyResult(...parameters: Parameters<typeof measuredRow>) {
  const [result, ...others] = targetResults(measuredRow(...parameters));
  expect(others).toEqual([]);
  if (result === undefined) throw new Error('There is no result.');
  return result;
}

describe('the ratio of a target', () => {
  test('is that of times of the same round', () => {
    const { isBound, ratio } = onlyResult([overQulacs], [times(ours, [1, 3, 2]), times(peer('qulacs'), [2, 2, 1])]);
    expect(ratio).toEqual({ median: 1.5, least: 0.5, greatest: 2 });
    expect(isBound).toBe(false);
  });

  test('is over the only run of a peer that ran once', () => {
    const { ratio } = onlyResult([overQulacs], [times(ours, [1, 3, 2]), times(peer('qulacs'), [10])]);
    expect(ratio).toEqual({ median: 0.2, least: 0.1, greatest: 0.3 });
  });

  test('is a bound where the peer was given up, without a ratio of first calls', () => {
    const givenUp = times(peer('qulacs'), [], { exceeded: 20 });
    const { firstRatio, isBound, ratio } = onlyResult([overQulacs], [times(ours, [1, 1, 1]), givenUp]);
    expect([isBound, ratio?.median, firstRatio]).toEqual([true, 0.05, undefined]);
  });

  test('does not exist where the peer broke', () => {
    const found = [times(ours, [1]), times(peer('qulacs'), [], { broken: 'It ended.' })];
    expect(targetResults(measuredRow([overQulacs], found))).toEqual([]);
  });

  test('is missed where ours broke', () => {
    const found = [times(ours, [], { broken: 'It ended.' }), times(peer('qulacs'), [1])];
    const result = onlyResult([overQulacs], found);
    expect([result.ratio, verdictOf(result)]).toEqual([undefined, 'missed']);
  });

  test('is over the peer that takes least', () => {
    const target = { area: 'fourier', ours: 'double', peers: ['qulacs', 'aer'] } as const;
    const found = [times(ours, [1, 1]), times(peer('qulacs'), [5, 5]), times(peer('aer'), [4, 4])];
    expect(onlyResult([target], found).peer.contestant.subject).toBe('aer');
  });
});

test('a configuration that went no further than the first round is not the best of its peer', () => {
  const found = [times(peer('qulacs', 'light'), [1]), times(peer('qulacs', 'block 2'), [2, 2, 2])];
  expect(bestOf(found, ['qulacs'])?.contestant.configuration).toBe('block 2');
});

test.each([
  [0.5, 'ambitious'],
  [0.51, 'must'],
  [1, 'must'],
  [1.01, 'missed'],
] as const)('a ratio of %d over Qulacs is %s', (ratio, verdict) => {
  expect(verdictOf(onlyResult([overQulacs], [times(ours, [ratio]), times(peer('qulacs'), [1])]))).toBe(verdict);
});

test('an area without limits has no verdict', () => {
  const target = { area: 'matrix-product', ours: 'double', peers: ['aer'] } as const;
  expect(verdictOf(onlyResult([target], [times(ours, [9]), times(peer('aer'), [1])]))).toBe('none');
});

test('a summary counts the rows that reach each limit', () => {
  const results = [0.4, 0.9, 2].map((ratio) =>
    onlyResult([overQulacs], [times(ours, [ratio]), times(peer('qulacs'), [1])]),
  );
  const { medians, reachingAmbitious, reachingMust } = summaryOf('random-qulacs', results);
  expect({ medians, reachingAmbitious, reachingMust }).toEqual({
    medians: { median: 0.9, least: 0.4, greatest: 2 },
    reachingAmbitious: 1,
    reachingMust: 2,
  });
  expect(summaryOf('ghz', results).results).toEqual([]);
});

describe('the rows', () => {
  test('have names of their own and contestants for all of their targets', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const { contestants, targets } of rows) {
      for (const target of targets) {
        const own = contestants.filter(({ subject }) => subject === 'hybrid-quantum');
        expect(own.map(({ configuration }) => configuration)).toContain(target.ours);
        expect(contestants.map(({ subject }) => subject)).toEqual(expect.arrayContaining([...target.peers]));
      }
    }
  });

  test('cover every area', () => {
    const covered = new Set(rows.flatMap(({ targets }) => targets.map(({ area }) => area)));
    expect(targetAreaNames.filter((area) => !covered.has(area))).toEqual([]);
  });
});

test('"ambitious" is never more than "must"', () => {
  for (const area of targetAreaNames) {
    const { ambitious = 0, must = 0 } = limitsOf(area);
    expect(ambitious).toBeLessThanOrEqual(must);
  }
});
