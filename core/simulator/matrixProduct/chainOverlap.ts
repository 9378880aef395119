import type { CancellationSignal } from '#core/base/cancellation.ts';
import { byLeftBond, type Chain } from './chain.ts';
import { type PlanarMatrix, reshaped } from './planarMatrix.ts';

/**
 * ⟨bra|ket⟩ of two chains with the same qubits at the same sites.
 * @throws Failure `cancelled`
 */
export function chainOverlap(bra: Chain, ket: Chain, signal: CancellationSignal): readonly [re: number, im: number] {
  const { workspace } = bra;
  let edge: PlanarMatrix = { rows: 1, columns: 1, values: Float64Array.of(1, 0) };
  for (let site = 0; site < bra.length; site++) {
    workspace.clear();
    const left = bra.site(site);
    const next = workspace.multiply(workspace.load(edge), workspace.load(byLeftBond(ket.site(site))), signal);
    const product = reshaped(workspace.read(next), left.rows);
    workspace.clear();
    edge = workspace.read(workspace.multiply(workspace.adjoint(workspace.load(left)), workspace.load(product), signal));
  }
  return [edge.values[0] as number, edge.values[1] as number];
}
