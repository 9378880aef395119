import { describe, expect, test } from 'vitest';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { CircuitEvaluator, EvaluationUsage } from '#core/circuit/evaluation.ts';
import { EvaluatorChain, QuantumUnavailable } from '#core/pipeline/engine/evaluatorChain.ts';
import type { BackendFacts } from '#core/pipeline/enginePorts.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

/** A clock that jumps to the end of the shortest pause as soon as everybody waits. */
class JumpingClock implements Clock {
  time = Date.UTC(2026, 4, 10);
  readonly pauses: number[] = [];
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal: CancellationSignal): Promise<void> {
    this.pauses.push(milliseconds);
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.time + milliseconds, wake: resolve };
      this.#sleepers.push(sleeper);
      signal.onCancel(() => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(new Failure('cancelled', 'Cancelled.'));
      });
      setImmediate(() => this.#jump());
    });
  }

  #jump(): void {
    const [next] = this.#sleepers.sort((one, other) => one.at - other.at).splice(0, 1);
    if (!next) return;
    this.time = next.at;
    next.wake();
  }
}

interface World {
  /** What happens at each call, by backend: a failure or an answer. */
  readonly answers?: Readonly<Record<string, readonly (FailureReason | 'hang' | 'ok')[]>>;
  readonly facts?: Readonly<Record<string, BackendFacts | FailureReason>>;
  readonly usage?: Partial<EvaluationUsage>;
  readonly spentThisMonth?: number;
}

function chainOf(blocks: Readonly<Record<string, string>>, world: World = {}) {
  const clock = new JumpingClock();
  const calls: string[] = [];
  const reports: RunProgress[] = [];
  const evaluator = (name: string): CircuitEvaluator => {
    const script = [...(world.answers?.[name] ?? [])];
    return {
      evaluate: async (_request, signal) => {
        calls.push(name);
        const next = script.shift() ?? 'ok';
        if (next === 'hang')
          return await new Promise((_resolve, reject) =>
            signal.onCancel(() => reject(new Failure('cancelled', 'Cancelled.'))),
          );
        if (next !== 'ok') throw new Failure(next, `${name} has failed.`);
        const usage = { circuits: 1, shots: 100, jobs: 1, queueTime: 0, executionTime: 0, ...world.usage };
        return { rows: [Float64Array.of(1)], usage };
      },
    };
  };
  const chain = new EvaluatorChain(resolvedPipeline(pipelineText(blocks)), {
    clock,
    evaluator: async (name) => evaluator(name),
    facts: async (name) => {
      const facts = world.facts?.[name] ?? { online: true };
      if (typeof facts === 'string') throw new Failure(facts, `${name} tells nothing.`);
      return facts;
    },
    ...(world.spentThisMonth !== undefined && { spentThisMonth: async () => world.spentThisMonth ?? 0 }),
    report: (progress) => reports.push(progress),
    saveCheckpoint: async () => {},
    loadCheckpoint: async () => undefined,
  });
  const ask = () =>
    chain.evaluate(
      { circuit: circuit(1, []), bindings: [[]], output: { kind: 'probabilities' }, seed: 1 },
      neverCancelled,
    );
  return { ask, calls, chain, clock, reports };
}

const backends =
  '{ far: { adapter: ionq, shots: 100, price: { perTask: { amount: 1, currency: USD }, asOf: "2026-05-01" } }, near: { adapter: builtin-simulator } }';
const chainWith = (first: string) => ({
  backends,
  execution: `{ chain: [{ backend: far, ${first} }, { backend: near }] }`,
});

describe('retries', () => {
  test('of transient failures come after pauses that double, and are recorded', async () => {
    const { ask, calls, chain, clock } = chainOf(chainWith('retries: { count: 3, backoff: 30s }'), {
      answers: { far: ['offline', 'backend-down', 'ok'] },
    });
    await ask();
    expect(calls).toEqual(['far', 'far', 'far']);
    expect(clock.pauses).toEqual([30_000, 60_000]);
    expect(chain.state().fallbacks).toMatchObject([
      { from: 'far', to: 'far', reason: 'offline', attempt: 2 },
      { from: 'far', to: 'far', reason: 'backend-down', attempt: 3 },
    ]);
    expect(chain.backend()?.name).toBe('far');
  });

  test('end after their number, and the next link goes on', async () => {
    const { ask, calls, chain } = chainOf(chainWith('retries: { count: 1, backoff: 1s }'), {
      answers: { far: ['offline', 'offline'] },
    });
    await ask();
    await ask();
    expect(calls).toEqual(['far', 'far', 'near', 'near']);
    expect(chain.state().fallbacks.map(({ attempt, to }) => [to, attempt])).toEqual([
      ['far', 2],
      ['near', undefined],
    ]);
  });

  test('are not made of failures that would come again', async () => {
    const { ask, calls, clock } = chainOf(chainWith('retries: { count: 3 }'), { answers: { far: ['auth'] } });
    await ask();
    expect(calls).toEqual(['far', 'near']);
    expect(clock.pauses).toEqual([]);
  });
});

test('a link that takes longer than its timeout is cancelled and left', async () => {
  const { ask, calls, chain, clock } = chainOf(chainWith('timeout: 1h'), { answers: { far: ['hang'] } });
  const before = clock.time;
  await ask();
  expect(clock.time - before).toBe(3_600_000);
  expect(calls).toEqual(['far', 'near']);
  expect(chain.state().fallbacks).toMatchObject([{ from: 'far', to: 'near', reason: 'timeout' }]);
});

