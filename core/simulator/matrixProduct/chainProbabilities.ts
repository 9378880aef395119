import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { OutcomeListener } from '../program/quantumState.ts';
import { byLeftBond, type Chain } from './chain.ts';
import { type PlanarMatrix, planarMatrix, reshaped, squaredNorm } from './planarMatrix.ts';

/** Outcomes less likely than this are rounding. */
const negligible = 1e-15;

/**
 * The probability of each outcome of reading some sites, those below 10⁻¹⁵ left out. Outcomes that begin alike share
 * that part of the work.
 * @param sites in the order of the values told; a site may be named more than once
 * @throws Failure `cancelled`
 */
export function chainProbabilities(
  chain: Chain,
  sites: readonly number[],
  signal: CancellationSignal,
  found: OutcomeListener,
): void {
  const told = new Uint8Array(sites.length);
  if (sites.length === 0) {
    found(told, 1);
    return;
  }
  const first = Math.min(...sites);
  const last = Math.max(...sites);
  const read = new Set(sites);
  const values = new Uint8Array(last + 1);
  chain.moveCentre(first, signal);

  const follow = (site: number, rows: PlanarMatrix): void => {
    throwIfCancelled(signal);
    if (site > last) {
      for (const [place, each] of sites.entries()) told[place] = values[each] as number;
      found(told, squaredNorm(rows));
      return;
    }
    const next = continued(chain, site, rows, signal);
    if (!read.has(site)) {
      // Whatever its value is: both are rows of their own.
      follow(site + 1, compressed(chain, reshaped(next, 2 * next.rows), signal));
      return;
    }
    for (const value of [0, 1] as const) {
      const part = halfOf(next, value);
      if (squaredNorm(part) < negligible) continue;
      values[site] = value;
      follow(site + 1, compressed(chain, part, signal));
    }
  };
  follow(first, identity(byLeftBond(chain.site(first)).rows));
}

/**
 * Rows r that stand for Σ |r⟩⟨r| on the bond to the left of a site, continued over the site: column s · right + b for
 * its qubit s and the bond to its right.
 */
export function continued(chain: Chain, site: number, rows: PlanarMatrix, signal: CancellationSignal): PlanarMatrix {
  const { workspace } = chain;
  workspace.clear();
  const tensor = workspace.load(byLeftBond(chain.site(site)));
  return workspace.read(workspace.multiply(workspace.load(rows), tensor, signal));
}

/** Not more rows than columns that stand for the same Σ |r⟩⟨r|. */
export function compressed(chain: Chain, rows: PlanarMatrix, signal: CancellationSignal): PlanarMatrix {
  if (rows.rows <= rows.columns) return rows;
  const { workspace } = chain;
  workspace.clear();
  return workspace.read(workspace.triangle(workspace.load(rows), signal));
}

export function identity(dimension: number): PlanarMatrix {
  const result = planarMatrix(dimension, dimension);
  for (let index = 0; index < dimension; index++) result.values[index * (dimension + 1)] = 1;
  return result;
}

/** The left or the right half of the columns. */
function halfOf(matrix: PlanarMatrix, half: 0 | 1): PlanarMatrix {
  const columns = matrix.columns / 2;
  const result = planarMatrix(matrix.rows, columns);
  for (let row = 0; row < 2 * matrix.rows; row++) {
    const from = row * matrix.columns + half * columns;
    result.values.set(matrix.values.subarray(from, from + columns), row * columns);
  }
  return result;
}
