import type { Page } from 'playwright-core';

/** What scrolling took, in milliseconds. */
export interface ScrollFigures {
  /** Of each frame, from one to the next. */
  readonly frames: readonly number[];
  /** What the page's main thread worked on each frame on average. */
  readonly work: number;
}

/** How far a frame scrolls, in pixels: at 60 frames a second more than two screens in a second. */
const step = { left: 36, top: 9 };

/** Scrolls from where a box is, right and down, for so many frames. */
export async function measureScrolling(page: Page, scroller: string, frames: number): Promise<ScrollFigures> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const before = await worked();
  const times = await page.evaluate(
    ({ count, selector, by }) =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector(selector);
        const seen: number[] = [];
        const frame = (now: number) => {
          seen.push(now);
          if (seen.length > count) {
            resolve(seen.slice(1).map((time, index) => time - (seen[index] ?? time)));
            return;
          }
          box?.scrollBy({ left: by.left, top: by.top });
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { count: frames, selector: scroller, by: step },
  );
  const work = ((await worked()) - before) / frames;
  await client.detach();
  return { frames: times, work };
}

/** When the frame after the one comes that shows something, in milliseconds since the epoch. */
export function paintedAt(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (awaited) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(awaited) === null) requestAnimationFrame(look);
          // It is painted at the end of this frame.
          else requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        };
        requestAnimationFrame(look);
      }),
    selector,
  );
}

/** How long a page rests before it is measured, in milliseconds: a browser has things to do after it has loaded one. */
export const rest = 500;

/** Resolves when the page has rested, and has done what its loading led to. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<void>((resolve) => {
        setTimeout(() => requestIdleCallback(() => resolve()), milliseconds);
      }),
    rest,
  );
}

/** What the page takes, after what is no longer needed has been collected. */
export async function measureMemory(page: Page): Promise<{ readonly megabytes: number; readonly nodes: number }> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  await client.detach();
  return { megabytes: value('JSHeapUsedSize') / 1e6, nodes: value('Nodes') };
}

/** Milliseconds since the epoch, with fractions, comparable with what the page says. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
