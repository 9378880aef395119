import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttled } from '#client/app/throttled.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('many requests of one interval are one action, and the last is never lost', () => {
  let actions = 0;
  const throttled = new Throttled(100, () => actions++);
  for (let i = 0; i < 50; i++) throttled.request();
  expect(actions).toBe(0);
  vi.advanceTimersByTime(100);
  expect(actions).toBe(1);
  throttled.request();
  vi.advanceTimersByTime(100);
  expect(actions).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(actions).toBe(2);
});

test('a forgotten request does nothing', () => {
  let actions = 0;
  const throttled = new Throttled(100, () => actions++);
  throttled.request();
  throttled.dispose();
  vi.advanceTimersByTime(1000);
  expect(actions).toBe(0);
});
