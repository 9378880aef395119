import type { DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';

/** The register that a wire is, or is of, as its labels tell. */
export interface WireRegister {
  readonly name: string;
  readonly holds: 'qubit' | 'bit';
  /** Undefined for a qubit that is declared by itself. */
  readonly size: number | undefined;
}

/** Undefined for wires that no register of the program is: variables and the qubits of a device. */
export function registerOf(wires: readonly DrawingWire[], wire: number): WireRegister | undefined {
  const found = wires[wire];
  if (found === undefined || found.label.startsWith('$')) return undefined;
  const { kind, label, size } = found;
  if (kind === 'bits') return size === undefined ? undefined : { name: label, holds: 'bit', size };
  const name = label.replace(/\[\d+\]$/, '');
  if (name === label) return { name, holds: 'qubit', size: undefined };
  const all = wires.filter((each) => each.kind === 'qubit' && each.label.startsWith(`${name}[`));
  return { name, holds: 'qubit', size: all.length };
}
