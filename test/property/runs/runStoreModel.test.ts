import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { canFollow, type RunState, runStates } from '#core/runs/runState.ts';
import type { RunStore, StoredJob } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const ids = ['r1', 'r2', 'r3'] as const;
const owners = ['window', 'terminal'] as const;

const operation = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), id: fc.constantFrom(...ids) }),
  fc.record({
    kind: fc.constant('transition' as const),
    id: fc.constantFrom(...ids),
    to: fc.constantFrom(...runStates),
  }),
  fc.record({ kind: fc.constant('update' as const), id: fc.constantFrom(...ids), step: fc.string() }),
  fc.record({ kind: fc.constant('checkpoint' as const), id: fc.constantFrom(...ids), value: fc.jsonValue() }),
  fc.record({
    kind: fc.constant('job' as const),
    id: fc.constantFrom(...ids),
    handle: fc.option(fc.constantFrom('H1', 'H2'), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('claim' as const), id: fc.constantFrom(...ids), owner: fc.constantFrom(...owners) }),
  fc.record({ kind: fc.constant('release' as const), id: fc.constantFrom(...ids), owner: fc.constantFrom(...owners) }),
  fc.record({ kind: fc.constant('delete' as const), id: fc.constantFrom(...ids) }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 150 }) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

interface ModelRun {
  state: RunState;
  step?: string;
  checkpoint?: unknown;
  handle?: string;
  job: boolean;
  claim?: { owner: string; expiresAt: number };
}

/** What the store promises, in memory. Returns the reason of the failure it expects, or what it answers. */
class Model {
  readonly runs = new Map<string, ModelRun>();
  now = 1000;

  apply(step: Operation): string | boolean | undefined {
    if (step.kind === 'wait') {
      this.now += step.milliseconds;
      return undefined;
    }
    const run = this.runs.get(step.id);
    if (step.kind === 'create') {
      if (run !== undefined) return 'conflict';
      this.runs.set(step.id, { state: 'created', job: false });
      return undefined;
    }
    if (run === undefined) return step.kind === 'release' ? undefined : 'not-found';
    const claim = run.claim !== undefined && run.claim.expiresAt > this.now ? run.claim : undefined;
    switch (step.kind) {
      case 'transition':
        if (!canFollow(run.state, step.to)) return 'conflict';
        run.state = step.to;
        return undefined;
      case 'update':
        run.step = step.step;
        return undefined;
      case 'checkpoint':
        run.checkpoint = JSON.parse(JSON.stringify(step.value));
        return undefined;
      case 'job':
        if (run.handle !== undefined && step.handle !== run.handle) return 'conflict';
        run.job = true;
        if (step.handle !== undefined) run.handle = step.handle;
        return undefined;
      case 'claim':
        if (claim !== undefined && claim.owner !== step.owner) return false;
        run.claim = { owner: step.owner, expiresAt: this.now + 100 };
        return true;
      case 'release':
        if (run.claim?.owner === step.owner) delete run.claim;
        return undefined;
      case 'delete':
        if (claim !== undefined) return 'conflict';
        this.runs.delete(step.id);
        return undefined;
    }
  }
}

async function perform(store: RunStore, clock: HandClock, step: Operation): Promise<string | boolean | undefined> {
  try {
    switch (step.kind) {
      case 'create':
        await store.create(exampleRun(step.id));
        return undefined;
      case 'transition':
        await store.transition(step.id, step.to);
        return undefined;
      case 'update':
        await store.update(step.id, { step: step.step });
        return undefined;
      case 'checkpoint':
        await store.saveCheckpoint(step.id, step.value);
        return undefined;
      case 'job':
        await store.saveJob(jobOf(step.id, step.handle));
        return undefined;
      case 'claim':
        return await store.claim(step.id, step.owner, 100);
      case 'release':
        await store.release(step.id, step.owner);
        return undefined;
      case 'delete':
        await store.delete(step.id);
        return undefined;
      case 'wait':
        clock.advance(step.milliseconds);
        return undefined;
    }
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.reason;
    throw thrown;
  }
}

function jobOf(runId: string, handle: string | undefined): StoredJob {
  const job = { key: `${runId}/0`, runId, backend: 'ionq', submittedAt: 5, state: 'submitting' as const };
  return handle === undefined ? job : { ...job, handle };
}

test('two stores of one folder behave as one, whatever is asked of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ which: fc.boolean(), step: operation }), { minLength: 1, maxLength: 30 }),
      async (steps) => {
        await withTemporaryFolder(async (folder) => {
          const clock = new HandClock(1000);
          const [first, second] = [await openRunStore(folder, clock), await openRunStore(folder, clock)];
          try {
            const model = new Model();
            let revision = await first.revision();
            for (const { which, step } of steps) {
              const expected = model.apply(step);
              expect(await perform(which ? first : second, clock, step)).toBe(expected);
              const next = await (which ? second : first).revision();
              const counts = !['wait', 'claim', 'release'].includes(step.kind) && expected === undefined;
              if (counts) expect(next).toBeGreaterThan(revision);
              else expect(next).toBe(revision);
              revision = next;
            }
            await expectSame(second, model);
          } finally {
            first.close();
            second.close();
          }
        });
      },
    ),
    { numRuns: 100 },
  );
});

async function expectSame(store: RunStore, model: Model): Promise<void> {
  expect((await store.list({})).map((run) => run.id)).toEqual([...model.runs.keys()].sort().reverse());
  for (const [id, run] of model.runs) {
    const record = await store.get(id);
    expect(record?.state).toBe(run.state);
    expect(record?.step).toBe(run.step);
    expect(await store.loadCheckpoint(id)).toEqual(run.checkpoint);
    expect(await store.jobs(id)).toEqual(run.job ? [jobOf(id, run.handle)] : []);
    const live = run.claim !== undefined && run.claim.expiresAt > model.now ? run.claim : undefined;
    expect(await store.claimOf(id)).toEqual(live);
  }
}
