import type { SecretSource } from '#core/backends/secrets.ts';

/** A source of one value, whatever it is asked for. @param derived gets what is said to be secret too */
export function heldSecret(value: string | undefined, derived: string[] = []): SecretSource {
  return { secret: async () => value, protect: (secret) => derived.push(secret) };
}
