/** Recognises credentials that must not stand in a pipeline file or reach a run record. */

/** Whether a name of an environment variable or key says that its value is secret. */
export function namesSecret(name: string): boolean {
  return /(^|[_\-.])(api[_-]?key|key|token|secret|password|passwd|pwd|credentials?|private[_-]?key)s?($|[_\-.\d])|apikey|accesskey/i.test(
    name.replace(/([a-z])([A-Z])/g, '$1_$2'),
  );
}

const tokenShapes: readonly RegExp[] = [
  // JSON web token
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/,
  // access key id of Amazon Web Services
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  // tokens with the prefix of their issuer
  /\b(ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|sk|pk|hf|pypi)[-_][\w-]{16,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // user and password in an address
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
  /\bBearer\s+[\w.~+/-]{16,}/i,
];

/** Whether a text has the shape of a credential. Digests in hexadecimal have not. */
export function looksLikeSecret(text: string): boolean {
  if (tokenShapes.some((shape) => shape.test(text))) return true;
  // 32 characters or more of mixed letters and digits without any separator, as most providers issue
  return text.split(/[\s"'`,;:=/]+/).some((word) => word.length >= 32 && /^[\w-]+$/.test(word) && isMixed(word));
}

function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && (word.match(/\d/g)?.length ?? 0) >= 3;
}
