import type { Chain, SiteTensor } from './chain.ts';

/** A row of complex numbers. */
interface BondVector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The amplitudes of basis states, re and im interleaved, each a product of matrices. States with the same values on the
 * first sites share that part of the work.
 * @param qubitAt the qubit of each site
 * @param states the value of qubit j at index j
 */
export function chainAmplitudes(chain: Chain, qubitAt: readonly number[], states: readonly Uint8Array[]): Float64Array {
  const amplitudes = new Float64Array(2 * states.length);
  const bySite = states.map((state) => qubitAt.map((qubit) => state[qubit] ?? 0));
  const order = bySite.map((_, index) => index).sort((a, b) => compare(bySite[a] ?? [], bySite[b] ?? []));
  // The vectors after each of the first sites, for the values of the state before.
  const vectors: BondVector[] = [{ re: Float64Array.of(1), im: Float64Array.of(0) }];
  let before: readonly number[] = [];
  for (const index of order) {
    const values = bySite[index] ?? [];
    let shared = 0;
    while (shared < before.length && values[shared] === before[shared]) shared++;
    vectors.length = shared + 1;
    for (let site = shared; site < values.length; site++) {
      vectors.push(advanced(vectors[site] as BondVector, chain.site(site), values[site] as number));
    }
    const last = vectors.at(-1);
    amplitudes[2 * index] = last?.re[0] ?? 0;
    amplitudes[2 * index + 1] = last?.im[0] ?? 0;
    before = values;
  }
  return amplitudes;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place === -1 ? 0 : (a[place] as number) - (b[place] as number);
}

/** The vector times the matrix of a site for a value of its qubit. */
function advanced(vector: BondVector, { columns, rows, values }: SiteTensor, value: number): BondVector {
  const re = new Float64Array(columns);
  const im = new Float64Array(columns);
  const half = rows * columns;
  for (let bond = 0; bond < vector.re.length; bond++) {
    const [x, y] = [vector.re[bond] as number, vector.im[bond] as number];
    const start = (2 * bond + value) * columns;
    for (let column = 0; column < columns; column++) {
      const u = values[start + column] as number;
      const v = values[half + start + column] as number;
      re[column] = (re[column] as number) + x * u - y * v;
      im[column] = (im[column] as number) + x * v + y * u;
    }
  }
  return { re, im };
}
