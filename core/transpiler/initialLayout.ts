import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { Steps } from '#core/base/steps.ts';
import type { CouplingMap } from './couplingMap.ts';
import { type RoutingStep, routingProblem } from './routingProblem.ts';
import { routedSteps } from './swapSearch.ts';

/** Qubits of a device for the qubits of a circuit, in order. */
export type Layout = readonly number[];

type Pair = readonly [number, number];

/**
 * Refuses what is no layout of so many qubits on a device.
 * @param deviceQubits how many the device has; any where it is not known
 * @throws Failure `invalid-input`
 */
export function requireLayout(layout: Layout, qubitCount: number, deviceQubits: number | undefined): void {
  if (layout.length !== qubitCount) {
    throw new Failure(
      'invalid-input',
      `The layout names ${layout.length} ${layout.length === 1 ? 'qubit' : 'qubits'} of the device, and the circuit has ${qubitCount}.`,
      { advice: 'Name one for each qubit of the circuit, in order: 3, 5, 7 puts its qubit 0 on qubit 3.' },
    );
  }
  layout.forEach((device, qubit) => {
    if (!Number.isSafeInteger(device) || device < 0 || (deviceQubits !== undefined && device >= deviceQubits)) {
      const has = deviceQubits === undefined ? '' : `, and the device has the qubits 0 to ${deviceQubits - 1}`;
      throw new Failure('invalid-input', `The layout puts qubit ${qubit} on ${device}${has}.`, {
        advice: 'Qubits of a device are numbered from 0.',
      });
    }
    const first = layout.indexOf(device);
    if (first !== qubit)
      throw new Failure(
        'invalid-input',
        `The layout puts qubits ${first} and ${qubit} of the circuit on the same qubit ${device} of the device.`,
        { advice: 'Give each a qubit of its own.' },
      );
  });
}

/** Qubit i on qubit i. */
export function trivialLayout(qubitCount: number): Layout {
  return Array.from({ length: qubitCount }, (_, qubit) => qubit);
}

/**
 * Connected qubits with many couplings among them, grown from the start that gives most; the qubits of the circuit that
 * meet most others on those with most couplings. Undefined where so many connected qubits are not there.
 */
function denseLayout(pairs: readonly Pair[], qubitCount: number, coupling: CouplingMap): Layout | undefined {
  let best: readonly number[] | undefined;
  let most = -1;
  for (let start = 0; start < coupling.qubitCount; start++) {
    const region = grownRegion(start, qubitCount, coupling);
    if (!region) continue;
    const inside = couplingsInside(region, coupling);
    if (inside > most) {
      best = region;
      most = inside;
    }
  }
  if (!best) return undefined;
  return assigned(pairs, qubitCount, best, coupling);
}

/** One qubit after the other, that with most couplings to those before it; of equal ones the first. */
function grownRegion(start: number, size: number, coupling: CouplingMap): number[] | undefined {
  const region = [start];
  const links = new Map<number, number>();
  const inside = new Set(region);
  const add = (qubit: number) => {
    for (const other of coupling.neighbours(qubit)) {
      if (!inside.has(other)) links.set(other, (links.get(other) ?? 0) + 1);
    }
  };
  add(start);
  while (region.length < size) {
    let next: number | undefined;
    for (const [qubit, count] of links) {
      const known = next === undefined ? -1 : (links.get(next) ?? 0);
      if (count > known || (count === known && next !== undefined && qubit < next)) next = qubit;
    }
    if (next === undefined) return undefined;
    links.delete(next);
    inside.add(next);
    region.push(next);
    add(next);
  }
  return region;
}

function couplingsInside(region: readonly number[], coupling: CouplingMap): number {
  const inside = new Set(region);
  return region.reduce(
    (sum, qubit) => sum + coupling.neighbours(qubit).reduce((own, other) => own + (inside.has(other) ? 1 : 0), 0),
    0,
  );
}

