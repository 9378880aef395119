import { expect, test } from 'vitest';
import { coloursFor } from '#cli/output/colours.ts';
import { SlowWorkLine } from '#cli/output/slowWorkLine.ts';

/** What is written when progress is told at these milliseconds. */
function written(isTerminal: boolean, times: readonly number[]): string {
  let text = '';
  let now = 0;
  const write = (piece: string) => {
    text += piece;
  };
  const messages = { write, writeExactly: write, isTerminal, width: 80 };
  const clock = { now: () => now, monotonic: () => now };
  const line = new SlowWorkLine({ messages, messageColours: coloursFor({}, false) }, clock);
  for (const time of times) {
    now = time;
    line.show({ kind: 'advance', fraction: time / 4000, detail: 'running gates' });
  }
  line.end();
  return text;
}

test('short work says nothing', () => {
  expect(written(true, [0, 100, 999])).toBe('');
});

test('long work shows a line on a terminal and removes it in the end', () => {
  const text = written(true, [500, 1000, 2000]);
  expect(text).toContain('25 % running gates');
  expect(text).toContain('50 % running gates');
  expect(text.endsWith('\r\u001b[2K')).toBe(true);
});

test('elsewhere long work says nothing either', () => {
  expect(written(false, [0, 2000, 4000])).toBe('');
});
