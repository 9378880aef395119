import { describe, expect, test } from 'vitest';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { CircuitEvaluator, EvaluationUsage } from '#core/circuit/evaluation.ts';
import { EvaluatorChain, QuantumUnavailable } from '#core/pipeline/engine/evaluatorChain.ts';
import type { BackendFacts } from '#core/pipeline/enginePorts.ts';
import type { RunChoice, RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
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
  /** Answers what the run asks. */
  readonly decide?: (question: RunQuestion) => RunDecision;
  readonly decided?: readonly RunDecision[];
}

function chainOf(blocks: Readonly<Record<string, string>>, world: World = {}) {
  const clock = new JumpingClock();
  const calls: string[] = [];
  const reports: RunProgress[] = [];
  const questions: RunQuestion[] = [];
  const { decide, decided } = world;
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
    ...(decided && { decided }),
    ...(decide && {
      decide: async (question) => {
        questions.push(question);
        return decide(question);
      },
    }),
    report: (progress) => reports.push(progress),
    saveCheckpoint: async () => {},
    loadCheckpoint: async () => undefined,
  });
  const ask = () =>
    chain.evaluate(
      { circuit: circuit(1, []), bindings: [[]], output: { kind: 'probabilities' }, seed: 1 },
      neverCancelled,
    );
  return { ask, calls, chain, clock, questions, reports };
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
    expect(reports.filter(({ kind }) => kind === 'warning')).toEqual([expect.objectContaining({ alert: true })]);
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

