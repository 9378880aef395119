/** A folder as a setting names it. */
export type NamedFolder =
  | { readonly kind: 'address'; readonly uri: string }
  /** Absolute, or relative to the folder of the workspace. */
  | { readonly kind: 'path'; readonly path: string };

/** What is meant by a folder in the settings: an address, a path, or a path after `${workspaceFolder}`. */
export function namedFolder(written: string): NamedFolder {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(written)) return { kind: 'address', uri: written };
  const path = written.replace(/^\$\{workspaceFolder\}[\\/]?/, '');
  return { kind: 'path', path: path === '' ? '.' : path };
}
