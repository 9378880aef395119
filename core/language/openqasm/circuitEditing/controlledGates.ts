/** Gates of the standard libraries that are another one under a control, by the name of that one. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ['x', 'cx'],
  ['cx', 'ccx'],
  ['y', 'cy'],
  ['z', 'cz'],
  ['h', 'ch'],
  ['rx', 'crx'],
  ['ry', 'cry'],
  ['rz', 'crz'],
  ['p', 'cp'],
  ['phase', 'cphase'],
  ['u1', 'cu1'],
  ['swap', 'cswap'],
]);

const plainNames: ReadonlyMap<string, string> = new Map([
  ...[...controlledNames].map(([plain, controlled]) => [controlled, plain] as const),
  ['CX', 'x'],
]);

/** What a gate is called under one control more; undefined where the libraries have no name for that. */
export function withControl(name: string): string | undefined {
  return controlledNames.get(name);
}

/** What a gate is called without its first control; undefined where it has none by its name. */
export function withoutControl(name: string): string | undefined {
  return plainNames.get(name);
}

/** How many of its first qubits a gate is controlled by, by its name. */
export function controlsOf(name: string): number {
  let controls = 0;
  for (let plain = plainNames.get(name); plain !== undefined; plain = plainNames.get(plain)) controls++;
  return controls;
}
