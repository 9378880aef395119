/**
 * Looks up a credential by name: VS Code's SecretStorage in the editor; the environment, files and a helper in the command
 * line.
 */
export interface SecretSource {
  /**
   * The value, or undefined when there is none of that name. Never logged, stored or sent anywhere but to its provider.
   * @param profile of several accounts, the one that is meant; the source's own choice unless given
   * @throws Failure `auth` when other profiles have a value, but not this one
   */
  secret(name: string, profile?: string): Promise<string | undefined>;
  /**
   * Says that a value which a provider gave for a credential, such as a token or a signature, is a secret too: nothing
   * that is told or kept afterwards has it.
   */
  protect(derived: string): void;
}

/** The same source, which looks in `profile` wherever none is given. */
export function inProfile(source: SecretSource, profile: string): SecretSource {
  return {
    secret: async (name, given) => await source.secret(name, given ?? profile),
    protect: (derived) => source.protect(derived),
  };
}
