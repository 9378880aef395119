import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { ClaimKeeper } from '#runner/claimKeeper.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function withRun(work: (store: RunStore, clock: HandClock) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const clock = new HandClock(1_000_000);
    const store = await openRunStore(folder, clock);
    try {
      await store.create(exampleRun('a'));
      await work(store, clock);
    } finally {
      store.close();
    }
  });
}

test('a claim is renewed until it is released, and nobody else gets it meanwhile', async () => {
  await withRun(async (store, clock) => {
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 5 }).hold(store, 'a');
    const other = new ClaimKeeper();
    for (let step = 0; step < 4; step++) {
      const before = (await store.claimOf('a'))?.expiresAt ?? 0;
      clock.advance(600);
      while (((await store.claimOf('a'))?.expiresAt ?? 0) === before) await systemClock.sleep(2, neverCancelled);
      await expect(other.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
    }
    await claim.release();
    expect(claim.lost.isCancelled).toBe(false);
    await (await other.hold(store, 'a')).release();
    expect(await store.claimOf('a')).toBeUndefined();
  });
});

test('whoever slept past the claim learns that another one has taken over', async () => {
  await withRun(async (store, clock) => {
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 50 }).hold(store, 'a');
    clock.advance(2000);
    expect(await store.claim('a', 'another', 10_000)).toBe(true);
    await new Promise<void>((resolve) => claim.lost.onCancel(resolve));
    await claim.release();
    expect((await store.claimOf('a'))?.owner).toBe('another');
  });
});

test('a claim of a process that has died here is taken over at once, one of another machine is not', async () => {
  await withRun(async (store) => {
    const dead = execFileSync(process.execPath, ['-p', 'process.pid']).toString().trim();
    await store.claim('a', `${hostname()}:${dead}:x`, 10_000);
    const keeper = new ClaimKeeper();
    const claim = await keeper.hold(store, 'a');
    await expect(keeper.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
    await keeper.releaseAll();
    await claim.release();
    await store.claim('a', `elsewhere.${hostname()}:${dead}:x`, 10_000);
    await expect(keeper.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
  });
});

test('the claim on a run that was deleted is lost', async () => {
  await withRun(async (store, clock) => {
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 50 }).hold(store, 'a');
    clock.advance(2000);
    await store.delete('a');
    await new Promise<void>((resolve) => claim.lost.onCancel(resolve));
    await claim.release();
  });
});

const here = () => `${hostname()}:${process.pid}:x`;

test('a claim that has run out because the clock was set forward is left to its process, which renews it', async () => {
  await withRun(async (store, clock) => {
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 60 }).hold(store, 'a');
    clock.advance(3_600_000);
    expect(await store.claimOf('a')).toBeUndefined();
    const other = new ClaimKeeper({ duration: 1000, renewal: 60 });
    await expect(other.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
    expect(claim.lost.isCancelled).toBe(false);
    await claim.release();
  });
});

test('a claim from before the clock was set back is in force again with its next renewal', async () => {
  await withRun(async (store, clock) => {
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 60 }).hold(store, 'a');
    clock.advance(-3_600_000);
    // It would end in an hour, which no claim does.
    expect(await store.claimOf('a')).toBeUndefined();
    const other = new ClaimKeeper({ duration: 1000, renewal: 60 });
    await expect(other.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
    expect((await store.claimOf('a'))?.expiresAt).toBeLessThan(1_000_000);
    await claim.release();
    await (await other.hold(store, 'a')).release();
  });
});

test('a claim of another machine from before the clock was set back does not last until then', async () => {
  await withRun(async (store, clock) => {
    await store.claim('a', 'elsewhere:1:x', 30_000);
    const keeper = new ClaimKeeper({ duration: 1000, renewal: 60 });
    await expect(keeper.hold(store, 'a')).rejects.toMatchObject({ reason: 'conflict' });
    clock.advance(-3_600_000);
    await (await keeper.hold(store, 'a')).release();
  });
});

test('a claim that has run out and that nobody renews is taken over, though a process of its number is there', async () => {
  await withRun(async (store, clock) => {
    await store.claim('a', here(), 1000);
    clock.advance(2000);
    const claim = await new ClaimKeeper({ duration: 1000, renewal: 20 }).hold(store, 'a');
    expect((await store.claimOf('a'))?.owner).not.toBe(here());
    await claim.release();
  });
});
