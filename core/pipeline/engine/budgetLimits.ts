import { Failure } from '#core/base/failure.ts';
import type { DecisionTopic, RunQuestion } from '#core/runs/runDecision.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';

type Budget = ResolvedPipeline['budget'];

/** What a run has used, and what its next step will use as far as that is known. Times in milliseconds. */
export interface Spending {
  readonly shotsPerCircuit: number;
  /** Used so far. */
  readonly shots: number;
  /** Those of the next step. */
  readonly nextShots: number;
  /** Sent to backends outside this machine so far. */
  readonly jobs: number;
  readonly nextJobs: number;
  readonly queueTime: number;
  readonly elapsed: number;
  readonly spent: number;
  /** By other runs in this calendar month. */
  readonly spentBefore: number;
  /** What the next step costs. */
  readonly next: number;
}

/** A part of a budget that the next step would exceed, or that is used up. */
export interface ExceededLimit {
  readonly topic: Exclude<DecisionTopic, 'chain.exhausted' | 'cost.approval'>;
  /** One sentence. */
  readonly message: string;
  readonly used: number;
  readonly next: number;
  readonly limit: number;
  /** A number of the topic with its unit. */
  readonly shown: (amount: number) => string;
}

/** What to do about a budget that is used up. */
export const budgetAdvice = 'Raise the budget, or lower shots, repeats or iterations.';

/** That a job was not submitted because it would go beyond the pipeline's budget, which the engine could not know before. */
export class BudgetExceeded extends Failure {
  readonly exceeded: ExceededLimit;

  constructor(exceeded: ExceededLimit) {
    super('budget', exceeded.message, { advice: budgetAdvice });
    this.exceeded = exceeded;
  }
}

/** Limits that people have raised in this run, by topic. */
export type RaisedLimits = ReadonlyMap<DecisionTopic, number>;

type Candidate = Omit<ExceededLimit, 'limit' | 'message'> & {
  readonly limit: number | undefined;
  /** The sentence for a limit as it is written or raised. */
  readonly message: (limit: string) => string;
};

/** Which part of a budget the next step would exceed; the first of them in a fixed order. */
export function exceededBudget(
  budget: Budget,
  use: Spending,
  raised: RaisedLimits = new Map(),
): ExceededLimit | undefined {
  for (const candidate of [...countedLimits(budget, use), ...timeLimits(budget, use), ...costLimits(budget, use)]) {
    if (candidate.limit === undefined) continue;
    const limit = Math.max(candidate.limit, raised.get(candidate.topic) ?? 0);
    if (candidate.used + candidate.next <= limit) continue;
    return { ...candidate, limit, message: candidate.message(candidate.shown(limit)) };
  }
  return undefined;
}

function countedLimits({ jobs, shots }: Budget, use: Spending): Candidate[] {
  const counted = (one: string) => (amount: number) => `${amount} ${amount === 1 ? one : `${one}s`}`;
  return [
    {
      topic: 'shots.perCircuit',
      limit: shots?.perCircuit,
      used: 0,
      next: use.shotsPerCircuit,
      shown: counted('shot'),
      message: (limit) => `The next step takes ${use.shotsPerCircuit} shots per circuit, more than its ${limit}.`,
    },
    {
      topic: 'shots.perRun',
      limit: shots?.perRun,
      used: use.shots,
      next: use.nextShots,
      shown: counted('shot'),
      message: (limit) => `The next step would take the run over its ${limit}.`,
    },
    {
      topic: 'jobs',
      limit: jobs,
      used: use.jobs,
      next: use.nextJobs,
      shown: counted('job'),
      message: (limit) => `The next step would take the run over its ${limit}.`,
    },
  ];
}

function timeLimits({ time }: Budget, use: Spending): Candidate[] {
  const lasting = (
    topic: 'time.queue' | 'time.run' | 'time.total',
    text: string | undefined,
    used: number,
    what: string,
  ): Candidate => ({
    topic,
    limit: text === undefined ? undefined : durationMilliseconds(text),
    used,
    next: 0,
    shown: durationText,
    message: (limit) => `${what} longer than its ${limit}.`,
  });
  return [
    lasting('time.queue', time?.queue, use.queueTime, 'The jobs of the run have waited'),
    lasting('time.run', time?.run, use.elapsed - use.queueTime, 'The run has taken'),
    lasting('time.total', time?.total, use.elapsed, 'The run has taken'),
  ];
}

function costLimits({ cost }: Budget, use: Spending): Candidate[] {
  // What costs nothing is allowed also when the money is gone.
  if (use.next === 0) return [];
  const { perMonth, perRun } = cost ?? {};
  const money = (currency = '') => {
    return (amount: number) => `${Number(amount.toFixed(6))} ${currency}`;
  };
  return [
    {
      topic: 'cost.perRun',
      limit: perRun?.amount,
      used: use.spent,
      next: use.next,
      shown: money(perRun?.currency),
      message: (limit) => `The next step would take the run over its ${limit}.`,
    },
    {
      topic: 'cost.perMonth',
      limit: perMonth?.amount,
      used: use.spentBefore + use.spent,
      next: use.next,
      shown: money(perMonth?.currency),
      message: (limit) =>
        `The next step would take this month over its ${limit}; other runs have spent ${use.spentBefore.toFixed(2)}.`,
    },
  ];
}

/** `90 s`, `1.5 h`: a duration for people, in the largest unit that it reaches. */
function durationText(milliseconds: number): string {
  const units = [
    { unit: 'h', size: 3_600_000 },
    { unit: 'min', size: 60_000 },
    { unit: 's', size: 1000 },
  ];
  const { size, unit } = units.find((each) => milliseconds >= each.size) ?? { unit: 'ms', size: 1 };
  return `${Number((milliseconds / size).toFixed(2))} ${unit}`;
}

/** The question to a person who may allow more: as much again as the limit, and at least the next step. */
export function budgetQuestion({ limit, message, next, shown, topic, used }: ExceededLimit): RunQuestion {
  const upTo = topic === 'shots.perCircuit' ? next : Math.max(2 * limit, used + next);
  return {
    topic,
    message,
    facts: [
      { name: 'Used so far', value: shown(used) },
      ...(next === 0 ? [] : [{ name: 'Next step', value: shown(next) }]),
      { name: 'Limit', value: shown(limit) },
      { name: 'Left', value: shown(Math.max(0, limit - used)) },
    ],
    continuing: `Going on allows up to ${shown(upTo)} in this run, then it asks again.`,
    upTo,
  };
}

/** Which costs have reached the share `alertAt` of their limit, each as a sentence. */
export function costAlerts({ cost }: Budget, { next, spent, spentBefore }: Spending): string[] {
  const { alertAt, perMonth, perRun } = cost ?? {};
  if (alertAt === undefined || spent + next === 0) return [];
  const alert = (whose: string, amount: number, limit: typeof perRun) =>
    limit !== undefined && amount >= alertAt * limit.amount
      ? [`${whose} has reached ${alertAt * 100} % of its ${limit.amount} ${limit.currency}.`]
      : [];
  return [
    ...alert('The cost of this run', spent + next, perRun),
    ...alert('The cost of this month', spentBefore + spent + next, perMonth),
  ];
}

/** What circuits cost by the prices of the pipeline file; 0 where it has none. */
export function priceOf({ price }: Pick<ResolvedBackend, 'price'>, circuits: number, shots: number): number {
  return circuits * (price?.perTask?.amount ?? 0) + shots * (price?.perShot?.amount ?? 0);
}
