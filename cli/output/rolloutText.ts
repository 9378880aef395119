import { criterionText, openPoints, type RolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import type { Colours } from './colours.ts';

/** Where a rollout stands, for people, as lines. */
export function rolloutText(status: RolloutStatus, colours: Colours): string[] {
  const { current, next, overdue, rollbackWhen, skipped, stage, switchedOff } = status;
  const mark = (met: boolean) => (met ? colours.green('met ') : colours.red('open'));
  return [
    `stage ${colours.bold(stage)}${next === undefined ? ', the last one' : `, next ${next}`}`,
    ...current.criteria.map((result) => `  ${mark(result.met)} ${result.criterion.kind}: ${criterionText(result)}`),
    ...current.approvedBy.map((name) => `  ${mark(true)} approved by ${name}`),
    ...current.approvalsMissing.map((name) => `  ${mark(false)} approval of ${name}`),
    ...current.evidenceMissing.map((name) => `  ${mark(false)} evidence ${name}`),
    ...skipped.map((earlier) => colours.red(`${earlier.stage} was not passed: ${openPoints(earlier).join('; ')}`)),
    ...rollbackWhen.map((result) => `rollback when ${criterionText(result)}${result.met ? colours.red(' (now)') : ''}`),
    ...(overdue === undefined ? [] : [colours.red(`The quantum step rests: ${overdue}.`)]),
    ...(switchedOff === undefined ? [] : [colours.red(`The quantum step is switched off (${switchedOff}).`)]),
  ];
}
