import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** How long the editor may take for one visible step on a machine that does other work as well, in milliseconds. */
export const patience = 60_000;

/** How long a user looks before making a gesture again, in milliseconds. */
export const look = 10_000;

/** What shows that a gesture was taken: something that is visible then, or a question that is then answered with yes. */
export type Effect = Locator | (() => Promise<boolean>);

/**
 * Makes a gesture until its effect is there: what a busy window loses, a user does again. A gesture that fails counts as
 * lost, because whatever takes the focus just then closes what it was meant for. Only for what may be done twice.
 * @throws Error of the last gesture, or one with what was waited for, after eight attempts
 */
export async function repeatUntil(effect: Effect, gesture: (attempt: number) => Promise<void>): Promise<void> {
  const attempts = 8;
  let lost: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    lost = undefined;
    try {
      await gesture(attempt);
    } catch (thrown) {
      lost = thrown;
    }
    if (await isThereWithin(effect, look)) return;
  }
  if (lost !== undefined) throw lost;
  throw new Error(`A gesture had no effect ${attempts} times: ${describeEffect(effect)}`);
}

/**
 * Clicks what a click makes vanish, once as far as it takes the click: it is clicked again only while it is still there,
 * and `open` brings it back when something else had closed it before. A click that was made, but not told of in time, as by a
 * page that is busy with what it led to, counts: a command would otherwise run twice.
 */
export async function clickAway(target: Locator, open?: (attempt: number) => Promise<void>): Promise<void> {
  let clicked = false;
  await repeatUntil(
    async () => clicked && (await target.isHidden()),
    async (attempt) => {
      if (open !== undefined && !(await target.isVisible())) await open(attempt);
      // The first one may still have to come; `open` has waited for it already.
      const timeout = open === undefined && attempt === 0 ? patience : look;
      const isReleased = await watchMouse(target, timeout);
      try {
        await target.click({ timeout });
        clicked = true;
      } catch (thrown) {
        clicked = await isReleased();
        if (!clicked) throw thrown;
      }
    },
  );
}

/** @returns tells whether a button of the mouse was released since, in the document where the target is now */
async function watchMouse(target: Locator, timeout: number): Promise<() => Promise<boolean>> {
  const watched = await target.evaluateHandle(
    (element) => {
      const watch = { isReleased: false };
      const note = () => {
        watch.isReleased = true;
      };
      element.ownerDocument.addEventListener('mouseup', note, { capture: true, once: true });
      return watch;
    },
    undefined,
    { timeout },
  );
  return async () => await watched.evaluate(({ isReleased }) => isReleased);
}

/** Whether the effect is there before the time, in milliseconds, is over. */
export async function isThereWithin(effect: Effect, milliseconds: number): Promise<boolean> {
  if (typeof effect !== 'function') {
    return await effect.waitFor({ timeout: milliseconds }).then(
      () => true,
      () => false,
    );
  }
  const deadline = Date.now() + milliseconds;
  while (!(await effect())) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

/** @throws Error with the message when the promise has not settled in time, in milliseconds */
export async function within<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  const timer = new AbortController();
  const late = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(message);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

function describeEffect(effect: Effect): string {
  return String(effect).replace(/\s+/g, ' ').slice(0, 200);
}
