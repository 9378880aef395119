import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { Chain } from './chain.ts';
import { leftBond } from './chain.ts';
import { compressed, continued, identity } from './chainProbabilities.ts';
import { type PlanarMatrix, planarMatrix, reshaped } from './planarMatrix.ts';

/**
 * The density matrix of the qubits of some sites.
 * @param sites distinct; bit j of a row or column is `sites[j]`
 * @throws Failure `cancelled`
 */
export function chainReducedState(chain: Chain, sites: readonly number[], signal: CancellationSignal): ComplexMatrix {
  if (sites.length === 0) return { dimension: 1, values: [1, 0] };
  const first = Math.min(...sites);
  const last = Math.max(...sites);
  chain.moveCentre(first, signal);
  // Row p · chosen + σ: for each value σ of the chosen sites so far (the latest in the lowest bit), vectors over the
  // bond to the right, numbered by p, which stands for everything else.
  let rows = identity(leftBond(chain.site(first)));
  let chosen = 1;
  for (let site = first; site <= last; site++) {
    const next = continued(chain, site, rows, signal);
    const longer = reshaped(next, 2 * next.rows);
    if (sites.includes(site)) {
      chosen *= 2;
      rows = longer;
    } else {
      const moved = exchangedRows(longer, chosen);
      const others = moved.rows / chosen;
      const packed = compressed(chain, reshaped(moved, others), signal);
      rows = reshaped(packed, packed.rows * chosen);
    }
  }
  return densityOf(rows, chosen, sites);
}

/** Rows (p, σ, s) in the order (p, s, σ), for a qubit s and `chosen` values of σ. */
function exchangedRows(matrix: PlanarMatrix, chosen: number): PlanarMatrix {
  const result = planarMatrix(matrix.rows, matrix.columns);
  const { columns } = matrix;
  const total = 2 * matrix.rows;
  for (let row = 0; row < total; row++) {
    const value = row % 2;
    const sigma = ((row - value) / 2) % chosen;
    const block = (row - value - 2 * sigma) / (2 * chosen);
    const target = (2 * block + value) * chosen + sigma;
    result.values.set(matrix.values.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return result;
}

/** Σ over everything else of row σ times the conjugate of row σ′. */
function densityOf(matrix: PlanarMatrix, chosen: number, sites: readonly number[]): ComplexMatrix {
  const { columns, values } = matrix;
  const half = values.length / 2;
  // Sites from the first to the last are the bits of σ from the highest to the lowest.
  const descending = [...sites].sort((a, b) => b - a);
  const index = Array.from({ length: chosen }, (_, sigma) =>
    sites.reduce((found, site, bit) => found | (((sigma >> descending.indexOf(site)) & 1) << bit), 0),
  );
  const result = new Float64Array(2 * chosen * chosen);
  for (let row = 0; row < chosen; row++) {
    for (let column = 0; column <= row; column++) {
      let re = 0;
      let im = 0;
      for (let block = 0; block < matrix.rows; block += chosen) {
        const a = (block + row) * columns;
        const b = (block + column) * columns;
        for (let place = 0; place < columns; place++) {
          const [x, y] = [values[a + place] as number, values[half + a + place] as number];
          const [u, v] = [values[b + place] as number, values[half + b + place] as number];
          re += x * u + y * v;
          im += y * u - x * v;
        }
      }
      const [p, q] = [index[row] as number, index[column] as number];
      result[2 * (p * chosen + q)] = re;
      result[2 * (p * chosen + q) + 1] = row === column ? 0 : im;
      result[2 * (q * chosen + p)] = re;
      result[2 * (q * chosen + p) + 1] = row === column ? 0 : -im;
    }
  }
  return { dimension: chosen, values: [...result] };
}
