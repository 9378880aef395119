import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { byLeftBond, type Chain, withGate } from './chain.ts';
import { type PlanarMatrix, reshaped } from './planarMatrix.ts';

type Axis = PauliFactor['axis'];

const pauliMatrices: Readonly<Record<Axis, readonly number[]>> = {
  X: [0, 0, 1, 0, 1, 0, 0, 0],
  Y: [0, 0, 0, -1, 0, 1, 0, 0],
  Z: [1, 0, 0, 0, 0, 0, -1, 0],
};

/** A product of Pauli operators, from its first site to its last. */
interface PauliString {
  readonly first: number;
  readonly axes: readonly (Axis | 'I')[];
  /** Where its value is added, and how often. */
  readonly uses: { readonly observable: number; readonly coefficient: number }[];
}

/**
 * ⟨O⟩ of Pauli sums. Each different product is contracted once, from its first site, where the centre moves, to its
 * last; products that begin alike share that part of the work.
 * @param siteOf the site of each qubit
 * @throws Failure `cancelled`
 */
export function chainExpectations(
  chain: Chain,
  siteOf: ArrayLike<number>,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): Float64Array {
  const values = new Float64Array(observables.length);
  // What the operators so far make of the bond to the right, one entry per site of the string before.
  let edges: PlanarMatrix[] = [];
  let before: PauliString | undefined;
  for (const string of pauliStrings(siteOf, observables)) {
    throwIfCancelled(signal);
    let shared = 0;
    if (before !== undefined && before.first === string.first) {
      while (shared < edges.length && before.axes[shared] === string.axes[shared]) shared++;
    }
    shared = Math.min(shared, string.axes.length - 1);
    edges = edges.slice(0, shared);
    let value = 1;
    if (string.axes.length > 0) {
      chain.moveCentre(string.first, signal);
      for (let index = shared; index < string.axes.length - 1; index++) {
        edges.push(continuedEdge(chain, string, index, edges[index - 1], signal));
      }
      value = closedEdge(chain, string, edges.at(-1), signal);
    }
    for (const { coefficient, observable } of string.uses) {
      values[observable] = (values[observable] as number) + coefficient * value;
    }
    before = string;
  }
  return values;
}

/** The different products of some observables, those that begin alike one after the other. */
function pauliStrings(siteOf: ArrayLike<number>, observables: readonly PauliSum[]): PauliString[] {
  const strings = new Map<string, PauliString>();
  for (const [observable, { terms }] of observables.entries()) {
    for (const { coefficient, factors } of terms) {
      const sites = factors.map(({ qubit }) => siteOf[qubit] as number);
      const first = factors.length === 0 ? 0 : Math.min(...sites);
      const axes = Array.from({ length: factors.length === 0 ? 0 : Math.max(...sites) - first + 1 }, (_, offset) => {
        const factor = factors[sites.indexOf(first + offset)];
        return factor === undefined ? 'I' : factor.axis;
      });
      // Strings sort by their first site and then by their operators.
      const key = `${String(first).padStart(9, '0')}${axes.join('')}`;
      const string = strings.get(key) ?? { first, axes, uses: [] };
      string.uses.push({ observable, coefficient });
      strings.set(key, string);
    }
  }
  return [...strings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, string]) => string);
}

/** The edge times the tensor of a site with its operator: row 2a + s for the bond a to the left. */
function operated(
  chain: Chain,
  { axes, first }: PauliString,
  index: number,
  edge: PlanarMatrix | undefined,
  signal: CancellationSignal,
): PlanarMatrix {
  const tensor = chain.site(first + index);
  const axis = axes[index] ?? 'I';
  let product = tensor;
  if (edge !== undefined) {
    const { workspace } = chain;
    workspace.clear();
    const next = workspace.multiply(workspace.load(edge), workspace.load(byLeftBond(tensor)), signal);
    product = reshaped(workspace.read(next), tensor.rows);
  }
  return axis === 'I' ? product : withGate(product, pauliMatrices[axis]);
}

function continuedEdge(
  chain: Chain,
  string: PauliString,
  index: number,
  edge: PlanarMatrix | undefined,
  signal: CancellationSignal,
): PlanarMatrix {
  const ket = operated(chain, string, index, edge, signal);
  const { workspace } = chain;
  workspace.clear();
  const bra = workspace.adjoint(workspace.load(chain.site(string.first + index)));
  return workspace.read(workspace.multiply(bra, workspace.load(ket), signal));
}

/** The value of the string: what is right of its last site adds nothing. */
function closedEdge(
  chain: Chain,
  string: PauliString,
  edge: PlanarMatrix | undefined,
  signal: CancellationSignal,
): number {
  const index = string.axes.length - 1;
  const ket = operated(chain, string, index, edge, signal).values;
  const bra = chain.site(string.first + index).values;
  let sum = 0;
  for (let place = 0; place < ket.length; place++) sum += (bra[place] as number) * (ket[place] as number);
  return sum;
}
