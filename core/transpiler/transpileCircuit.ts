import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { type CircuitMetrics, circuitMetrics } from '#core/circuit/metrics.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { cancelledGates } from './cancelGates.ts';
import type { CouplingMap } from './couplingMap.ts';
import { type DeviceErrors, estimatedFidelity } from './deviceErrors.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { expandedOperations } from './expandGates.ts';
import type { GateBasis } from './gateBasis.ts';
import { type Layout, requireLayout, searchedLayouts, trivialLayout } from './initialLayout.ts';
import { mergedRuns } from './mergeRuns.ts';
import { translatedOneQubit } from './oneQubitSynthesis.ts';
import { placedOperation } from './placedOperations.ts';
import { placementByErrors } from './placementByErrors.ts';
import { resynthesised } from './resynthesis.ts';
import { interactingPairs, type RoutedOperations, routedOperations } from './routedOperations.ts';

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
  const work = transpilation(circuit, target, options);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/**
 * The same in steps, between which others may have their turn: one for every way that is tried.
 * @throws Failure as {@link transpileCircuit}
 */
export function* transpilation(
  circuit: Circuit,
  target: TranspilerTarget,
  { layout, level, seed }: TranspilerOptions,
): Generator<void, TranspiledCircuit> {
  const { coupling } = target;
  const { qubitCount } = circuit;
  if (coupling && qubitCount > coupling.qubitCount)
    throw new Failure(
      'invalid-circuit',
      `The circuit has ${qubitCount} qubits, and the device has ${coupling.qubitCount}.`,
      { advice: 'Use a smaller circuit or a larger device.' },
    );
  if (layout) requireLayout(layout, qubitCount, coupling?.qubitCount);
  const search = new Search(circuit, target, seed, layout === undefined);
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
  readonly #expanded: readonly Operation[];
  readonly #shorter: readonly Operation[];
  /** Entangling gates of the basis that gates take, by what they are. */
  readonly #costs = new Map<string, number>();
  #best: Fitted | undefined;
  #failure: Failure | undefined;
  #trial = 0;

  constructor({ operations, qubitCount }: Circuit, target: TranspilerTarget, seed: number, mayMove: boolean) {
    this.#target = target;
    this.#seed = seed;
    this.#mayMove = mayMove;
    this.#qubitCount = qubitCount;
    this.#expanded = expandedOperations(operations);
    this.#shorter = cancelledGates(this.#expanded);
  }

  /** @throws Failure of the first layout when none does */
  best(): Fitted {
    if (this.#best) return this.#best;
    throw this.#failure ?? new Failure('invalid-circuit', 'The circuit does not fit on the device.');
  }

  /** The ways of all levels up to one, from one layout. */
  *fromLayout(layout: Layout, level: TranspilerLevel): Generator<void, void> {
    yield this.#try(this.#expanded, layout, 'none', 0);
    for (const [from, effort] of efforts) {
      if (level < from) continue;
      for (const operations of [this.#expanded, this.#shorter]) yield this.#try(operations, layout, effort, 0);
    }
  }

  /** The best layouts of a search, or the given one by other ways. */
  *layouts(
    given: Layout | undefined,
    { kept, passes, starts }: { readonly kept: number; readonly passes: number; readonly starts: number },
  ): Generator<void, void> {
    const { coupling } = this.#target;
    if (!coupling) return;
    const options = { starts, passes, seed: this.#seed };
    const found = given
      ? Array.from({ length: kept }, () => given)
      : searchedLayouts(interactingPairs(this.#shorter), this.#qubitCount, coupling, options).slice(0, kept);
    for (const layout of found) yield this.#try(this.#shorter, layout, 'blocks', ++this.#trial);
  }

  #try(operations: readonly Operation[], layout: Layout, effort: Effort, trial: number): void {
    try {
      const next = fitted(
        operations,
        layout,
        {
          target: this.#target,
          seed: this.#seed,
          effort,
          chooses: effort === 'blocks' && this.#mayMove,
          costs: this.#costs,
        },
        trial,
      );
      if (!this.#best || isBetter(next, this.#best)) this.#best = next;
    } catch (thrown) {
      // Qubits that are not connected are the fault of the layout; others may do.
      if (!Failure.is(thrown, 'invalid-circuit')) throw thrown;
      this.#failure ??= thrown;
    }
  }
}

/** What is done behind routing. */
type Effort = 'none' | 'gates' | 'blocks';

/** From which level on. */
const efforts = [
  [1, 'gates'],
  [2, 'blocks'],
] as const;

interface Fitting {
  readonly target: TranspilerTarget;
  readonly seed: number;
  readonly effort: Effort;
  /** Whether the circuit may be put on other qubits than those of its layout. */
  readonly chooses: boolean;
  readonly costs: Map<string, number>;
}

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

function fitted(
  operations: readonly Operation[],
  initial: Layout,
  { chooses, costs, effort, seed, target: { basis, coupling, errors } }: Fitting,
  trial: number,
): Fitted {
  const found = coupling
    ? routedOperations(operations, initial, coupling, randomStream(seed, 'route', trial))
    : {
        operations: operations.map((each) => placedOperation(each, (qubit) => initial[qubit] ?? qubit)),
        positions: initial,
        swaps: 0,
      };
  const routed =
    chooses && coupling && errors ? onBetterQubits(found, initial, coupling, errors) : { ...found, initial };
  const allows: PairOrder = (one, other) => !coupling || coupling.allows(one, other);
  const blocks =
    effort === 'blocks'
      ? resynthesised(routed.operations, basis, (gate) => entanglersOf(gate, basis, costs))
      : routed.operations;
  const translated = translatedOperations(blocks, basis, allows);
  const done = effort === 'none' ? translated : tightened(translated, basis);
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

/** Every gate in gates of the basis, one by one. */
function translatedOperations(operations: readonly Operation[], basis: GateBasis, allows: PairOrder): Operation[] {
  return operations.flatMap((operation): Operation[] => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary')
      return [withBodies(operation, (body) => translatedOperations(body, basis, allows))];
    const { source } = operation;
    const pieces = operationQubits(operation).length === 2 ? entanglingGates(operation, basis, allows) : [operation];
    return pieces
      .flatMap((gate): Operation[] => (operationQubits(gate).length === 1 ? translatedOneQubit(gate, basis) : [gate]))
      .map((gate) => (source === undefined || gate.kind === 'assign' ? gate : { ...gate, source }));
  });
}

/** Rounds of cancelling and merging that are done at most. */
const mostRounds = 8;

function tightened(operations: readonly Operation[], basis: GateBasis): readonly Operation[] {
  let current = operations;
  let size = sizeOf(current);
  for (let round = 0; round < mostRounds; round++) {
    const next = mergedRuns(cancelledGates(current), basis);
    const nextSize = sizeOf(next);
    if (nextSize >= size) return current;
    current = next;
    size = nextSize;
  }
  return current;
}

function sizeOf(operations: readonly Operation[]): number {
  return circuitMetrics(bareCircuit(0, operations)).gates;
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
