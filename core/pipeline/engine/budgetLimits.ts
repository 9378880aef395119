import { durationMilliseconds } from '../schema/duration.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';

type Budget = ResolvedPipeline['budget'];

/** What a run has used, and what its next step will use as far as that is known. Times in milliseconds. */
export interface Spending {
  readonly shotsPerCircuit: number;
  /** With those of the next step. */
  readonly shots: number;
  /** Sent to backends outside this machine, with that of the next step. */
  readonly jobs: number;
  readonly queueTime: number;
  readonly elapsed: number;
  readonly spent: number;
  /** By other runs in this calendar month. */
  readonly spentBefore: number;
  /** What the next step costs. */
  readonly next: number;
}

/** Which part of a budget the next step would exceed, in a sentence. */
export function exceededBudget({ cost, jobs, shots, time }: Budget, use: Spending): string | undefined {
  if (shots?.perCircuit !== undefined && use.shotsPerCircuit > shots.perCircuit)
    return `The next step takes ${use.shotsPerCircuit} shots per circuit, more than its ${shots.perCircuit}.`;
  if (shots?.perRun !== undefined && use.shots > shots.perRun)
    return `The next step would take the run over its ${shots.perRun} shots.`;
  if (jobs !== undefined && use.jobs > jobs) return `The next step would take the run over its ${jobs} jobs.`;
  const over = (text: string | undefined, found: number) =>
    text !== undefined && found > (durationMilliseconds(text) ?? Number.POSITIVE_INFINITY);
  if (over(time?.queue, use.queueTime)) return `The jobs of the run have waited longer than its ${time?.queue}.`;
  if (over(time?.run, use.elapsed - use.queueTime)) return `The run has taken longer than its ${time?.run}.`;
  if (over(time?.total, use.elapsed)) return `The run has taken longer than its ${time?.total}.`;
  if (use.next === 0) return undefined;
  if (cost?.perRun !== undefined && use.spent + use.next > cost.perRun.amount)
    return `The next step would take the run over its ${cost.perRun.amount} ${cost.perRun.currency}.`;
  const month = cost?.perMonth;
  if (month !== undefined && use.spentBefore + use.spent + use.next > month.amount)
    return `The next step would take this month over its ${month.amount} ${month.currency}; other runs have spent ${use.spentBefore.toFixed(2)}.`;
  return undefined;
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
