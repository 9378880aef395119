import { parsedJson } from '../base/parsedJson.ts';

/** A part of a value is only taken for a secret of its own from this length on. */
const shortestPart = 8;

/** What names of secret things end with. What ends in `id` or `name` says which key it is, and is none. */
const secretName = /(?:key|token|secret|signature|sig|password|passwd|pwd|passphrase|credential)s?$/i;

/**
 * What is secret by itself within a value of several parts: keys and signatures of a connection string
 * (`AccountName=…;AccountKey=…`), of an address that grants access and of JSON at any depth, passwords after a user's name,
 * keys after the name of a key (`accessKeyId:secretAccessKey:sessionToken`). Each as it is written and as it is meant, where
 * it is escaped.
 */
export function secretParts(value: string): readonly string[] {
  const parts = new Set<string>();
  for (const part of [value, ...partsWithin(value)]) {
    for (const meaning of [part, decoded(part)]) {
      for (const form of [meaning, meaning.replace(/=+$/, '')]) if (form.length >= shortestPart) parts.add(form);
    }
  }
  parts.delete(value);
  return [...parts];
}

function partsWithin(value: string): readonly string[] {
  const document = /^\s*[{[]/.test(value) ? parsedJson(value) : undefined;
  if (document === undefined) return [...fieldParts(value), ...rowParts(value), ...addressParts(value)];
  // A text may be of several parts in its turn.
  return [...jsonTexts(document, '')].flatMap(({ name, text }) =>
    secretName.test(name) ? [text, ...partsWithin(text)] : [...fieldParts(text), ...addressParts(text)],
  );
}

/** Fields such as `AccountKey=…;`, `&sig=…` and `secret: "…"`, whichever of these characters separate them. */
function fieldParts(value: string): readonly string[] {
  return [/;/, /&/, /[;&?]/, /[;&?,\s]/].flatMap((separator) =>
    value.split(separator).flatMap((field) => {
      const [, name = '', part = ''] = /^\s*["']?([\w.-]+)["']?\s*[=:]\s*["']?(.*?)["']?\s*$/s.exec(field) ?? [];
      return secretName.test(name) ? [part] : [];
    }),
  );
}

/** `user:password`, or the keys of an account one after the other; a key may begin with the slashes of an address. */
function rowParts(value: string): readonly string[] {
  if (!/^(?![a-z][a-z\d+.-]*:\/\/)[^\s:;=/]+(?::[^\s:]+)+$/.test(value)) return [];
  const [, ...rest] = value.split(':');
  return [rest.join(':'), ...rest];
}

/** The password of the user information of an address. */
function addressParts(value: string): readonly string[] {
  return [...value.matchAll(/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:]{1,256}:([^\s/@]{1,256})@/gi)].map(
    ([, password = '']) => password,
  );
}

function* jsonTexts(value: unknown, name: string): Generator<{ readonly name: string; readonly text: string }> {
  if (typeof value === 'string') yield { name, text: value };
  else if (Array.isArray(value)) for (const item of value) yield* jsonTexts(item, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* jsonTexts(item, key);
}

/** What percent signs stand for; the text itself where they stand for nothing. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that is one.
    return text;
  }
}
