import type { FailureReason } from '#core/base/failure.ts';
import type { BackendFacts } from '../enginePorts.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { ResolvedExecution } from '../schema/resolvedPipeline.ts';

type Conditions = NonNullable<ResolvedExecution['chain'][number]['skipWhen']>;

/** Why a link is passed over without being tried. */
export interface SkipReason {
  readonly reason: FailureReason;
  /** One sentence. */
  readonly message: string;
}

export interface SkipFindings {
  readonly skip: SkipReason | undefined;
  /** Conditions that could not be judged, as sentences; they do not skip the link. */
  readonly unknown: readonly string[];
}

/** What `skipWhen` of a link makes of the facts of its backend. @param now milliseconds since 1970 */
export function skipFindings(name: string, when: Conditions, facts: BackendFacts, now: number): SkipFindings {
  const unknown: string[] = [];
  const limitOf = (text: string | undefined) => (text === undefined ? undefined : durationMilliseconds(text));
  const beyond = (limit: number | undefined, found: number | undefined, what: string): boolean => {
    if (limit === undefined) return false;
    if (found === undefined) unknown.push(`${name} does not tell ${what}, so \`skipWhen\` cannot judge it.`);
    return found !== undefined && found > limit;
  };
  if (when.offline === true && !facts.online) {
    return { skip: { reason: 'offline', message: `${name} is not to be reached or out of service.` }, unknown };
  }
  if (beyond(limitOf(when.queueLongerThan), facts.queueTime, 'how long its queue is')) {
    return {
      skip: { reason: 'timeout', message: `The queue of ${name} is longer than ${when.queueLongerThan}.` },
      unknown,
    };
  }
  const age = facts.calibratedAt === undefined ? undefined : now - facts.calibratedAt;
  if (beyond(limitOf(when.calibrationOlderThan), age, 'when it was calibrated')) {
    const message = `The calibration of ${name} is older than ${when.calibrationOlderThan}.`;
    return { skip: { reason: 'backend-down', message }, unknown };
  }
  if (beyond(when.twoQubitErrorAbove, facts.twoQubitError, 'the error of its two-qubit gates')) {
    const message = `The two-qubit gates of ${name} have an error of ${facts.twoQubitError}, above ${when.twoQubitErrorAbove}.`;
    return { skip: { reason: 'backend-down', message }, unknown };
  }
  return { skip: undefined, unknown };
}

/** Whether any condition needs the facts of the backend; `costAbove` needs only prices. */
export function needsFacts(when: Conditions | undefined): when is Conditions {
  return (
    when !== undefined &&
    (when.offline === true ||
      when.queueLongerThan !== undefined ||
      when.calibrationOlderThan !== undefined ||
      when.twoQubitErrorAbove !== undefined)
  );
}
