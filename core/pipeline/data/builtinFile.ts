const scheme = 'builtin:';

/** The name under which `PipelineFiles` gives the file of a built-in data set. */
export function builtinFile(dataSet: string): string {
  return `${scheme}${dataSet}.csv`;
}

/** The name of the file within the folder of built-in data sets; undefined for any other file. */
export function builtinFileName(path: string): string | undefined {
  if (!path.startsWith(scheme)) return undefined;
  const name = path.slice(scheme.length);
  // Nothing but a plain name may reach the disk.
  return /^[a-z0-9-]+\.csv$/.test(name) ? name : undefined;
}
