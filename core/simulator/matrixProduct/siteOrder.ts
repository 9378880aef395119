import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';

/** Chains up to this length are improved qubit by qubit, which takes some n³ steps. */
const longestImproved = 150;

/** The weight of gates between two qubits, by the other qubit. */
type Neighbours = readonly ReadonlyMap<number, number>[];

/**
 * An order of the qubits along a chain in which those that gates act on together are near each other: of the given order, one
 * breadth first through the graph of the gates (E. Cuthill, J. McKee, 1969), and what moving single qubits makes of the
 * better one, that with the smallest sum of distances over all gates. The order the circuit numbers its qubits in is kept
 * unless another one is better.
 * @returns the qubit of each site
 */
export function siteOrder(qubitCount: number, operations: readonly Operation[]): number[] {
  const neighbours = gateGraph(qubitCount, operations);
  const given = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  const found = breadthFirst(neighbours);
  const better = totalDistance(found, neighbours) < totalDistance(given, neighbours) ? found : given;
  return qubitCount <= longestImproved ? improved(better, neighbours) : better;
}

function gateGraph(qubitCount: number, operations: readonly Operation[]): Neighbours {
  const neighbours = Array.from({ length: qubitCount }, () => new Map<number, number>());
  const add = (body: readonly Operation[]): void => {
    for (const operation of body) {
      for (const inner of bodiesOf(operation)) add(inner);
      if (operation.kind !== 'gate' && operation.kind !== 'unitary') continue;
      // Exchanging two qubits costs nothing.
      if (operation.kind === 'gate' && operation.gate === 'swap' && operation.controls.length === 0) continue;
      const qubits = operationQubits(operation);
      for (const a of qubits) {
        for (const b of qubits) {
          if (a !== b) neighbours[a]?.set(b, (neighbours[a]?.get(b) ?? 0) + 1 / (qubits.length - 1));
        }
      }
    }
  };
  add(operations);
  return neighbours;
}

/** From a qubit of each connected part with the fewest neighbours, those with fewer neighbours first. */
function breadthFirst(neighbours: Neighbours): number[] {
  const degree = (qubit: number) => neighbours[qubit]?.size ?? 0;
  const byDegree = (a: number, b: number) => degree(a) - degree(b) || a - b;
  const order: number[] = [];
  const seen = new Set<number>();
  for (const start of neighbours.map((_, qubit) => qubit).sort(byDegree)) {
    if (seen.has(start)) continue;
    seen.add(start);
    for (let queue = [start]; queue.length > 0; ) {
      order.push(...queue);
      queue = queue.flatMap((qubit) =>
        [...(neighbours[qubit]?.keys() ?? [])].sort(byDegree).filter((other) => !seen.has(other) && seen.add(other)),
      );
    }
  }
  return order;
}

function totalDistance(order: readonly number[], neighbours: Neighbours): number {
  const site = sitesOf(order);
  let sum = 0;
  for (const [qubit, others] of neighbours.entries()) {
    for (const [other, weight] of others) sum += weight * Math.abs((site[qubit] as number) - (site[other] as number));
  }
  return sum / 2;
}

/** Moves qubits one by one to where they add least, as long as that helps. */
function improved(order: readonly number[], neighbours: Neighbours): number[] {
  let best = [...order];
  for (let round = 0; round < 4; round++) {
    let isBetter = false;
    for (let qubit = 0; qubit < best.length; qubit++) {
      const moved = movedBest(best, qubit, neighbours);
      if (moved === undefined) continue;
      best = moved;
      isBetter = true;
    }
    if (!isBetter) break;
  }
  return best;
}

/** The order with a qubit where it makes the total distance smallest; undefined if that is where it is. */
function movedBest(order: readonly number[], qubit: number, neighbours: Neighbours): number[] | undefined {
  const rest = order.filter((other) => other !== qubit);
  const site = sitesOf(rest);
  // Gates that reach over the place become one longer.
  const over = new Float64Array(order.length);
  for (const [a, others] of neighbours.entries()) {
    for (const [b, weight] of others) {
      if (a === qubit || b === qubit || (site[a] as number) >= (site[b] as number)) continue;
      over[(site[a] as number) + 1] = (over[(site[a] as number) + 1] as number) + weight;
      over[(site[b] as number) + 1] = (over[(site[b] as number) + 1] as number) - weight;
    }
  }
  const own = [...(neighbours[qubit] ?? [])];
  const cost = (place: number, reaching: number) =>
    own.reduce((sum, [other, weight]) => {
      const at = site[other] as number;
      return sum + weight * (at < place ? place - at : at + 1 - place);
    }, reaching);
  const present = order.indexOf(qubit);
  let reaching = 0;
  const costs = Array.from(over, (change, place) => {
    reaching += change;
    return cost(place, reaching);
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
