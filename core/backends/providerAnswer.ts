import type { z } from 'zod';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { HttpResponse } from './http.ts';
import type { SecretSource } from './secrets.ts';

/**
 * An answer in the shape that is expected of it.
 * @param what was asked, for the message
 * @throws Failure `unknown` saying where it is different
 */
export function checkedAnswer<T>(answer: unknown, schema: z.ZodType<T>, provider: string, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new Failure('unknown', `${provider} answered ${what} with something unexpected${where}.`, {
    advice: 'Try again; if it stays, the service may have changed and this version needs an update.',
  });
}

/** As {@link checkedAnswer}, of an answer in JSON to a request of this path. */
export function checkedBody<T>({ body }: HttpResponse, schema: z.ZodType<T>, provider: string, path: string): T {
  return checkedAnswer(parsedJson(body), schema, provider, path.split('?')[0] ?? path);
}

/** What an HTTP status of 400 or more means where a provider says nothing else. */
export function refusalReason(status: number): FailureReason {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402 || status === 429) return 'quota';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  // 504: a gateway that went out of patience. What it waited for may still happen.
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'backend-down';
  return 'invalid-circuit';
}

/**
 * The value of a credential, without the space around it.
 * @param instead what else can be done, as the end of the advice
 * @throws Failure `auth` when there is none
 */
export async function requiredSecret(
  secrets: SecretSource,
  credential: string,
  provider: string,
  instead = '',
): Promise<string> {
  const value = (await secrets.secret(credential))?.trim() ?? '';
  if (value !== '') return value;
  throw new Failure('auth', `There is no credential named '${credential}' for ${provider}.`, {
    advice: `Add it with the command "Hybrid Quantum: Add Credential…" or, for the command line, set the environment variable the documentation of credentials names${instead}.`,
  });
}
