import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { type Evidence, evidenceOf, readMetric } from './recordedMetric.ts';
import { intendedKind, type RecordedRun, usedKind } from './recordedRun.ts';
import type { CriterionResult, RolloutEvent, RolloutHistory } from './rolloutHistory.ts';
import { missingEvidence, overdueReason, stageBegan } from './rolloutStage.ts';
import { shownNumber } from './scorecard.ts';

type Stage = RolloutDefinition['stages'][number];
type Criterion = Stage['success'][number];

/** What is still missing of a stage. */
export interface StageStatus {
  readonly stage: Stage['id'];
  readonly passed: boolean;
  readonly criteria: readonly CriterionResult[];
  readonly approvedBy: readonly string[];
  readonly approvalsMissing: readonly string[];
  /** What the stage names as evidence and is not there. */
  readonly evidenceMissing: readonly string[];
}

/** Where a rollout stands. */
export interface RolloutStatus {
  readonly stage: Stage['id'];
  readonly next?: Stage['id'];
  readonly current: StageStatus;
  /** Every stage of the rollout, in order. */
  readonly stages: readonly StageStatus[];
  /** Earlier stages that nothing shows to be passed. */
  readonly skipped: readonly StageStatus[];
  /** Why the stage has lasted too long; until it is left, the quantum step rests. */
  readonly overdue?: string;
  /** Why the quantum step is switched off: by a person, or by `rollbackWhen`. */
  readonly switchedOff?: string;
  readonly rollbackWhen: readonly CriterionResult[];
}

/**
 * Where a rollout stands by its file, what people decided, and the recorded runs of the pipeline.
 * @param files of `evidenceFiles`, those that are there
 */
export function rolloutStatus(
  rollout: RolloutDefinition,
  history: RolloutHistory,
  runs: readonly RecordedRun[],
  now: number,
  files: ReadonlySet<string> = new Set(),
): RolloutStatus {
  const at = rollout.stages.findIndex(({ id }) => id === rollout.stage);
  const statuses = rollout.stages.map((stage) => stageStatus(stage, history, runs, now, files));
  const current = statuses[at] ?? emptyStage(rollout.stage);
  const next = rollout.stages[at + 1]?.id;
  const rollbackWhen = rollbackResults(rollout, history, runs, now);
  const switchedOff = reasonSwitchedOff(history, rollbackWhen);
  const stage = rollout.stages[at];
  const overdue = stage && overdueReason(stage, stageBegan(stage.id, history, runs), now);
  return {
    stage: rollout.stage,
    ...(at < 0 || next === undefined ? {} : { next }),
    current,
    stages: statuses,
    skipped: statuses.slice(0, Math.max(0, at)).filter(({ passed }) => !passed),
    ...(overdue === undefined ? {} : { overdue }),
    ...(switchedOff === undefined ? {} : { switchedOff }),
    rollbackWhen,
  };
}

function emptyStage(stage: Stage['id']): StageStatus {
  return { stage, passed: false, criteria: [], approvedBy: [], approvalsMissing: [], evidenceMissing: [] };
}

/** A stage is passed when the history says so with its evidence, or when runs and approvals show it now. */
function stageStatus(
  stage: Stage,
  history: RolloutHistory,
  runs: readonly RecordedRun[],
  now: number,
  files: ReadonlySet<string>,
): StageStatus {
  const evidence = stageEvidence(stage.id, runs, now);
  const criteria = stage.success.map((criterion) => criterionResult(criterion, evidence));
  const approved = new Set(
    history.events.flatMap((event) => (event.kind === 'approved' && event.stage === stage.id ? [event.by] : [])),
  );
  const approvalsMissing = (stage.approvers ?? []).filter((approver) => !approved.has(approver));
  const evidenceMissing = missingEvidence(stage, files, runs);
  const advanced = history.events.some((event) => event.kind === 'advanced' && event.from === stage.id);
  return {
    stage: stage.id,
    passed:
      advanced || (criteria.every(({ met }) => met) && approvalsMissing.length === 0 && evidenceMissing.length === 0),
    criteria,
    approvedBy: [...approved],
    approvalsMissing,
    evidenceMissing,
  };
}

