/**
 * Every setting of a configuration with its path (`optimise.maxIterations`), in the order of the configuration. Lists stay
 * whole; texts are themselves, everything else is JSON.
 */
export function settingLeaves(value: unknown, path = ''): { readonly key: string; readonly value: string }[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inner = path === '' ? '' : `${path}.`;
    return Object.entries(value).flatMap(([key, item]) => settingLeaves(item, inner + key));
  }
  if (value === undefined || path === '') return [];
  return [{ key: path, value: typeof value === 'string' ? value : JSON.stringify(value) }];
}
