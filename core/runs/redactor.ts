import { writtenForms } from './secretEncodings.ts';
import { secretParts } from './secretParts.ts';

/** What stands in place of a secret. */
export const redactionMark = '[redacted]';

/** Values shorter than this are not searched for: they would blank out ordinary words. */
const shortestSecret = 6;

/**
 * Shapes that credentials have wherever they come from. Group 1, where there is one, is kept.
 * Every expression is linear: no nested repetition over overlapping classes.
 */
const tokenShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // A JSON web token.
  /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g,
  // Access keys of AWS, personal tokens of GitHub, GitLab, Slack, PyPI, npm and OpenAI-style keys.
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|pypi-|npm_|sk-)[\w-]{16,}/g,
  // `Authorization: Bearer …`, IonQ's `apiKey …`, basic authentication.
  /\b((?:bearer|basic|apikey)\s+)[\w.+/=~-]{8,}/gi,
  // `api_key=…`, `"password": "…"`, `x-api-key: …`, `AccountKey=…;`, `refresh_token=…`
  /((?:api[-_]?key|access[-_]?key|account[-_]?key|secret[-_]?access[-_]?key|client[-_]?secret|shared[-_]?access[-_]?signature|(?:auth|access|session|refresh|id|security)[-_]?token|password|passwd)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;&{}[\]]{6,}/gi,
  // Signatures and tokens in addresses that grant access by themselves: of Azure's storage, and of AWS.
  /((?:[?&;"'\s]|u0026|%26)(?:sig|signature|x-amz-signature|x-amz-credential|x-amz-security-token)(?:=|%3d))[^\s&;"'<>]{6,}/gi,
  // User information of a URL.
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{1,256}:[^\s/@]{1,256}@/gi,
];

/**
 * Takes secrets out of everything that is logged, stored or shown. It knows the values it was told and what is secret
 * within them, however programs write them, and the usual shapes of tokens it was not told.
 */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #forms = new Set<string>();
  #sorted: readonly string[] = [];

  /** Remembers a secret's value. Values under six characters are only protected by their shape. */
  add(secret: string): void {
    const value = secret.trim();
    if (value.length < shortestSecret || this.#known.has(value)) return;
    this.#known.add(value);
    for (const part of [value, ...secretParts(value)]) {
      for (const form of writtenForms(part)) if (form.length >= shortestSecret) this.#forms.add(form);
    }
    // The longest first, so that a secret that contains another goes as a whole.
    this.#sorted = [...this.#forms].sort((a, b) => b.length - a.length);
  }

  /** Whether the text holds a secret this redactor was told, in any of its forms. */
  knows(text: string): boolean {
    return this.#sorted.some((form) => text.includes(form));
  }

  /** The text without secrets. */
  redact(text: string): string {
    let clean = text;
    for (const form of this.#sorted) clean = clean.replaceAll(form, redactionMark);
    for (const shape of tokenShapes) {
      clean = clean.replace(shape, (_match, ...groups: unknown[]) => {
        const [kept] = groups;
        return `${typeof kept === 'string' ? kept : ''}${redactionMark}`;
      });
    }
    return clean;
  }

  /** A copy of plain JSON with every text in it redacted, property names included. */
  redactJson<T>(value: T): T;
  redactJson(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((item) => this.redactJson(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.redact(key), this.redactJson(item)]));
  }
}
