/**
 * A path as messages show it: relative to the folder of the program's main file when it lies there, otherwise whole;
 * addresses without their percent signs.
 */
export function shownPath(path: string, mainPath: string): string {
  const folder = mainPath.slice(0, mainPath.lastIndexOf('/') + 1);
  const shown = folder !== '' && path.startsWith(folder) ? path.slice(folder.length) : path;
  if (!/^[a-z][a-z\d+.-]+:/i.test(mainPath)) return shown;
  try {
    return decodeURIComponent(shown);
  } catch (thrown) {
    // Some editors leave a `%` of the name as it is.
    if (thrown instanceof URIError) return shown;
    throw thrown;
  }
}
