import * as z from 'zod';
import { parsedJson } from '#core/base/parsedJson.ts';
import { onlyCredentialVariables, withoutCredentialVariables } from './environmentCredentials.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Says to a process of ours that the credentials of its environment come on standard input. */
const marker = 'HYBRIDQ_CREDENTIALS';
const byInput = 'stdin';

/**
 * The environment for a process of ours that needs the credentials of this one, and what it has to read on standard input.
 * Environments are seen by every process of the user, and by what they start in their turn.
 */
export function handOver(environment: Environment): { readonly environment: Environment; readonly input: string } {
  return {
    environment: { ...withoutCredentialVariables(environment), [marker]: byInput },
    input: JSON.stringify(onlyCredentialVariables(environment)),
  };
}

/**
 * The environment of this process, with what was handed over to it.
 * @param read standard input to its end; called only where something was handed over
 */
export function receivedEnvironment(environment: Environment, read: () => string): Environment {
  if (environment[marker] !== byInput) return environment;
  const { [marker]: _, ...rest } = environment;
  // Without, whoever needs a credential says that there is none.
  return { ...rest, ...z.record(z.string(), z.string()).safeParse(parsedJson(read())).data };
}
