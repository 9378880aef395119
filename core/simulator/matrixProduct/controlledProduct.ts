import type { CancellationSignal } from '#core/base/cancellation.ts';
import { type Chain, leftBond, type SiteTensor, withGate } from './chain.ts';
import { planarMatrix } from './planarMatrix.ts';

/**
 * Applies 1 + Σ products, which is unitary, to a chain: a matrix product operator with a bond of one more than there
 * are products, which needs no qubits moved (U. Schollwöck, 2011, section 5). The bonds it passes grow by that factor
 * and are then made as small as they can be.
 * @param products matrices by site, row-major, re and im interleaved; all products name the same sites
 */
export function applyControlledProducts(
  chain: Chain,
  products: readonly ReadonlyMap<number, readonly number[]>[],
  signal: CancellationSignal,
): void {
  const sites = products.flatMap((product) => [...product.keys()]);
  if (sites.length === 0) return;
  const first = Math.min(...sites);
  const last = Math.max(...sites);
  chain.moveCentre(first, signal);
  const tensors = Array.from({ length: last - first + 1 }, (_, offset) => {
    const site = first + offset;
    const tensor = chain.site(site);
    const terms = products.map((product) => {
      const gate = product.get(site);
      return gate === undefined ? tensor : withGate(tensor, gate);
    });
    return joined([tensor, ...terms], site > first, site < last);
  });
  chain.replace(first, tensors, signal);
}

/** Tensors of equal shape as one: each has its own part of the bonds that are split, and shares the others. */
function joined(tensors: readonly SiteTensor[], splitsLeft: boolean, splitsRight: boolean): SiteTensor {
  const [{ columns, rows } = planarMatrix(0, 0)] = tensors;
  const result = planarMatrix(rows * (splitsLeft ? tensors.length : 1), columns * (splitsRight ? tensors.length : 1));
  for (const [part, tensor] of tensors.entries()) {
    const top = splitsLeft ? part * rows : 0;
    const side = splitsRight ? part * columns : 0;
    for (let plane = 0; plane < 2; plane++) {
      for (let row = 0; row < 2 * leftBond(tensor); row++) {
        const from = (plane * rows + row) * columns;
        const to = (plane * result.rows + top + row) * result.columns + side;
        for (let column = 0; column < columns; column++) {
          result.values[to + column] =
            (result.values[to + column] as number) + (tensor.values[from + column] as number);
        }
      }
    }
  }
  return result;
}
