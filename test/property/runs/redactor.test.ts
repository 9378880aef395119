import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from '#core/runs/redactor.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const textOf = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

/** As clouds make keys: base64 with its padding, whose characters addresses and JSON write differently. */
const key = fc
  .tuple(fc.oneof(textOf(`${letters}+/`, 24, 60), textOf('A+/', 24, 30)), fc.constantFrom('', '=', '=='))
  .map(([text, padding]) => text + padding);
/** As people choose them; nothing that ends a field of a connection string. */
const password = fc.oneof(textOf(`${letters}"\\<>'&%ü€/+!*()$~`, 10, 24), textOf('Aa3"\\<&%ü/+', 10, 24));

interface Structured {
  readonly value: string;
  /** What opens something by itself. */
  readonly secrets: readonly string[];
  /** What may be read. */
  readonly open: readonly string[];
}

const structured: fc.Arbitrary<Structured> = fc.oneof(
  fc.tuple(key, key).map(([secret, session]) => ({
    value: `KEYOFTHEACCOUNT1:${secret}:${session}`,
    secrets: [secret, session],
    open: ['KEYOFTHEACCOUNT1'],
  })),
  key.map((secret) => ({ value: `KEYOFTHEACCOUNT1:${secret}`, secrets: [secret], open: ['KEYOFTHEACCOUNT1'] })),
  fc.tuple(key, key).map(([secret, session]) => ({
    value: JSON.stringify({
      Version: 1,
      AccessKeyId: 'KEYOFTHEACCOUNT1',
      SecretAccessKey: secret,
      SessionToken: session,
    }),
    secrets: [secret, session],
    open: ['KEYOFTHEACCOUNT1'],
  })),
  key.map((secret) => ({
    value: `SubscriptionId=1b2c-3d4e;ResourceGroupName=laboratory;WorkspaceName=workspace;ApiKey=${secret};QuantumEndpoint=https://eastus.quantum.azure.com/;`,
    secrets: [secret],
    open: ['laboratory', 'https://eastus.quantum.azure.com/'],
  })),
  key.map((secret) => ({
    value: `DefaultEndpointsProtocol=https;AccountName=storageaccount;AccountKey=${secret};EndpointSuffix=core.windows.net`,
    secrets: [secret],
    open: ['storageaccount', 'core.windows.net'],
  })),
  key.map((signature) => ({
    value: `https://storageaccount.blob.core.windows.net/c?sv=2024-08-04&sp=rcw&sig=${encodeURIComponent(signature)}&se=2030`,
    secrets: [signature],
    open: ['https://storageaccount.blob.core.windows.net/c', '2024-08-04'],
  })),
  key.map((signature) => ({
    value: `BlobEndpoint=https://storageaccount.blob.core.windows.net/;SharedAccessSignature=sv=2024-08-04&sp=rcw&sig=${encodeURIComponent(signature)}`,
    secrets: [signature],
    open: ['https://storageaccount.blob.core.windows.net/'],
  })),
  fc.tuple(key, key).map(([token, refresh]) => ({
    value: JSON.stringify({
      accounts: [{ access_token: token, refresh_token: refresh, url: 'https://cloud.ibm.com' }],
    }),
    secrets: [token, refresh],
    open: ['https://cloud.ibm.com'],
  })),
  password.map((secret) => ({
    value: JSON.stringify({ default: { username: 'somebody', password: secret } }),
    secrets: [secret],
    open: ['somebody'],
  })),
  textOf(letters, 10, 30).map((secret) => ({
    value: `https://somebody:${secret}@example.org/index`,
    secrets: [secret],
    open: ['example.org/index'],
  })),
);

const percent = (text: string, safe: RegExp) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return safe.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

const unicodeEscaped = (text: string, escaped: RegExp, toCode = (code: string) => code) =>
  text.replace(escaped, (unit) => `\\u${toCode(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`);

/** How a text may be written by the product and by whoever answers it. Made without the product's own code. */
const writers: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/=+$/, ''),
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(JSON.stringify({ detail: text })),
  // .NET
  (text) =>
    unicodeEscaped(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"'), /["&'+<>`]|[^\x20-\x7e]/g, (code) =>
      code.toUpperCase(),
    ),
  // Go
  (text) => unicodeEscaped(JSON.stringify(text), /[&<>]/g),
  // PHP
  (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => new URLSearchParams({ text }).toString(),
  // Python
  (text) => percent(text, /[A-Za-z0-9_.~/-]/),
  (text) => percent(text, /[A-Za-z0-9_.~-]/),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(`user:${text}`).toString('base64'),
  (text) => Buffer.from(`{"key":"${text}"}`).toString('base64'),
  (text) => Buffer.from(`ab${text}\n`).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text).toString('hex').toUpperCase(),
];

test('no secret part of a structured credential survives, however it is written; what is no secret stays', () => {
  fc.assert(
    fc.property(structured, fc.constantFrom(...writers), ({ open, secrets, value }, write) => {
      const redactor = new Redactor();
      redactor.add(value);
      for (const secret of [...secrets, value]) {
        const written = write(secret);
        const clean = redactor.redact(`before ${written} after`);
        // Of base64, the characters at the ends may remain: they also stand for what is beside the secret.
        const core = written.slice(6, -8);
        expect(clean.startsWith('before ')).toBe(true);
        expect(clean.endsWith(' after')).toBe(true);
        expect(core.length < 6 || !clean.includes(core)).toBe(true);
        expect(redactor.knows(written)).toBe(true);
      }
      for (const text of open) expect(redactor.redact(`see ${text}.`)).toBe(`see ${text}.`);
    }),
    { numRuns: 600 },
  );
});