describe('asking', () => {
  const asking = (budget: string) => ({
    backends,
    execution: '{ chain: [{ backend: far }] }',
    budget: `{ ${budget}, exceed: ask }`,
  });
  const broken = { backends, execution: '{ chain: [{ backend: far }], onExhausted: ask }' };
  const answering = (...answers: readonly RunChoice[]) => {
    const left = [...answers];
    return (question: RunQuestion): RunDecision => {
      const { message, topic, upTo } = question;
      const choice = left.shift();
      if (choice === undefined) throw new Error(`Not expected to be asked: ${message}`);
      return { topic, choice, by: 'ada', via: 'editor', time: 1, message, ...(upTo !== undefined && { upTo }) };
    };
  };
  const asked = (chain: ReturnType<typeof chainOf>) => chain.questions.map(({ topic, upTo }) => [topic, upTo]);

  test('at a limit shows the arithmetic, and going on allows twice the limit before it asks again', async () => {
    const all = chainOf(asking('shots: { perRun: 250 }'), { decide: answering('continue', 'continue', 'stop') });
    const step = async (times: number) => {
      for (let count = 0; count < times; count++) await all.ask();
    };
    await step(2);
    expect(all.questions).toEqual([]);
    await step(1);
    expect(all.questions).toEqual([
      {
        topic: 'shots.perRun',
        message: 'The next step would take the run over its 250 shots.',
        facts: [
          { name: 'Used so far', value: '200 shots' },
          { name: 'Next step', value: '100 shots' },
          { name: 'Limit', value: '250 shots' },
          { name: 'Left', value: '50 shots' },
        ],
        continuing: 'Going on allows up to 500 shots in this run, then it asks again.',
        upTo: 500,
      },
    ]);
    await step(7);
    await expect(all.ask()).rejects.toMatchObject({ reason: 'budget', message: expect.stringContaining('1000 shots') });
    expect(asked(all)).toEqual([
      ['shots.perRun', 500],
      ['shots.perRun', 1000],
      ['shots.perRun', 2000],
    ]);
    expect(all.calls).toHaveLength(10);
  });

  test.each([
    ['jobs: 1', 'jobs', 2],
    ['shots: { perCircuit: 10 }', 'shots.perCircuit', 100],
    ['cost: { perRun: { amount: 1.5, currency: USD } }', 'cost.perRun', 3],
    ['time: { queue: 1s }', 'time.queue', 2000],
  ])('at %s once is enough where the rest fits', async (limit, topic, upTo) => {
    const all = chainOf(asking(limit), { decide: answering('continue'), usage: { queueTime: 1500 } });
    await all.ask();
    await all.ask();
    expect(asked(all)).toEqual([[topic, upTo]]);
  });

  test('falls back when told to, and does not ask again', async () => {
    const all = chainOf(asking('jobs: 1'), { decide: answering('fallback') });
    await all.ask();
    for (let count = 0; count < 2; count++) await expect(all.ask()).rejects.toBeInstanceOf(QuantumUnavailable);
    expect(all.chain.state().fallbacks).toMatchObject([{ from: 'far', to: 'classical', reason: 'budget' }]);
  });

  test('when resumed remembers how far it may go and that it falls back, and asks again after a stop', async () => {
    const decided = (choice: RunChoice, upTo?: number): RunDecision[] => [
      { topic: 'jobs', choice, by: 'ada', via: 'terminal', time: 1, message: 'x', ...(upTo !== undefined && { upTo }) },
    ];
    const further = chainOf(asking('jobs: 1'), { decided: decided('continue', 3), decide: answering('stop') });
    for (let count = 0; count < 3; count++) await further.ask();
    expect(further.questions).toEqual([]);
    await expect(further.ask()).rejects.toMatchObject({ reason: 'budget' });
    const back = chainOf(asking('jobs: 1'), { decided: decided('fallback'), decide: answering() });
    await back.ask();
    await expect(back.ask()).rejects.toBeInstanceOf(QuantumUnavailable);
    const stopped = chainOf(asking('jobs: 1'), { decided: decided('stop'), decide: answering('continue') });
    for (let count = 0; count < 2; count++) await stopped.ask();
    expect(asked(stopped)).toEqual([['jobs', 2]]);
  });

  test('without anybody to ask stops and says so', async () => {
    const all = chainOf(asking('jobs: 1'));
    await all.ask();
    await expect(all.ask()).rejects.toMatchObject({
      reason: 'budget',
      message: expect.stringMatching(/over its 1 job\..*nobody can be asked/),
      advice: expect.stringContaining('--on-exceed'),
    });
    const exhausted = chainOf(broken, { answers: { far: ['auth'] } });
    await expect(exhausted.ask()).rejects.toMatchObject({ reason: 'auth', message: expect.stringContaining('nobody') });
  });

  test('in shadow falls back without asking', async () => {
    const all = chainOf(
      { ...asking('jobs: 1'), execution: '{ quantum: { state: shadow }, chain: [{ backend: far }] }' },
      { decide: answering() },
    );
    await all.ask();
    await expect(all.ask()).rejects.toBeInstanceOf(QuantumUnavailable);
  });

  test('when no link works tries the last one again, falls back, or ends with its reason', async () => {
    const again = chainOf(broken, {
      answers: { far: ['offline', 'offline'] },
      decide: answering('continue', 'continue'),
    });
    await again.ask();
    expect(again.calls).toEqual(['far', 'far', 'far']);
    expect(again.questions[0]).toMatchObject({ topic: 'chain.exhausted', message: 'far has failed.' });
    const back = chainOf(broken, { answers: { far: ['offline'] }, decide: answering('fallback') });
    await expect(back.ask()).rejects.toBeInstanceOf(QuantumUnavailable);
    const stopped = chainOf(broken, { answers: { far: ['offline'] }, decide: answering('stop') });
    await expect(stopped.ask()).rejects.toMatchObject({ reason: 'offline', message: 'far has failed.' });
  });

  test('does not count the time it waits for an answer', async () => {
    const all = chainOf(asking('jobs: 1, time: { total: 1h }'), {
      decide: (question) => {
        all.clock.time += 7_200_000;
        return answering('continue')(question);
      },
    });
    for (let count = 0; count < 2; count++) await all.ask();
    expect(all.chain.state().elapsed).toBeLessThan(3_600_000);
    expect(asked(all)).toEqual([['jobs', 2]]);
  });
});
