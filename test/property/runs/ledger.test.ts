import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JobCharge, monthOf, type SpendingLimit, spentOn } from '#core/runs/jobCharge.ts';
import { sumLedger } from '#core/runs/ledgerSums.ts';
import type { RunStore, StoredJob } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const day = 24 * 3_600_000;
const runs = ['r1', 'r2'] as const;
const perRun: SpendingLimit = { period: 'run', by: 'pipeline', amount: 40, currency: 'USD' };
const perMonth: SpendingLimit = { period: 'month', by: 'settings', amount: 60, currency: 'USD' };

/** Amounts in cents, so that sums are exact enough to compare. */
const amount = fc.integer({ min: 1, max: 2500 }).map((cents) => cents / 100);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reserve' as const), amount, job: fc.nat(5) }) },
  // What is charged is never more than the estimate here, so that no limit is passed by surprise.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const), share: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const) }) },
);
/** Who does something: one of three processes, for one of the runs. */
const turn = fc.record({ process: fc.nat(2), run: fc.constantFrom(...runs), step });

interface Known {
  readonly job: StoredJob;
  readonly charge: JobCharge;
  readonly time: number;
}

/** What the ledger has to say, in memory. */
class Model {
  readonly known = new Map<string, Known>();

  used(limit: SpendingLimit, runId: string, job: string, time: number): number {
    const { from, to } = monthOf(time);
    return [...this.known.values()]
      .filter((each) => each.job.key !== job)
      .filter((each) => (limit.period === 'run' ? each.job.runId === runId : each.time >= from && each.time < to))
      .reduce((sum, { charge }) => sum + (spentOn(charge)?.amount ?? 0), 0);
  }
}

const open = (folder: string, clock: HandClock): Promise<RunStore> => openRunStore(folder, clock);

test('whoever submits and dies when, the ledger is what jobs cost, and no limit is passed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 10, maxLength: 30 }), async (turns) => {
      await withTemporaryFolder(async (folder) => {
        const clock = new HandClock(Date.parse('2026-05-03T00:00:00Z'));
        const stores = [await open(folder, clock), await open(folder, clock), await open(folder, clock)];
        const model = new Model();
        const deleted = new Set<string>();
        for (const id of runs) await stores[0]?.create(exampleRun(id));
        for (const { process, run, step: next } of turns) {
          const store = stores[process];
          if (store === undefined) throw new Error('There are three processes.');
          switch (next.kind) {
            case 'wait':
              clock.advance(next.days * day);
              break;
            case 'kill':
              store.close();
              stores[process] = await open(folder, clock);
              break;
            case 'reserve': {
              if (deleted.has(run)) break;
              const time = clock.now();
              const key = `${run}-${next.job}`;
              const charge: JobCharge = {
                estimate: { amount: next.amount, currency: 'USD' },
                asOf: '2026-05-01',
                source: 'test',
                arithmetic: 'test',
              };
              const job: StoredJob = { key, runId: run, backend: 'qpu', submittedAt: time, state: 'submitting' };
              const entry = { ...charge, time, job: key, runId: run, runName: run, backend: 'qpu' };
              const limits = [perRun, perMonth];
              const wanted = limits.every(
                (limit) => model.used(limit, run, key, time) + next.amount <= limit.amount + 1e-9,
              );
              const answer = await store.reserveJob(job, {
                entry: { ...entry, provider: 'ionq', profile: 'default' },
                limits,
              });
              expect(answer.reserved).toBe(wanted);
              if (wanted) model.known.set(key, { job, charge, time });
              break;
            }
            case 'settle': {
              const found = [...model.known.values()].find(
                ({ charge, job }) => job.runId === run && charge.actual === undefined,
              );
              if (found === undefined || deleted.has(run)) break;
              const estimate = found.charge.estimate?.amount ?? 0;
              const actual = { amount: (estimate * next.share) / 4, currency: 'USD' };
              const charge = { ...found.charge, actual };
              await store.saveJob({ ...found.job, state: 'completed', charge });
              model.known.set(found.job.key, { ...found, charge });
              break;
            }
            case 'delete':
              if (run === 'r2' && !deleted.has(run)) {
                await store.delete(run);
                deleted.add(run);
              }
          }
        }
        const [store] = stores;
        if (store === undefined) throw new Error('There are three processes.');
        const entries = await store.ledger({});
        expect(new Map(entries.map(({ job, ...entry }) => [job, spentOn(entry)?.amount]))).toEqual(
          new Map([...model.known].map(([key, { charge }]) => [key, spentOn(charge)?.amount])),
        );
        for (const id of runs.filter((each) => !deleted.has(each))) {
          const ofJobs = (await store.jobs(id)).flatMap(({ charge }) => (charge ? [spentOn(charge)?.amount ?? 0] : []));
          const [sum = { charged: 0, estimated: 0 }] = sumLedger(await store.ledger({ runId: id }), 'run');
          expect(sum.charged + sum.estimated).toBeCloseTo(
            ofJobs.reduce((all, one) => all + one, 0),
            9,
          );
          expect(sum.charged + sum.estimated).toBeLessThanOrEqual(perRun.amount + 1e-6);
        }
        for (const { charged, estimated } of sumLedger(entries, 'month')) {
          expect(charged + estimated).toBeLessThanOrEqual(perMonth.amount + 1e-6);
        }
        for (const each of stores) each.close();
      });
    }),
    { numRuns: 25 },
  );
});
