/** A text as YAML reads it back, in quotes where it could mean something else without them. */
export function yamlText(text: string): string {
  const isPlain = /^[\p{L}_](?:[\p{L}\p{N}_./()%-]| (?=[^ #]))*$/u.test(text);
  return isPlain && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}
