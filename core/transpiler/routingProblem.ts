/** Something that is done to a circuit, as routing sees it. */
export interface RoutingStep {
  /** What orders it: steps that share a wire stay in order. */
  readonly wires: readonly (number | string)[];
  /** Two qubits of the circuit that have to be coupled for it. */
  readonly pair?: readonly [number, number];
}

/**
 * Steps and what they wait for, prepared once for every way they are routed. Steps on one wire only follow the step before
 * them wherever that goes, so that what is searched through are the others, the nodes.
 */
export interface RoutingProblem {
  /** The step of each node. */
  readonly steps: Int32Array;
  /** The qubits of each node's pair, −1 without one. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** The nodes that wait for node i are `successors[starts[i]]` up to that of `starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly successors: Int32Array;
  /** How many nodes each waits for. */
  readonly waitsFor: Int32Array;
  /** The steps on one wire behind each node, in order, and those behind none. */
  readonly followers: readonly (readonly number[] | undefined)[];
  readonly leaders: readonly number[];
}

/** @param steps in order */
export function routingProblem(steps: readonly RoutingStep[]): RoutingProblem {
  const nodes: number[] = [];
  const followers: (number[] | undefined)[] = [];
  const leaders: number[] = [];
  const edges: number[][] = [];
  const waitsFor: number[] = [];
  const last = new Map<number | string, number>();
  steps.forEach(({ pair, wires }, index) => {
    if (!pair && wires.length <= 1) {
      const before = last.get(wires[0] ?? -1);
      if (before === undefined) leaders.push(index);
      else if (followers[before]) followers[before].push(index);
      else followers[before] = [index];
      return;
    }
    const node = nodes.length;
    nodes.push(index);
    followers.push(undefined);
    edges.push([]);
    let waits = 0;
    for (const wire of wires) {
      const before = last.get(wire);
      last.set(wire, node);
      // A node that waits for another on two wires waits once; edges to it are the latest ones.
      if (before === undefined || before === node || edges[before]?.at(-1) === node) continue;
      edges[before]?.push(node);
      waits++;
    }
    waitsFor.push(waits);
  });
  const starts = new Int32Array(nodes.length + 1);
  edges.forEach((own, node) => {
    starts[node + 1] = (starts[node] ?? 0) + own.length;
  });
  const ofPair = (end: 0 | 1) => Int32Array.from(nodes, (index) => steps[index]?.pair?.[end] ?? -1);
  return {
    steps: Int32Array.from(nodes),
    first: ofPair(0),
    second: ofPair(1),
    starts,
    successors: Int32Array.from(edges.flat()),
    waitsFor: Int32Array.from(waitsFor),
    followers,
    leaders,
  };
}
