/**
 * The address of a file named relative to another file's address; `..` and `.` are followed. It is written as editors
 * write addresses, so that it is the address under which the file is open. Beside an address without folders
 * (`untitled:Untitled-1`) lie addresses of the same scheme.
 */
export function siblingUri(uri: string, path: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:(?:\/\/[^/]*)?)([^?#]*)/i.exec(uri) ?? [];
  const absolute = path.startsWith('/');
  const parts = absolute ? [] : rest.split('/').slice(1, -1);
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeSegment(part));
  }
  return `${scheme}${absolute || rest.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** Percent-encodes all but letters, digits and `-._~`, the unreserved characters of RFC 3986 §2.3. */
function encodeSegment(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
