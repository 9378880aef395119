import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { type CircuitMetrics, circuitMetrics } from '#core/circuit/metrics.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import { cancelledGates } from './cancelGates.ts';
import { CouplingMap, lineCouplings } from './couplingMap.ts';
import { type DeviceErrors, estimatedFidelity } from './deviceErrors.ts';
import { shortenedOperations, translatedOperations } from './deviceOperations.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { expandedOperations } from './expandGates.ts';
import type { GateBasis } from './gateBasis.ts';
import { type Layout, requireLayout, searchedLayouts, trivialLayout } from './initialLayout.ts';
import { withoutNegligibleGates } from './negligibleGates.ts';
import { perfectLayout } from './perfectLayout.ts';
import { placementByErrors } from './placementByErrors.ts';
import { BlockShortener } from './resynthesis.ts';
import {
  interactingPairs,
  type RoutableOperations,
  type RoutedOperations,
  routableOperations,
  routedOperations,
} from './routedOperations.ts';

/** What a circuit is fitted to. */
export interface TranspilerTarget {
  readonly basis: GateBasis;
  /** Without it every qubit is coupled with every other, in both orders. */
  readonly coupling?: CouplingMap;
  /** Of its calibration: then what errs least is best, and levels from 2 on choose qubits by it. */
  readonly errors?: DeviceErrors;
}

/**
 * How much is done: 0 translates, on qubit i of the device for qubit i, and routes; 1 also merges gates on one qubit and
 * cancels gates, also across others that commute, and leaves out those that do nothing; 2 also looks for a better layout
 * and makes blocks on two qubits anew;
 * 3 tries more layouts.
 */
export type TranspilerLevel = 0 | 1 | 2 | 3;

export interface TranspilerOptions {
  readonly level: TranspilerLevel;
  /** The qubit of the device for each qubit of the circuit; chosen unless given. */
  readonly layout?: Layout;
  /** Any 32-bit integer; equal circuits, targets, options and seeds give equal results. */
  readonly seed: number;
}

export interface TranspiledCircuit {
  /** On the qubits of the device, in its gates; parameters, bits and outputs are those of the circuit. */
  readonly circuit: Circuit;
  /** The qubit of the device that each qubit of the circuit is on, at the beginning and at the end. */
  readonly initial: Layout;
  readonly final: Layout;
  readonly before: CircuitMetrics;
  readonly after: CircuitMetrics;
  /** How many swaps brought qubits together, those of all bodies included. */
  readonly swaps: number;
  /** {@link estimatedFidelity} of the fitted circuit, where the target knows its errors. */
  readonly fidelity?: number;
}

/**
 * The layouts that levels look for: how many starts, how often routed to and fro, from how many of the best the whole
 * circuit is routed, how often from each, and how many of these are finished.
 */
const searches = [
  { level: 2, starts: 4, passes: 1, routed: 2, ways: 4, finished: 2 },
  { level: 3, starts: 12, passes: 3, routed: 6, ways: 6, finished: 4 },
] as const;

type LayoutsOfLevel = Omit<(typeof searches)[number], 'level'>;

/** Of circuits with more gates on two qubits only ways are finished that swap less than those before. */
const manyPairs = 500;
/** And they are routed so often from each layout. */
const waysOfMany = 2;

/**
 * A circuit fitted to a device: the same circuit up to the phase of the whole state and the places of its qubits, in gates
 * of the basis and between coupled qubits, in the order the device has them. Parameters stay parameters, so that the result
 * can be bound many times; what needs numbers leaves gates with parameters alone. Higher levels never give more gates on
 * two qubits than lower ones, nor a greater depth with as many; where the errors of the device are known, they never have a
 * lower estimated fidelity instead. Of circuits with more than {@link manyPairs} gates on two qubits they never have more
 * swaps, and the rest only as a rule.
 * @throws Failure `invalid-circuit` when the circuit does not fit on the device, `invalid-input` for a wrong layout
 */
export function transpileCircuit(
  circuit: Circuit,
  target: TranspilerTarget,
  options: TranspilerOptions,
): TranspiledCircuit {
  return doSteps(transpilation(circuit, target, options));
}

/**
 * The same in steps, between which others may have their turn.
 * @throws Failure as {@link transpileCircuit}
 */