/**
 * The runs that count for a stage. From the stage `hardware` on, results are those computed on hardware; how reliable it
 * is, say the runs that set out for it, wherever they ended.
 */
function stageEvidence(stage: Stage['id'], runs: readonly RecordedRun[], now: number): Evidence {
  const every = evidenceOf(runs, now);
  switch (stage) {
    case 'poc':
      return every;
    case 'simulation': {
      const simulated = (kind: ReturnType<typeof usedKind>) => kind === 'simulator' || kind === 'emulator';
      return {
        ...every,
        results: every.results.filter((run) => simulated(usedKind(run))),
        attempts: every.attempts.filter((run) => simulated(intendedKind(run))),
      };
    }
    case 'hardware':
    case 'pilot':
    case 'production':
      return {
        ...every,
        results: every.results.filter((run) => usedKind(run) === 'hardware'),
        attempts: every.attempts.filter((run) => intendedKind(run) === 'hardware'),
      };
  }
}

function criterionResult(criterion: Criterion, evidence: Evidence): CriterionResult {
  const reading = readMetric(criterion.metric, evidence);
  if ('missing' in reading) return { criterion, met: false, missing: reading.missing, runs: reading.runs };
  return { criterion, met: holds(reading.value, criterion), found: reading.value, runs: reading.runs };
}

function holds(found: number, { op, value }: Criterion): boolean {
  switch (op) {
    case '>':
      return found > value;
    case '>=':
      return found >= value;
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '==':
      return found === value;
  }
}

/** The criteria of `rollbackWhen` on the runs since the quantum step was last switched on again. */
function rollbackResults(
  { rollbackWhen = [], stage }: RolloutDefinition,
  history: RolloutHistory,
  runs: readonly RecordedRun[],
  now: number,
): CriterionResult[] {
  const restored = lastSwitch(history, 'restored')?.at ?? Number.NEGATIVE_INFINITY;
  const since = runs.filter(({ record }) => record.createdAt > restored);
  const evidence = stageEvidence(stage, since, now);
  return rollbackWhen.map((criterion) => criterionResult(criterion, evidence));
}

function lastSwitch(
  { events }: RolloutHistory,
  kind?: 'rolled-back' | 'restored',
): Extract<RolloutEvent, { kind: 'rolled-back' | 'restored' }> | undefined {
  return events
    .flatMap((event) => (event.kind === 'rolled-back' || event.kind === 'restored' ? [event] : []))
    .findLast((event) => kind === undefined || event.kind === kind);
}

function reasonSwitchedOff(history: RolloutHistory, rollbackWhen: readonly CriterionResult[]): string | undefined {
  const last = lastSwitch(history);
  if (last?.kind === 'rolled-back')
    return `rolled back by ${last.by}${last.note === undefined ? '' : `: ${last.note}`}`;
  const triggered = rollbackWhen.find(({ met }) => met);
  return triggered && `rollbackWhen: ${criterionText(triggered)}`;
}

/** A criterion and what runs say of it: `accuracy >= 0.7, found 0.65`. */
export function criterionText({ criterion, found, missing }: CriterionResult): string {
  const { metric, op, value } = criterion;
  return `${metric} ${op} ${shownNumber(value)}, ${found === undefined ? `not known: ${(missing ?? '').replace(/\.$/, '')}` : `found ${shownNumber(found)}`}`;
}

/** What a stage lacks, as one clause each; empty when it is passed. */
export function openPoints({ approvalsMissing, criteria, evidenceMissing, passed }: StageStatus): string[] {
  if (passed) return [];
  return [
    ...criteria.filter(({ met }) => !met).map(criterionText),
    ...evidenceMissing.map((name) => `the evidence ${name} is not there`),
    ...approvalsMissing.map((approver) => `no approval of ${approver}`),
  ];
}
