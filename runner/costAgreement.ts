import type { BackendJob, CostEstimate } from '#core/backends/backend.ts';
import { throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { machineAdapters } from '#core/pipeline/schema/machineAdapters.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { exceeds, type Money, monthOf, spentOn } from '#core/runs/jobCharge.ts';
import type { RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { keepDecision } from './runDecisions.ts';
import type { Approval, RunExecution } from './runExecution.ts';

type PlannedUse = NonNullable<RunRecord['estimate']>[number];

/**
 * A pipeline that may cost money starts only when somebody has agreed to its plan. The agreement is kept with its amount,
 * so that it holds when the run is resumed, as far as it goes.
 * @param planned what the record keeps of the plan
 * @throws Failure `budget` when nobody has
 */
export async function requireAgreement(
  execution: RunExecution,
  pipeline: ResolvedPipeline,
  planned: RunRecord['estimate'],
): Promise<void> {
  const paid = paidLinks(pipeline, planned);
  if (paid.length === 0) return;
  const { approved } = execution;
  const record = await execution.store.get(execution.runId);
  for (const link of paid) {
    const agreed = agreementOn(record, link.backend);
    if (agreed !== undefined && covers(agreed, 0, link.cost)) continue;
    if (approved === undefined) {
      const costs = paid.map(({ arithmetic, backend, cost }) =>
        cost === undefined
          ? `${backend}: ${arithmetic}`
          : `${backend}: ${cost.amount.toFixed(2)} ${cost.currency} = ${arithmetic}`,
      );
      throw new Failure('budget', `The run may cost money (${costs.join('; ')})${laterText(agreed)}.`, {
        advice: 'Agree to it to start the run; hybridq run --yes does.',
      });
    }
    await keepAgreement(execution, approved, {
      message: planText(link),
      backend: link.backend,
      ...(link.cost && limitTo(link.cost)),
    });
  }
}

/** The links of a chain that may cost money, as they are planned; none where the quantum step is off. */
function paidLinks({ backends, execution }: ResolvedPipeline, planned: RunRecord['estimate'] = []) {
  if (execution.quantum.state === 'disabled') return [];
  return execution.chain.flatMap(({ backend: name }): Pick<PlannedUse, 'arithmetic' | 'backend' | 'cost'>[] => {
    const backend = backends[name];
    if (backend === undefined || (machineAdapters.has(backend.adapter) && backend.kind !== 'hardware')) return [];
    const plan = planned.find((each) => each.backend === name);
    if (backend.kind !== 'hardware' && (plan?.cost?.amount ?? 0) === 0) return [];
    return [plan ?? { backend: name, arithmetic: 'what it costs could not be planned' }];
  });
}

function planText({ arithmetic, backend, cost }: Pick<PlannedUse, 'arithmetic' | 'backend' | 'cost'>): string {
  return cost === undefined
    ? `The run may cost money on ${backend}: ${arithmetic}.`
    : `The run costs about ${moneyText(cost)} on ${backend} as planned: ${arithmetic}.`;
}

/**
 * Has somebody agree to pay for a job unless they have, for this run and as much as it comes to with what was spent.
 * Kept in the record before the job is submitted.
 * @throws Failure `budget` when nobody agrees
 */
export async function agreeToJob(
  execution: RunExecution,
  backend: string,
  estimate: CostEstimate,
  job: BackendJob,
): Promise<void> {
  const { ask, runId, signal, store } = execution;
  const record = await store.get(runId);
  const agreed = agreementOn(record, backend);
  const spent = await spentOnBackend(execution, backend, job, estimate.cost?.currency);
  if (agreed !== undefined && covers(agreed, spent, estimate.cost)) return;
  const planned = record?.estimate?.find((each) => each.backend === backend);
  const question = await approvalQuestion(execution, { backend, estimate, job, planned, agreed, spent });
  const via = approvedFor(execution, estimate);
  const answer = via === undefined ? await ask?.(question, signal) : ({ choice: 'continue', via } as const);
  throwIfCancelled(signal);
  if (answer?.choice !== 'continue') {
    const facts = question.facts.map(({ name, value }) => `${name}: ${value}`).join('; ');
    throw new Failure('budget', `${question.message} Nobody has agreed to it. ${facts}.`, {
      advice: 'Agree to it to submit the job: hybridq with --yes, or resume the run and confirm.',
    });
  }
  const { currency, message, upTo } = question;
  await keepAgreement(execution, answer.via, {
    message,
    backend,
    ...(upTo === undefined || currency === undefined ? {} : { upTo, currency }),
  });
}

/** Where a job was agreed to beforehand; undefined also where it is expected to cost more than was said then. */
function approvedFor({ approved, approvedCost: known }: RunExecution, { cost }: CostEstimate): Approval | undefined {
  if (known === undefined) return approved;
  const isWithin = cost?.currency === known.currency && cost.amount <= known.amount * (1 + 1e-9);
  return isWithin ? approved : undefined;
}

async function keepAgreement(
  execution: RunExecution,
  via: RunDecision['via'],
  agreement: Pick<RunDecision, 'backend' | 'currency' | 'message' | 'upTo'>,
): Promise<void> {
  const { services } = execution;
  const said = { choice: 'continue', by: services.user, via, time: services.clock.now() } as const;
  await keepDecision(execution, { topic: 'cost.approval', ...said, ...agreement });
}

/** The last agreement that holds for a backend; those of older records hold for all of them. */
function agreementOn(record: RunRecord | undefined, on: string): RunDecision | undefined {
  return record?.decisions?.findLast(
    ({ backend = on, choice, topic }) => topic === 'cost.approval' && choice === 'continue' && backend === on,
  );
}

/** Whether an agreement goes as far as the next amount; one without an amount goes as far as budgets do. */
function covers({ currency, upTo }: RunDecision, used: number, next: Money | undefined): boolean {
  if (upTo === undefined || currency === undefined) return true;
  if (next?.currency !== currency) return false;
  return !exceeds({ limit: { amount: upTo, currency, period: 'run', by: 'pipeline' }, used }, next.amount);
}

/** What the run has spent on a backend and has out there, in the currency of its next job and without it. */
async function spentOnBackend(
  { runId, store }: RunExecution,
  on: string,
  { key }: BackendJob,
  currency: string | undefined,
): Promise<number> {
  const entries = await store.ledger({ runId });
  return entries
    .filter(({ backend, job }) => backend === on && job !== key)
    .flatMap((entry) => spentOn(entry) ?? [])
    .reduce((sum, money) => (money.currency === currency ? sum + money.amount : sum), 0);
}

interface AskedJob {
  readonly backend: string;
  readonly estimate: CostEstimate;
  readonly job: BackendJob;
  readonly planned: PlannedUse | undefined;
  readonly agreed: RunDecision | undefined;
  /** By the run on the backend. */
  readonly spent: number;
}

async function approvalQuestion({ services, store }: RunExecution, asked: AskedJob): Promise<RunQuestion> {
  const { agreed, backend, estimate, job, planned, spent } = asked;
  const { arithmetic, asOf, cost, source } = estimate;
  const { circuits, shots } = job;
  const month = await store.ledger(monthOf(services.clock.now()));
  const budgets = (services.monthlyBudgets ?? []).filter(
    ({ currency }) => cost === undefined || cost.currency === currency,
  );
  const which = agreed === undefined && spent === 0 ? 'first' : 'next';
  const limit = cost && nextLimit(cost, asked);
  const plan = planned?.cost && planned.jobs > 1 ? `${moneyText(planned.cost)} = ${planned.arithmetic}` : undefined;
  return {
    topic: 'cost.approval',
    message:
      cost === undefined
        ? `The ${which} job on ${backend} may cost money; how much is not known beforehand.`
        : `The ${which} job on ${backend} costs about ${moneyText(cost)}${laterText(agreed)}.`,
    facts: [
      { name: 'Job', value: `${countText(circuits.length, 'circuit')} with ${shots} shots` },
      { name: 'Arithmetic', value: arithmetic },
      { name: 'Price', value: `of ${asOf}, from ${source}` },
      ...(plan === undefined ? [] : [{ name: 'Plan of the run', value: plan }]),
      ...(cost === undefined || spent === 0
        ? []
        : [{ name: 'Spent by this run', value: moneyText({ ...cost, amount: spent }) }]),
      { name: 'Spent this month', value: spentText(month.flatMap((entry) => spentOn(entry) ?? [])) },
      ...budgets.map((budget) => ({ name: 'Budget of the month', value: moneyText(budget) })),
    ],
    continuing:
      limit === undefined
        ? 'Going on submits this job and those that follow in this run, within its budget.'
        : `Going on submits this job and those that follow in this run up to ${moneyText(limit)}, within its budget; then it asks again.`,
    ...(limit && limitTo(limit)),
  };
}

/**
 * How far the next agreement goes: as far as the plan, and where more than that was agreed to, as much again; undefined
 * where nothing is planned, so that there is nothing to measure by.
 */
function nextLimit(cost: Money, { agreed, planned, spent }: AskedJob): Money | undefined {
  const { currency } = cost;
  if (agreed?.upTo !== undefined && agreed.currency === currency)
    return { amount: Math.max(2 * agreed.upTo, spent + cost.amount), currency };
  if (planned?.cost?.currency !== currency) return undefined;
  return { amount: Math.max(planned.cost.amount, spent + cost.amount), currency };
}

function limitTo({ amount, currency }: Money): Pick<RunDecision, 'currency' | 'upTo'> {
  return { upTo: amount, currency };
}

/** What was agreed to before, as the end of a sentence. */
function laterText(agreed: RunDecision | undefined): string {
  if (agreed?.upTo === undefined || agreed.currency === undefined) return '';
  const day = new Date(agreed.time).toISOString().slice(0, 10);
  const limit = moneyText({ amount: agreed.upTo, currency: agreed.currency });
  return `, which goes beyond the ${limit} that ${agreed.by} agreed to on ${day}`;
}

/** Sums by currency: `12.42 USD, 3 EUR`. */
function spentText(amounts: readonly Money[]): string {
  const sums = new Map<string, number>();
  for (const { amount, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  const texts = [...sums].map(([currency, amount]) => moneyText({ amount, currency }));
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

function moneyText({ amount, currency }: Money): string {
  return `${Number(amount.toFixed(4))} ${currency}`;
}
