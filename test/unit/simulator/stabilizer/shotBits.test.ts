import { describe, expect, it } from 'vitest';
import { countRecords, onesOfEntries, shotFile, shotsWithOnes } from '#core/simulator/stabilizer/shotBits.ts';

/** Three shots of 17 bits: the first and the last entry, none, the ninth. */
const wide = { shots: 3, width: 17, stride: 4, bytes: Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0) };
const narrow = { shots: 3, width: 2, stride: 2, bytes: Uint8Array.of(2, 0, 1, 0, 0, 0) };

describe('bits of shots', () => {
  it('are counted by entry, shot and record', () => {
    expect(onesOfEntries(wide)).toEqual(Array.from({ length: 17 }, (_, index) => ([0, 8, 16].includes(index) ? 1 : 0)));
    expect(shotsWithOnes(wide)).toBe(2);
    expect(countRecords(narrow)).toEqual({ '00': 1, '01': 1, '10': 1 });
    expect(Object.keys(countRecords(wide))).toEqual(['00000000000000000', '00000000100000000', '10000000000000001']);
  });

  it('are written as digits, the first entry first', () => {
    const text = new TextDecoder().decode(shotFile([wide, narrow], '01'));
    expect(text).toBe('1000000000000000101\n0000000000000000010\n0000000010000000000\n');
  });

  it('are written as whole bytes, the first entry in the lowest bit', () => {
    expect([...shotFile([wide, narrow], 'b8')]).toEqual([1, 0, 5, 0, 0, 2, 0, 1, 0]);
    expect([...shotFile([narrow], 'b8')]).toEqual([2, 1, 0]);
    expect(shotFile([], 'b8')).toHaveLength(0);
  });
});