describe('skipWhen', () => {
  const day = 86_400_000;
  const now = Date.UTC(2026, 4, 10);
  test.each<[string, BackendFacts | FailureReason, FailureReason | 'used']>([
    ['offline: true', { online: false }, 'offline'],
    ['offline: true', { online: true }, 'used'],
    ['offline: true', 'auth', 'auth'],
    ['queueLongerThan: 30m', { online: true, queueTime: 1_800_001 }, 'timeout'],
    ['queueLongerThan: 30m', { online: true, queueTime: 1_800_000 }, 'used'],
    ['calibrationOlderThan: 24h', { online: true, calibratedAt: now - day - 1 }, 'backend-down'],
    ['calibrationOlderThan: 24h', { online: true, calibratedAt: now - day }, 'used'],
    ['twoQubitErrorAbove: 0.01', { online: true, twoQubitError: 0.02 }, 'backend-down'],
    ['twoQubitErrorAbove: 0.01', { online: true, twoQubitError: 0.01 }, 'used'],
  ])('%s with %o: %s', async (when, facts, outcome) => {
    const { ask, calls, chain } = chainOf(chainWith(`skipWhen: { ${when} }`), { facts: { far: facts } });
    await ask();
    expect(calls).toEqual([outcome === 'used' ? 'far' : 'near']);
    expect(chain.state().fallbacks.map(({ reason }) => reason)).toEqual(outcome === 'used' ? [] : [outcome]);
  });

  test('what a backend does not tell is noted, and does not skip it', async () => {
    const { ask, calls, chain } = chainOf(chainWith('skipWhen: { calibrationOlderThan: 24h }'));
    await ask();
    await ask();
    expect(calls).toEqual(['far', 'far']);
    expect(chain.state().notices).toEqual([expect.stringContaining('when it was calibrated')]);
  });

  test('costAbove counts what the run would have spent', async () => {
    const { ask, calls, chain } = chainOf(chainWith('skipWhen: { costAbove: { amount: 2.5, currency: USD } }'));
    for (let step = 0; step < 4; step++) await ask();
    expect(calls).toEqual(['far', 'far', 'near', 'near']);
    expect(chain.state().usage.cost).toEqual({ amount: 2, currency: 'USD' });
  });
});

describe('budgets', () => {
  const limited = (budget: string, more: Readonly<Record<string, string>> = {}) => ({
    backends,
    execution: '{ chain: [{ backend: far }] }',
    budget,
    ...more,
  });

  test.each([
    ['jobs: 2', 2],
    ['shots: { perRun: 250 }', 2],
    ['shots: { perCircuit: 99 }', 0],
    ['cost: { perRun: { amount: 3, currency: USD } }', 3],
    ['time: { queue: 1m }', 4],
    ['time: { total: 1m }', 'never'],
  ])('%s stops before the question that would exceed it, after %s', async (limit, count) => {
    const { ask, calls } = chainOf(limited(`{ ${limit} }`), { usage: { queueTime: 20_000 } });
    const all = async () => {
      for (let step = 0; step < 10; step++) await ask();
    };
    if (count === 'never') await all();
    else {
      await expect(all()).rejects.toMatchObject({ reason: 'budget' });
      expect(calls).toHaveLength(count as number);
    }
  });

  test('of the month count what other runs have spent, and warn at alertAt', async () => {
    const cost = '{ cost: { perMonth: { amount: 20, currency: USD }, alertAt: 0.9 } }';
    const { ask, calls, chain, reports } = chainOf(limited(cost), { spentThisMonth: 16.5 });
    await ask();
    expect(chain.state().notices).toEqual([]);
    await ask();
    expect(chain.state().notices).toEqual(['The cost of this month has reached 90 % of its 20 USD.']);
    await ask();
    await expect(ask()).rejects.toMatchObject({ reason: 'budget' });
    expect(calls).toHaveLength(3);
    expect(reports.filter(({ kind }) => kind === 'warning')).toHaveLength(1);
  });

  test('with fallback go on classically', async () => {
    const { ask, chain } = chainOf(limited('{ jobs: 1, exceed: fallback }'));
    await ask();
    await expect(ask()).rejects.toBeInstanceOf(QuantumUnavailable);
    expect(chain.state().fallbacks).toMatchObject([{ from: 'far', to: 'classical', reason: 'budget' }]);
  });
});

describe('adaptive shots', () => {
  const blocks = {
    backends: '{ far: { adapter: ionq, shots: 100 } }',
    confidence: '{ halfWidth: 0.1, of: probability, rule: hoeffding, adaptive: { start: 50, max: 400 } }',
  };
  const question = { circuit: circuit(1, []), bindings: [[]], output: { kind: 'probabilities' }, seed: 1 } as const;

  test('are added where a question asks for them, and only there', async () => {
    const { calls, chain } = chainOf(blocks);
    await chain.evaluate(question, neverCancelled);
    expect(calls).toHaveLength(1);
    // By Hoeffding √(ln 40/(2 n)) ≤ 0.1 takes 185 shots: 50, 100, 200.
    await chain.evaluate({ ...question, adaptive: true }, neverCancelled);
    expect(calls).toHaveLength(1 + 3);
  });

  test('count at their most for the budget', async () => {
    const { chain } = chainOf({ ...blocks, budget: '{ shots: { perCircuit: 399 } }' });
    await expect(chain.evaluate({ ...question, adaptive: true }, neverCancelled)).rejects.toMatchObject({
      reason: 'budget',
    });
  });
});