export function* transpilation(
  circuit: Circuit,
  target: TranspilerTarget,
  { layout, level, seed }: TranspilerOptions,
): Steps<TranspiledCircuit> {
  const { coupling } = target;
  const { qubitCount } = circuit;
  if (coupling && qubitCount > coupling.qubitCount)
    throw new Failure(
      'invalid-circuit',
      `The circuit has ${qubitCount} qubits, and the device has ${coupling.qubitCount}.`,
      { advice: 'Use a smaller circuit or a larger device.' },
    );
  if (layout) requireLayout(layout, qubitCount, coupling?.qubitCount);
  const expanded = routableOperations(expandedOperations(circuit.operations));
  const cancelled = yield* cancelledGates(withoutNegligibleGates(expanded.operations));
  // What nothing was cancelled in needs no second way.
  const shorter = cancelled.length < expanded.operations.length ? routableOperations(cancelled) : expanded;
  const search = new Search(expanded, shorter, qubitCount, target, seed, layout === undefined);
  const plain = layout ?? trivialLayout(qubitCount);
  if (!search.isSparing) yield* search.fromLayout(plain, level);
  const isPerfect = level >= 2 && layout === undefined && (yield* search.perfectLayout());
  for (const { level: from, ...options } of searches)
    if (level >= from && !isPerfect) yield* search.layouts(layout, options);
  if (search.isSparing) yield* search.fromLayout(plain, level);
  const best = search.best();
  return {
    circuit: onDevice(circuit, best, coupling === undefined),
    initial: best.initial,
    final: best.final,
    before: circuitMetrics(circuit),
    after: best.metrics,
    swaps: best.swaps,
    ...(best.fidelity !== undefined && { fidelity: best.fidelity }),
  };
}

/** Tries, of which the best is kept; what lower levels try is tried on higher ones as well, so that these are never worse. */
class Search {
  /** Whether ways are told apart by their swaps before they are finished. */
  readonly isSparing: boolean;
  readonly #target: TranspilerTarget;
  readonly #seed: number;
  readonly #mayMove: boolean;
  readonly #qubitCount: number;
  readonly #expanded: RoutableOperations;
  readonly #shorter: RoutableOperations;
  readonly #pairs: readonly (readonly [number, number])[];
  readonly #shortener: BlockShortener;
  #best: Fitted | undefined;
  #failure: Failure | undefined;
  #trial = 0;
  #leastCost = Number.POSITIVE_INFINITY;

  constructor(
    expanded: RoutableOperations,
    shorter: RoutableOperations,
    qubitCount: number,
    target: TranspilerTarget,
    seed: number,
    mayMove: boolean,
  ) {
    this.#target = target;
    // Entangling gates of the basis that gates take, by what they are.
    const costs = new Map<string, number>();
    this.#shortener = new BlockShortener(target.basis, (gate) => entanglersOf(gate, target.basis, costs));
    this.#seed = seed;
    this.#mayMove = mayMove;
    this.#qubitCount = qubitCount;
    this.#expanded = expanded;
    this.#shorter = shorter;
    this.#pairs = interactingPairs(shorter.operations);
    this.isSparing = target.coupling !== undefined && this.#pairs.length > manyPairs;
  }

