import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { type CircuitMetrics, circuitMetrics } from '#core/circuit/metrics.ts';
import { bodiesOf, withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { cancelledGates } from './cancelGates.ts';
import type { CouplingMap } from './couplingMap.ts';
import { type DeviceErrors, estimatedFidelity } from './deviceErrors.ts';
import { PairTranslator } from './entangledOperations.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { expandedOperations } from './expandGates.ts';
import type { GateBasis } from './gateBasis.ts';
import { type Layout, requireLayout, searchedLayouts, trivialLayout } from './initialLayout.ts';
import { RunMerger } from './mergeRuns.ts';
import { translatedOneQubit } from './oneQubitSynthesis.ts';
import { placedOperation } from './placedOperations.ts';
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
 * cancels gates, also across others that commute; 2 also looks for a better layout and makes blocks on two qubits anew;
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

/** The layouts that levels look for: how many starts, how often routed to and fro, and how many are kept. */
const searches = [
  { level: 2, starts: 4, passes: 1, kept: 2 },
  { level: 3, starts: 12, passes: 3, kept: 4 },
] as const;

/**
 * A circuit fitted to a device: the same circuit up to the phase of the whole state and the places of its qubits, in gates
 * of the basis and between coupled qubits, in the order the device has them. Parameters stay parameters, so that the result
 * can be bound many times; what needs numbers leaves gates with parameters alone. Higher levels never give more gates on
 * two qubits than lower ones, nor a greater depth with as many; where the errors of the device are known, they never have a
 * lower estimated fidelity instead.
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
  const cancelled = yield* cancelledGates(expanded.operations);
  // What nothing was cancelled in needs no second way.
  const shorter = cancelled.length < expanded.operations.length ? routableOperations(cancelled) : expanded;
  const search = new Search(expanded, shorter, qubitCount, target, seed, layout === undefined);
  yield* search.fromLayout(layout ?? trivialLayout(qubitCount), level);
  for (const { level: from, ...options } of searches) if (level >= from) yield* search.layouts(layout, options);
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
  readonly #target: TranspilerTarget;
  readonly #seed: number;
  readonly #mayMove: boolean;
  readonly #qubitCount: number;
  readonly #expanded: RoutableOperations;
  readonly #shorter: RoutableOperations;
  readonly #shortener: BlockShortener;
  #best: Fitted | undefined;
  #failure: Failure | undefined;
  #trial = 0;

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
  }

  /** @throws Failure of the first layout when none does */
  best(): Fitted {
    if (this.#best) return this.#best;
    throw this.#failure ?? new Failure('invalid-circuit', 'The circuit does not fit on the device.');
  }

  /** The ways of all levels up to one, from one layout. */
  *fromLayout(layout: Layout, level: TranspilerLevel): Steps<void> {
    const efforts = ([0, 1, 2] as const).filter((from) => (from === 0 ? level === 0 : from <= level));
    for (const routable of level === 0 || this.#shorter === this.#expanded
      ? [this.#expanded]
      : [this.#expanded, this.#shorter])
      yield* this.#try(
        routable,
        layout,
        efforts.map((from) => effortOf[from]),
        0,
        1,
      );
  }

  /** The best layouts of a search, or the given one by other ways. */
  *layouts(
    given: Layout | undefined,
    { kept, passes, starts }: { readonly kept: number; readonly passes: number; readonly starts: number },
  ): Steps<void> {
    const { coupling } = this.#target;
    if (!coupling) return;
    const options = { starts, passes, seed: this.#seed };
    const found = given
      ? Array.from({ length: kept }, () => given)
      : (yield* searchedLayouts(interactingPairs(this.#shorter.operations), this.#qubitCount, coupling, options)).slice(
          0,
          kept,
        );
    for (const layout of found) yield* this.#try(this.#shorter, layout, ['blocks'], ++this.#trial, 4);
  }

  *#try(
    routable: RoutableOperations,
    layout: Layout,
    efforts: readonly Effort[],
    trial: number,
    ways: number,
  ): Steps<void> {
    try {
      const found = yield* this.#routed(routable, layout, trial, ways);
      for (const effort of efforts) {
        const next = yield* this.#fitted(found, layout, effort);
        if (!this.#best || isBetter(next, this.#best)) this.#best = next;
      }
    } catch (thrown) {
      // Qubits that are not connected are the fault of the layout; others may do.
      if (!Failure.is(thrown, 'invalid-circuit')) throw thrown;
      this.#failure ??= thrown;
    }
  }

  *#routed(routable: RoutableOperations, layout: Layout, trial: number, ways: number): Steps<RoutedOperations> {
    const { coupling } = this.#target;
    if (coupling) {
      const stream = (way: number) => randomStream(this.#seed, 'route', trial, way);
      const others = Array.from({ length: ways - 1 }, (_, way) => stream(way + 1));
      return yield* routedOperations(routable, layout, coupling, [stream(0), ...others]);
    }
    const place = (qubit: number) => layout[qubit] ?? qubit;
    return { operations: routable.operations.map((each) => placedOperation(each, place)), positions: layout, swaps: 0 };
  }

  *#fitted(found: RoutedOperations, initial: Layout, effort: Effort): Steps<Fitted> {
    const { basis, coupling, errors } = this.#target;
    const routed =
      effort === 'blocks' && this.#mayMove && coupling && errors
        ? onBetterQubits(found, initial, coupling, errors)
        : { ...found, initial };
    const allows: PairOrder = (one, other) => !coupling || coupling.allows(one, other);
    const blocks = effort === 'blocks' ? yield* this.#shortener.shortened(routed.operations) : routed.operations;
    const entangled = yield* new PairTranslator(basis, allows).translated(blocks);
    const done = effort === 'none' ? translatedSingles(entangled, basis) : yield* tightened(entangled, basis);
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
  const { operations, positions, swaps } = routed;
  const places = placementByErrors(operations, [...initial, ...positions], coupling, errors);
  if (!places) return { ...routed, initial };
  const place = (qubit: number) => places.get(qubit) ?? qubit;
  return {
    operations: operations.map((each) => placedOperation(each, place)),
    positions: positions.map(place),
    initial: initial.map(place),
    swaps,
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

/** Every gate on one qubit in gates of the basis, one by one. */
function translatedSingles(operations: readonly Operation[], basis: GateBasis): Operation[] {
  return operations.flatMap((operation): Operation[] => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary')
      return [withBodies(operation, (body) => translatedSingles(body, basis))];
    if (operationQubits(operation).length !== 1) return [operation];
    const { source } = operation;
    const made = translatedOneQubit(operation, basis);
    return source === undefined ? made : made.map((gate) => ({ ...gate, source }));
  });
}

/** Rounds of cancelling and merging that are done at most. */
const mostRounds = 8;

/** Operations as few gates of the basis, those on two qubits being in it. */
function* tightened(operations: readonly Operation[], basis: GateBasis): Steps<readonly Operation[]> {
  const merger = new RunMerger(basis);
  let current = yield* merger.merged(operations);
  let size = gateCount(current);
  for (let round = 0; round < mostRounds; round++) {
    const cancelled = yield* cancelledGates(current);
    if (cancelled.length === current.length) return current;
    const next = yield* merger.merged(cancelled);
    const nextSize = gateCount(next);
    if (nextSize >= size) return current;
    current = next;
    size = nextSize;
  }
  return current;
}

function gateCount(operations: readonly Operation[]): number {
  let count = 0;
  for (const operation of operations) {
    if (operation.kind === 'gate' || operation.kind === 'unitary') count++;
    for (const body of bodiesOf(operation)) count += gateCount(body);
  }
  return count;
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
