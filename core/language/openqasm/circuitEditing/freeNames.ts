import type { Analysis } from '#core/openqasm/index.ts';

/** Names for new registers, in the order they are thought of. */
const usualNames = { qubit: ['q', 'r', 'qubits'], bit: ['c', 'm', 'meas', 'bits'] } as const;

/** A name for a new register that means nothing in the program yet. */
export function freeRegisterName({ builtins, globalScope }: Analysis, holds: 'qubit' | 'bit'): string {
  const isTaken = (name: string) => globalScope.names.has(name) || builtins.has(name);
  const [first, ...others] = usualNames[holds];
  const usual = [first, ...others].find((name) => !isTaken(name));
  if (usual !== undefined) return usual;
  let number = 1;
  while (isTaken(`${first}${number}`)) number++;
  return `${first}${number}`;
}
