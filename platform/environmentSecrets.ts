import type { SecretSource } from '#core/backends/secrets.ts';
import type { Redactor } from '#core/runs/redactor.ts';

/**
 * The environment variable that holds a credential: `HYBRIDQ_SECRET_` and the name in upper case, with everything but
 * letters and digits as an underscore (`ionq-team` → `HYBRIDQ_SECRET_IONQ_TEAM`).
 */
export function secretVariable(name: string): string {
  return `HYBRIDQ_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Credentials from the environment. Whatever is looked up is from then on kept out of all texts by the redactor. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): SecretSource {
  return {
    secret: (name) => {
      const value = environment[secretVariable(name)]?.trim();
      if (value === undefined || value === '') return Promise.resolve(undefined);
      redactor.add(value);
      return Promise.resolve(value);
    },
  };
}
