/** The address of a file named relative to another file's address; `..` and `.` are followed. */
export function siblingUri(uri: string, path: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:\/\/[^/]*)(\/.*)$/i.exec(uri) ?? [];
  const absolute = path.startsWith('/');
  const parts = absolute ? [] : rest.split('/').slice(1, -1);
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeURIComponent(part));
  }
  return `${scheme}/${parts.join('/')}`;
}
