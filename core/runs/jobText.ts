import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import type { JobCharge } from './jobCharge.ts';
import { isActiveJob, type StoredJob } from './runStore.ts';

/** What is known of the time a job still waits: `place 3 in the queue`, `about 20 min 0 s`; empty where nothing is. */
export function waitText({ expectedWait, position, state }: StoredJob): string {
  if (state !== 'queued') return '';
  const place = position === undefined ? [] : [`place ${position} in the queue`];
  const wait = expectedWait === undefined || expectedWait === 0 ? [] : [`about ${durationText(expectedWait)}`];
  return [...place, ...wait].join(', ');
}

/** `~12.42 USD` for an estimate, `12.42 USD` for a charge, both where they differ; empty for what is free or not known. */
export function chargeText(charge: JobCharge | undefined): string {
  const { actual, estimate } = charge ?? {};
  if (actual === undefined) return estimate === undefined ? '' : `~${moneyText(estimate)}`;
  const isSame = estimate === undefined || (estimate.amount === actual.amount && estimate.currency === actual.currency);
  return isSame ? moneyText(actual) : `~${moneyText(estimate)} → ${moneyText(actual)}`;
}

/** How long ago a job was submitted, as long as it is out. */
export function ageText(job: StoredJob, now: number): string {
  return isActiveJob(job) ? durationText(Math.max(0, now - job.submittedAt)) : '';
}

/** `1 circuit × 100 shots`; empty for a job from elsewhere. */
export function sizeText({ circuits, primitive, shots }: StoredJob): string {
  if (circuits === undefined || shots === undefined) return '';
  const size = `${countText(circuits, 'circuit')} × ${countText(shots, 'shot')}`;
  return primitive === undefined ? size : `${size}, ${primitive}`;
}
