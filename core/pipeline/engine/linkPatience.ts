import {
  type CancellationSignal,
  CancellationSource,
  eitherSignal,
  throwIfCancelled,
} from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { ResolvedExecution } from '../schema/resolvedPipeline.ts';

type Link = ResolvedExecution['chain'][number];

/** Failures that may be over soon; all others would come again at once. */
const transient: ReadonlySet<FailureReason> = new Set(['offline', 'backend-down', 'timeout']);

/** Milliseconds before the first retry where the link does not say. */
const usualBackoff = 1000;

/**
 * Does some work on a link with the patience its `timeout` and `retries` ask for: what takes longer is cancelled and
 * fails with `timeout`; transient failures are tried again, after a pause that doubles from one retry to the next.
 * @param onRetry hears of every retry before its pause, with its number and how long the pause is
 * @throws Failure of the last attempt, `timeout`, `cancelled`
 */
export async function withPatience<Result>(
  { backend, retries, timeout }: Link,
  clock: Clock,
  signal: CancellationSignal,
  work: (signal: CancellationSignal) => Promise<Result>,
  onRetry: (failure: Failure, attempt: number, pause: number) => void,
): Promise<Result> {
  const limit = timeout === undefined ? undefined : durationMilliseconds(timeout);
  const backoff =
    retries?.backoff === undefined ? usualBackoff : (durationMilliseconds(retries.backoff) ?? usualBackoff);
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal);
    try {
      return limit === undefined
        ? await work(signal)
        : await withinTime(limit, clock, signal, work, () => tooSlow(backend, timeout ?? ''));
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (attempt > (retries?.count ?? 0) || !transient.has(failure.reason)) throw failure;
      const pause = backoff * 2 ** (attempt - 1);
      onRetry(failure, attempt + 1, pause);
      await clock.sleep(pause, signal);
    }
  }
}

async function withinTime<Result>(
  limit: number,
  clock: Clock,
  signal: CancellationSignal,
  work: (signal: CancellationSignal) => Promise<Result>,
  failure: () => Failure,
): Promise<Result> {
  const slow = new CancellationSource();
  const done = new CancellationSource();
  const alarm = clock.sleep(limit, done.signal).then(
    () => {
      slow.cancel();
      throw failure();
    },
    // The work has ended, or the run is cancelled, which the work notices.
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work(eitherSignal(signal, slow.signal)), alarm]);
  } finally {
    done.cancel();
  }
}

function tooSlow(backend: string, timeout: string): Failure {
  return new Failure('timeout', `${backend} gave no answer within ${timeout}.`, {
    advice: 'Raise the timeout of the link, or use a backend with a shorter queue.',
  });
}
