import { createHash } from 'node:crypto';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';

/**
 * SHA-256, in hexadecimal digits, of the gates and couplings that circuits are fitted to: equal for equal devices. Errors
 * are not in it; records keep them by the calibration.
 */
export function targetDigest({ basis, coupling }: TranspilerTarget): string {
  const couplings = coupling && [...coupling.couplings].sort(([a, b], [c, d]) => a - c || b - d);
  const said = {
    gates: [...basis.names].sort(),
    ...(coupling && { qubits: coupling.qubitCount, isDirected: coupling.isDirected, couplings }),
  };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