  /** @throws Failure of the first layout when none does */
  best(): Fitted {
    if (this.#best) return this.#best;
    throw this.#failure ?? new Failure('invalid-circuit', 'The circuit does not fit on the device.');
  }

  /** The ways of all levels up to one, from one layout. */
  *fromLayout(layout: Layout, level: TranspilerLevel): Steps<void> {
    // Merging may put gates behind one another that were side by side, so even what is only translated may be the best.
    const least = this.isSparing ? Math.min(level, 1) : 0;
    const efforts = effortOf.slice(least, level + 1);
    for (const routable of this.#written(level)) yield* this.#try(routable, layout, efforts);
  }

  /** The circuit as it is written and as short as it can be, where that is worth two ways. */
  #written(level: TranspilerLevel): readonly RoutableOperations[] {
    if (level === 0) return [this.#expanded];
    return this.isSparing || this.#shorter === this.#expanded ? [this.#shorter] : [this.#expanded, this.#shorter];
  }

  /** The best ways from the layouts of a search, or from the given one. */
  *layouts(given: Layout | undefined, { finished, passes, routed, starts, ways }: LayoutsOfLevel): Steps<void> {
    const { coupling } = this.#target;
    if (!coupling) return;
    const pairs = this.#pairs;
    const options = { starts, passes, seed: this.#seed };
    const found = given
      ? Array.from({ length: routed }, () => given)
      : (yield* searchedLayouts(pairs, this.#qubitCount, coupling, options)).slice(0, routed);
    const tried: (RoutedOperations & { readonly initial: Layout })[] = [];
    const ofDevice = found.map((initial) => ({ initial, within: coupling }));
    for (const { initial, within } of [...ofDevice, ...(given ? [] : this.#alongLine(coupling))]) {
      const way = yield* this.#routed(
        this.#shorter,
        initial,
        ++this.#trial,
        this.isSparing ? Math.min(ways, waysOfMany) : ways,
        within,
      );
      if (way) tried.push({ ...way, initial });
    }
    tried.sort((one, other) => one.cost - other.cost);
    for (const each of tried.slice(0, finished))
      if (this.#isPromising(each)) this.#note(yield* this.#fitted(each, each.initial, 'blocks'));
  }

  /** Goes on from the layout that needs no swap. @returns whether there is one */
  *perfectLayout(): Steps<boolean> {
    const { coupling } = this.#target;
    if (!coupling) return false;
    const pairs = this.#pairs;
    const layout = perfectLayout(pairs, this.#qubitCount, coupling);
    const way = layout && (yield* this.#routed(this.#shorter, layout, 0, 1));
    if (way && this.#isPromising(way)) this.#note(yield* this.#fitted(way, layout, 'blocks'));
    return way !== undefined;
  }

  /** Whether a way is to be finished. */
  #isPromising({ cost }: RoutedOperations): boolean {
    if (!this.isSparing) return true;
    if (cost >= this.#leastCost) return false;
    this.#leastCost = cost;
    return true;
  }

  #note(next: Fitted): void {
    if (!this.#best || isBetter(next, this.#best)) this.#best = next;
  }

  /**
   * Qubits in order along a line of the device, and only the couplings of that line: circuits in which each qubit meets all
   * others, such as Fourier transforms, need the fewest swaps there.
   */
  #alongLine(coupling: CouplingMap): { readonly initial: Layout; readonly within: CouplingMap }[] {
    const line = lineCouplings(this.#qubitCount);
    const initial = perfectLayout(line, this.#qubitCount, coupling);
    if (!initial) return [];
    const within = line.map(([one, other]) => [initial[one] ?? 0, initial[other] ?? 0] as const);
    return [{ initial, within: new CouplingMap(coupling.qubitCount, within) }];
  }

  *#try(routable: RoutableOperations, layout: Layout, efforts: readonly Effort[]): Steps<void> {
    const found = yield* this.#routed(routable, layout, 0, 1);
    if (found && this.#isPromising(found))
      for (const effort of efforts) this.#note(yield* this.#fitted(found, layout, effort));
  }

  /** The best of some ways; undefined for a layout on qubits that are not connected, where others may do. */
  *#routed(
    routable: RoutableOperations,
    layout: Layout,
    trial: number,
    ways: number,
    within = this.#target.coupling,
  ): Steps<RoutedOperations | undefined> {
    try {
      return yield* this.#waysOf(routable, layout, trial, ways, within);
    } catch (thrown) {
      if (!Failure.is(thrown, 'invalid-circuit')) throw thrown;
      this.#failure ??= thrown;
      return undefined;
    }
  }

  *#waysOf(
    routable: RoutableOperations,
    layout: Layout,
    trial: number,
    ways: number,
    coupling: CouplingMap | undefined,
  ): Steps<RoutedOperations> {
    if (coupling) {
      const stream = (way: number) => randomStream(this.#seed, 'route', trial, way);
      const others = Array.from({ length: ways - 1 }, (_, way) => stream(way + 1));
      return yield* routedOperations(routable, layout, coupling, [stream(0), ...others]);
    }
    const place = (qubit: number) => layout[qubit] ?? qubit;
    return {
      operations: routable.operations.map((each) => placedOperation(each, place)),
      positions: layout,
      swaps: 0,
      cost: 0,
    };
  }

  *#fitted(found: RoutedOperations, initial: Layout, effort: Effort): Steps<Fitted> {
    const { basis, coupling, errors } = this.#target;
    const routed =
      effort === 'blocks' && this.#mayMove && coupling && errors
        ? onBetterQubits(found, initial, coupling, errors)
        : { ...found, initial };
    const allows: PairOrder = (one, other) => !coupling || coupling.allows(one, other);
    const blocks = effort === 'blocks' ? yield* this.#shortener.shortened(routed.operations) : routed.operations;
    const done =
      effort === 'none'
        ? translatedOperations(blocks, basis, allows)
        : yield* shortenedOperations(blocks, basis, allows);
    const width = coupling?.qubitCount ?? initial.reduce((most, qubit) => Math.max(most, qubit + 1), 0);
    const fidelity = errors && estimatedFidelity({ operations: done }, errors);
    return {
      operations: done,
      initial: routed.initial,
      final: routed.positions,
      width,
      metrics: circuitMetrics(bareCircuit(width, done)),
      swaps: routed.swaps,
      ...(fidelity !== undefined && { fidelity }),
    };
  }
}

/** What is done behind routing. */
type Effort = 'none' | 'gates' | 'blocks';

/** Of levels up to 2. */
const effortOf = ['none', 'gates', 'blocks'] as const;

interface Fitted {
  readonly operations: readonly Operation[];
  readonly initial: Layout;
  readonly final: Layout;
  readonly width: number;
  readonly metrics: CircuitMetrics;
  readonly swaps: number;
  readonly fidelity?: number;
}

/** Less errors where they are known; then fewer gates on two qubits, then less depth, then fewer gates. */
function isBetter({ fidelity, metrics: one }: Fitted, { fidelity: otherFidelity, metrics: other }: Fitted): boolean {
  if (fidelity !== undefined && otherFidelity !== undefined && fidelity !== otherFidelity)
    return fidelity > otherFidelity;
  if (one.twoQubitGates !== other.twoQubitGates) return one.twoQubitGates < other.twoQubitGates;
  return one.depth === other.depth ? one.gates < other.gates : one.depth < other.depth;
}

/** A routed circuit on other qubits of the device where it errs less there. */
function onBetterQubits(
  routed: RoutedOperations,
  initial: Layout,
  coupling: CouplingMap,
  errors: DeviceErrors,
): RoutedOperations & { readonly initial: Layout } {
  const { cost, operations, positions, swaps } = routed;
  const places = placementByErrors(operations, [...initial, ...positions], coupling, errors);
  if (!places) return { ...routed, initial };
  const place = (qubit: number) => places.get(qubit) ?? qubit;
  return {
    operations: operations.map((each) => placedOperation(each, place)),
    positions: positions.map(place),
    initial: initial.map(place),
    swaps,
    cost,
  };
}

/** Entangling gates of the basis that a gate on two qubits becomes. @param known what was found out before */
function entanglersOf(gate: GateOperation | UnitaryOperation, basis: GateBasis, known: Map<string, number>): number {
  // Of a matrix its entries say it, of other gates their name.
  const key = gate.kind === 'unitary' ? gate.matrix.values.join() : `${gate.controls.length} ${gate.gate}`;
  const cost =
    known.get(key) ??
    entanglingGates(gate, basis, () => true).filter((each) => operationQubits(each).length === 2).length;
  known.set(key, cost);
  return cost;
}

function bareCircuit(qubitCount: number, operations: readonly Operation[]): Circuit {
  return { qubitCount, bitCount: 0, qubitRegisters: [], bitRegisters: [], parameters: [], operations };
}

/** The circuit with other operations, on a register of the device's qubits unless they are its own. */
function onDevice(circuit: Circuit, { initial, operations, width }: Fitted, isOwn: boolean): Circuit {
  if (isOwn && initial.every((device, qubit) => device === qubit)) return { ...circuit, operations };
  const register = { name: 'q', start: 0, size: width };
  return { ...circuit, qubitCount: width, qubitRegisters: width === 0 ? [] : [register], operations };
}
