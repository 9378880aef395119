/** A credential in a place outside of this product. */
export interface CredentialEntry {
  readonly name: string;
  readonly profile: string;
  /** Where it is, for people: a variable, or a file with the part of it. */
  readonly place: string;
}

export interface FoundCredential extends CredentialEntry {
  readonly value: string;
}

/** Somewhere the command line looks for credentials. */
export interface CredentialPlace {
  /** Whether looking may open something in front of a person, such as a password manager. */
  readonly mayAskPerson?: true;
  /** The value of a credential in exactly this profile; undefined when it is not here. @throws Failure when nobody can tell */
  find(name: string, profile: string): Promise<FoundCredential | undefined>;
  /** What is here, as far as it can be seen without asking for it by name. Never with its value. */
  entries(): Promise<readonly CredentialEntry[]>;
}
