import { Failure } from '#core/base/failure.ts';

/** The Failure that a promise is rejected with. @throws Error when it is fulfilled or rejected with something else */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof Failure) return outcome;
  throw new Error(`Expected a Failure, got ${String(outcome)}`);
}
