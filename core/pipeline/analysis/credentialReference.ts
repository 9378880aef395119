import type { z } from 'zod';
import type { secretReferenceSchema } from '../schema/scalars.ts';

/** Where a credential is kept, as one thing that can be compared. */
export interface CredentialReference {
  readonly kind: 'secret' | 'env' | 'profile';
  readonly name: string;
  /** Of a `secret`, the profile that the file wants. */
  readonly profile?: string;
}

/** What `credentials` of a backend refers to; undefined where it says nothing. */
export function credentialReference(
  written: z.infer<typeof secretReferenceSchema> | undefined,
): CredentialReference | undefined {
  const { env, profile, secret } = written ?? {};
  if (secret !== undefined) return { kind: 'secret', name: secret, ...(profile === undefined ? {} : { profile }) };
  if (env !== undefined) return { kind: 'env', name: env };
  return profile === undefined ? undefined : { kind: 'profile', name: profile };
}

/** How facts name a reference to a credential. */
export function credentialKey({ kind, name, profile }: CredentialReference): string {
  return profile === undefined ? `${kind}:${name}` : `${kind}:${name}@${profile}`;
}
