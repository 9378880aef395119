import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';

/** Chains up to this length are improved qubit by qubit, which takes some n³ steps. */
const longestImproved = 150;

/** How much gates there are between two qubits. */
interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/**
 * An order of the qubits along a chain in which those that gates act on together are near each other: of the given
 * order, one breadth first through the graph of the gates (E. Cuthill, J. McKee, 1969), and what moving single qubits
 * makes of the better one, that with the smallest sum of distances over all gates. The order the circuit numbers its
 * qubits in is kept unless another one is better.
 * @returns the qubit of each site
 */
export function siteOrder(qubitCount: number, operations: readonly Operation[]): number[] {
  const edges = gateGraph(qubitCount, operations);
  const given = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  const found = breadthFirst(qubitCount, edges);
  const better = totalDistance(found, edges) < totalDistance(given, edges) ? found : given;
  // Nothing is better than neighbours.
  const isBest = totalDistance(better, edges) <= edges.reduce((sum, { weight }) => sum + weight, 0);
  return qubitCount <= longestImproved && !isBest ? improved(better, edges) : better;
}

function gateGraph(qubitCount: number, operations: readonly Operation[]): Edge[] {
  const weights = new Map<number, number>();
  const add = (body: readonly Operation[]): void => {
    for (const operation of body) {
      for (const inner of bodiesOf(operation)) add(inner);
      if (operation.kind !== 'gate' && operation.kind !== 'unitary') continue;
      // Exchanging two qubits costs nothing.
      if (operation.kind === 'gate' && operation.gate === 'swap' && operation.controls.length === 0) continue;
      const qubits = operationQubits(operation);
      for (const a of qubits) {
        for (const b of qubits) {
          const key = a * qubitCount + b;
          if (a < b) weights.set(key, (weights.get(key) ?? 0) + 1 / (qubits.length - 1));
        }
      }
    }
  };
  add(operations);
  return [...weights].map(([key, weight]) => ({ a: Math.floor(key / qubitCount), b: key % qubitCount, weight }));
}

/** From a qubit of each connected part with the fewest neighbours, those with fewer neighbours first. */
function breadthFirst(qubitCount: number, edges: readonly Edge[]): number[] {
  const neighbours: number[][] = Array.from({ length: qubitCount }, () => []);
  for (const { a, b } of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const degree = (qubit: number) => neighbours[qubit]?.length ?? 0;
  const byDegree = (a: number, b: number) => degree(a) - degree(b) || a - b;
  for (const others of neighbours) others.sort(byDegree);
  const order: number[] = [];
  const seen = new Set<number>();
  for (const start of neighbours.map((_, qubit) => qubit).sort(byDegree)) {
    if (seen.has(start)) continue;
    seen.add(start);
    for (let queue = [start]; queue.length > 0; ) {
      order.push(...queue);
      queue = queue.flatMap((qubit) => neighbours[qubit]?.filter((other) => !seen.has(other) && seen.add(other)) ?? []);
    }
  }
  return order;
}

function totalDistance(order: readonly number[], edges: readonly Edge[]): number {
  const site = sitesOf(order);
  return edges.reduce((sum, { a, b, weight }) => sum + weight * Math.abs((site[a] as number) - (site[b] as number)), 0);
}

/** Moves qubits one by one to where they add least, as long as that helps. */
function improved(order: readonly number[], edges: readonly Edge[]): number[] {
  let best = [...order];
  for (let round = 0; round < 4; round++) {
    let isBetter = false;
    for (let qubit = 0; qubit < best.length; qubit++) {
      const moved = movedBest(best, qubit, edges);
      if (moved === undefined) continue;
      best = moved;
      isBetter = true;
    }
    if (!isBetter) break;
  }
  return best;
}

/** The order with a qubit where it makes the total distance smallest; undefined if that is where it is. */
function movedBest(order: readonly number[], qubit: number, edges: readonly Edge[]): number[] | undefined {
  const present = order.indexOf(qubit);
  const rest = order.toSpliced(present, 1);
  const site = sitesOf(order);
  const placeOf = (other: number) => (site[other] as number) - ((site[other] as number) > present ? 1 : 0);
  // What the distances grow by from one place to the next: gates that reach over the place become one longer, and
  // the qubit comes nearer to some of its partners and farther from others.
  const growth = new Float64Array(order.length);
  let cost = 0;
  for (const { a, b, weight } of edges) {
    if (a === qubit || b === qubit) {
      const at = placeOf(a === qubit ? b : a);
      cost += weight * (at + 1);
      // At the places up to the partner's it is right of the qubit, and one nearer each time; then it is left.
      for (let place = 1; place < growth.length; place++) {
        if (place === at + 1) continue;
        growth[place] = (growth[place] as number) + (place <= at ? -weight : weight);
      }
    } else {
      const [left, right] = [Math.min(placeOf(a), placeOf(b)), Math.max(placeOf(a), placeOf(b))];
      growth[left + 1] = (growth[left + 1] as number) + weight;
      growth[right + 1] = (growth[right + 1] as number) - weight;
    }
  }
  const costs = growth.map((change) => {
    cost += change;
    return cost;
  });
  let best = present;
  // More than rounding has to be gained.
  for (const [place, value] of costs.entries()) if (value < (costs[best] as number) - 1e-9) best = place;
  return best === present ? undefined : rest.toSpliced(best, 0, qubit);
}

/** The site of each qubit. */
export function sitesOf(order: readonly number[]): Int32Array {
  const sites = new Int32Array(Math.max(-1, ...order) + 1);
  for (const [site, qubit] of order.entries()) sites[qubit] = site;
  return sites;
}