/** Puts qubits that meet near each other: the busiest first, each as near as possible to those it meets. */
function assigned(
  pairs: readonly Pair[],
  qubitCount: number,
  region: readonly number[],
  coupling: CouplingMap,
): Layout {
  const meetings = Array.from({ length: qubitCount }, () => new Map<number, number>());
  for (const [one, other] of pairs) {
    meetings[one]?.set(other, (meetings[one]?.get(other) ?? 0) + 1);
    meetings[other]?.set(one, (meetings[other]?.get(one) ?? 0) + 1);
  }
  const weight = (qubit: number) => [...(meetings[qubit]?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const layout = new Array<number>(qubitCount).fill(-1);
  const free = new Set(region);
  const inRegion = new Set(region);
  const degree = (device: number) => coupling.neighbours(device).filter((other) => inRegion.has(other)).length;
  const left = new Set(trivialLayout(qubitCount));
  while (left.size > 0) {
    const attached = (qubit: number) =>
      [...(meetings[qubit] ?? [])].reduce((sum, [other, count]) => sum + ((layout[other] ?? -1) >= 0 ? count : 0), 0);
    const qubit = least(left, (each) => -(attached(each) * 1e6 + weight(each)));
    const device = least(free, (each) => {
      let cost = 0;
      for (const [other, count] of meetings[qubit] ?? []) {
        const place = layout[other] ?? -1;
        if (place >= 0) cost += count * coupling.distance(each, place);
      }
      return cost - 1e-3 * degree(each);
    });
    layout[qubit] = device;
    left.delete(qubit);
    free.delete(device);
  }
  return layout;
}

/** The member with the lowest value; of equal ones the first. */
function least(members: Iterable<number>, value: (member: number) => number): number {
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let isFirst = true;
  for (const member of members) {
    const own = value(member);
    if (isFirst || own < lowest) {
      best = member;
      lowest = own;
      isFirst = false;
    }
  }
  return best;
}

export interface LayoutSearch {
  /** Random starts besides the trivial and the dense layout. */
  readonly starts: number;
  /** How often the circuit is routed to its end and back again. */
  readonly passes: number;
  readonly seed: number;
}

/** Pairs from the beginning that layouts are looked for with: where qubits are later depends on swaps alone. */
const mostPairs = 300;

/**
 * Layouts from which the circuit needs few swaps, the best first, those it starts from included: each start is routed
 * through the circuit and back, so that where qubits end becomes where they begin (the reverse traversal of SABRE, see
 * {@link routedSteps}).
 */
export function* searchedLayouts(
  pairs: readonly Pair[],
  qubitCount: number,
  coupling: CouplingMap,
  { passes, seed, starts }: LayoutSearch,
): Steps<Layout[]> {
  const dense = denseLayout(pairs, qubitCount, coupling);
  const region = dense === undefined ? undefined : grownRegion(dense[0] ?? 0, qubitCount, coupling);
  const begun: Layout[] = [trivialLayout(qubitCount), ...(dense ? [dense] : [])];
  for (let start = 0; start < starts; start++) {
    const random = randomStream(seed, 'layout', start);
    // Every other start is anywhere on the device, if the device is one piece.
    const among = start % 2 === 0 && region ? region : trivialLayout(coupling.qubitCount);
    const order = random.permutation(among.length);
    begun.push(order.slice(0, qubitCount).map((place) => among[place] ?? 0));
  }
  const steps = pairs.slice(0, mostPairs).map((pair): RoutingStep => ({ wires: pair, pair }));
  const forward = routingProblem(steps);
  const backward = routingProblem(steps.toReversed());
  const found = new Map<string, { readonly layout: Layout; readonly cost: number }>();
  for (const [start, layout] of begun.entries()) {
    const random = randomStream(seed, 'layout search', start);
    let positions = layout;
    try {
      for (let pass = 0; pass <= passes; pass++) {
        const there = yield* routedSteps(forward, positions, coupling, random, start);
        note(found, positions, there.cost);
        if (pass < passes) ({ positions } = yield* routedSteps(backward, there.positions, coupling, random, start));
      }
    } catch (thrown) {
      // A start on qubits that are not connected leads nowhere; others may.
      if (!Failure.is(thrown, 'invalid-circuit')) throw thrown;
    }
  }
  return [...found.values()].sort((left, right) => left.cost - right.cost).map(({ layout }) => layout);
}

function note(
  found: Map<string, { readonly layout: Layout; readonly cost: number }>,
  layout: Layout,
  cost: number,
): void {
  const key = layout.join();
  const known = found.get(key);
  if (!known || cost < known.cost) found.set(key, { layout, cost });
}
