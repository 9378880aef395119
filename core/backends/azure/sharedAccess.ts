/**
 * A text without the signatures of shared access: addresses that carry one open what they lead to for whoever has them.
 */
export function withoutSignatures(text: string): string {
  return text.replaceAll(/\b(sig=)[^&\s"'<>\\]+/gi, '$1…');
}

/** The signatures of an address, as they are sent; it is they that open what it leads to. */
export function signaturesOf(uri: string): readonly string[] {
  return [...uri.matchAll(/[?&]sig=([^&#\s]+)/gi)].map(([, signature = '']) => signature);
}

/** The address without its query, which holds the signature. */
export function withoutQuery(uri: string): string {
  return uri.split('?', 1)[0] ?? '';
}

/** The address of a blob in a container whose address carries a signature. */
export function blobUri(containerUri: string, blob: string): string {
  const [path = '', query = ''] = containerUri.split(/\?(.*)/s);
  return `${path.replace(/\/+$/, '')}/${blob}${query === '' ? '' : `?${query}`}`;
}

/** Whether what is sent there is readable on the way. */
export function isSafeUri(uri: string): boolean {
  return /^https:\/\/[^\s]+$/.test(uri) || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//.test(uri);
}
