import { credentialNameShape } from '#core/runs/credentialProfile.ts';

/** Why a text cannot be the name of a credential, as a sentence; undefined when it can. */
export function credentialNameProblem(name: string): string | undefined {
  if (name === '') return 'A credential needs a name.';
  if (!credentialNameShape.test(name)) {
    return 'The name of a credential has at most 64 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit.';
  }
  return undefined;
}

/** Why a text cannot be the name of a profile, as a sentence; undefined when it can. */
export function profileNameProblem(name: string): string | undefined {
  if (name === '') return 'A profile needs a name.';
  if (!credentialNameShape.test(name)) {
    return 'The name of a profile has at most 64 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit.';
  }
  return undefined;
}

/** Why a text cannot be the value of a credential, as a sentence; undefined when it can. */
export function credentialValueProblem(value: string): string | undefined {
  const trimmed = value.trim();
  if (trimmed === '') return 'A credential needs a value.';
  // Keys of providers are printable ASCII without spaces; anything else is a slip of the clipboard and breaks headers.
  if (!/^[\x21-\x7e]+$/.test(trimmed)) return 'The value contains spaces, line breaks or characters that no key has.';
  return undefined;
}

/** Why a name cannot be written without quotation marks in YAML, as a sentence; undefined when it can. */
export function writableNameProblem(name: string): string | undefined {
  if (/^[A-Za-z]/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)) return undefined;
  return 'In a file the name must begin with a letter, and be no word such as true, null or yes.';
}

/** The proposed name, or one like it that no credential has. */
export function freeCredentialName(proposed: string, taken: readonly string[]): string {
  let name = proposed;
  for (let number = 2; taken.includes(name); number++) name = `${proposed}-${number}`;
  return name;
}
