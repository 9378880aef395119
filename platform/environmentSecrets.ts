import type { SecretSource } from '#core/backends/secrets.ts';
import type { Redactor } from '#core/runs/redactor.ts';

const variablePrefix = 'HYBRIDQ_SECRET_';

/**
 * The environment variable that holds a credential: `HYBRIDQ_SECRET_` and the name in upper case, with everything but
 * letters and digits as an underscore (`ionq-team` → `HYBRIDQ_SECRET_IONQ_TEAM`).
 */
export function secretVariable(name: string): string {
  return `${variablePrefix}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Credentials from the environment. The redactor keeps all of them out of texts, whether looked up or not. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): SecretSource {
  for (const [variable, value] of Object.entries(environment)) {
    if (variable.startsWith(variablePrefix) && value !== undefined) redactor.add(value);
  }
  return {
    secret: (name) => {
      const value = environment[secretVariable(name)]?.trim();
      return Promise.resolve(value === '' ? undefined : value);
    },
  };
}
