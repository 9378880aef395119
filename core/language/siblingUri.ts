/**
 * The address of a file named relative to another file's address; `..` and `.` are followed. It is written as editors
 * write addresses, so that it is the address under which the file is open. Beside an address without folders
 * (`untitled:Untitled-1`) lie addresses of the same scheme.
 */
export function siblingUri(uri: string, path: string): string {
  const { scheme, rest } = partsOf(uri);
  const absolute = path.startsWith('/');
  const parts = absolute ? [] : rest.split('/').slice(1, -1);
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeSegment(part));
  }
  return `${scheme}${absolute || rest.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/**
 * One spelling for all addresses of a file: editors differ in what they percent-encode, and in the case of a drive's
 * letter. {@link siblingUri} keeps the spelling of this form.
 */
export function canonicalUri(uri: string): string {
  const { scheme, rest } = partsOf(uri);
  if (rest.length + scheme.length !== uri.length) return uri;
  const path = rest.split('/').map((part) => encodeSegment(decodedSegment(part)));
  return `${scheme}${path.join('/').replace(/^\/[A-Z]%3A/, (drive) => drive.toLowerCase().replace('%3a', '%3A'))}`;
}

/** The name of a file by its address, for messages. */
export function fileName(uri: string): string {
  return decodedSegment(uri.slice(uri.lastIndexOf('/') + 1));
}

function partsOf(uri: string): { readonly scheme: string; readonly rest: string } {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:(?:\/\/[^/]*)?)([^?#]*)/i.exec(uri) ?? [];
  return { scheme, rest };
}

function decodedSegment(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (thrown) {
    // Some editors leave a `%` of the name as it is.
    if (thrown instanceof URIError) return part;
    throw thrown;
  }
}

/**
 * Percent-encodes all but letters, digits and `-._~`, the unreserved characters of RFC 3986 §2.3. Halves of surrogate
 * pairs, which no file name has, become replacement characters.
 */
function encodeSegment(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
