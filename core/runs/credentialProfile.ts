import { Failure } from '#core/base/failure.ts';

/**
 * A credential has one value per profile, so that the accounts of, say, experiments and production stay apart under one
 * name. Values that were given no profile are in this one.
 */
export const defaultProfile = 'default';

/** What names of credentials and of profiles look like. */
export const credentialNameShape = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/**
 * That a credential has no value in the profile in which it is asked for. The value of another profile is never used in
 * its place: it is the key of another account.
 * @param others the profiles in which there is one
 */
export function missingInProfile(name: string, profile: string, others: readonly string[]): Failure {
  const elsewhere = others.length === 0 ? '' : `, only in ${others.map((other) => `'${other}'`).join(', ')}`;
  return new Failure('auth', `The credential '${name}' has no value in the profile '${profile}'${elsewhere}.`, {
    advice:
      'Add one for this profile, or choose another profile. The key of another account is never used in its place.',
  });
}
