/**
 * Several tasks of one job in the id of a handle: the resource name of the first, then the last parts of the others, which
 * differ in nothing else. Of a single task it is its resource name.
 */
export function handleId(arns: readonly string[]): string {
  const [first = '', ...others] = arns;
  return [first, ...others.map((arn) => arn.slice(prefixOf(arn).length))].join(',');
}

/** The resource names of the tasks of a handle, one for each circuit. */
export function tasksOf(id: string): readonly string[] {
  const [first = '', ...others] = id.split(',').map((part) => part.trim());
  return [first, ...others.map((part) => (part.startsWith('arn:') ? part : prefixOf(first) + part))];
}

/** The region a task is in. */
export function regionOfTask(arn: string): string | undefined {
  return arn.split(':')[3] || undefined;
}

function prefixOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf('/') + 1);
}
