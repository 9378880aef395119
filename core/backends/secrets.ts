/** Looks up a credential by name: VS Code's SecretStorage in the editor, the environment in the command line. */
export interface SecretSource {
  /** The value, or undefined when there is none of that name. Never logged, stored or sent anywhere but to its provider. */
  secret(name: string): Promise<string | undefined>;
}
