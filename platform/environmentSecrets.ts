import type { SecretSource } from '#core/backends/secrets.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { Redactor } from '#core/runs/redactor.ts';

const variablePrefix = 'HYBRIDQ_SECRET_';

/**
 * The environment variable that holds a credential: `HYBRIDQ_SECRET_` and the name in upper case, with everything but
 * letters and digits as an underscore (`ionq-team` → `HYBRIDQ_SECRET_IONQ_TEAM`). That of a profile other than the default
 * one follows two underscores (`HYBRIDQ_SECRET_IONQ_TEAM__PRODUCTION`), which no name has.
 */
export function secretVariable(name: string, profile = defaultProfile): string {
  const own = `${variablePrefix}${inVariables(name)}`;
  return profile === defaultProfile ? own : `${own}__${inVariables(profile)}`;
}

function inVariables(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}

/** Whether a variable holds a credential for this product alone. */
export function isSecretVariable(variable: string): boolean {
  return variable.toUpperCase().startsWith(variablePrefix);
}

/** Credentials from the environment. The redactor keeps all of them out of texts, whether looked up or not. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): SecretSource {
  for (const [variable, value] of Object.entries(environment)) {
    if (isSecretVariable(variable) && value !== undefined) redactor.add(value);
  }
  return {
    secret: (name, profile) => {
      const value = environment[secretVariable(name, profile)]?.trim();
      return Promise.resolve(value === '' ? undefined : value);
    },
  };
}
