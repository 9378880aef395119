import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { KernelContext } from '../simulationContext.ts';
import type { AmplitudeState } from '../stateVector/amplitudeState.ts';
import type { StagedGates } from '../stateVector/stagedGates.ts';
import { type StateVectorMethod, stateVectorMethod } from '../stateVector/stateVectorMethod.ts';
import { type BasisOrder, type BasisState, BasisStates } from './basisStates.ts';
import type { BlochVector } from './blochVector.ts';
import { MomentShot, type ShotFacts } from './momentShot.ts';
import type { ObservableMoments } from './observableMoments.ts';
import { blochVectorsOf, reducedStatesOf } from './readableState.ts';
import type { MomentOutcome } from './shotWay.ts';
import { entropy } from './stateComparison.ts';

/** At which moment of which shot a circuit is looked at, and what is to be seen. */
export interface StateQuestion {
  /** The places of the operations that have been executed, ascending, as `MomentShot` takes them. */
  readonly executed: Uint32Array;
  /** One for each parameter of the circuit. */
  readonly values: readonly number[];
  /** Which shot, where something is measured. */
  readonly seed: number;
  /** A stretch of the basis states. */
  readonly rows: { readonly order: BasisOrder; readonly from: number; readonly count: number };
  readonly wantsQubits: boolean;
  readonly wantsCorrelations: boolean;
  readonly observable?: PauliSum;
}

/** What is seen; plain JSON. */
export interface StateInspection {
  readonly outcomes: readonly MomentOutcome[];
  /** The classical bits, bit j at index j. */
  readonly bits: readonly number[];
  /** How many amplitudes are not 0. */
  readonly stateCount: number;
  readonly rows: readonly BasisState[];
  /** Of the reduced state of each qubit; where wanted. */
  readonly bloch?: readonly BlochVector[];
  /** The mutual information of each pair of qubits in bits: of 0 and 1, 0 and 2, …, 1 and 2, …; where wanted. */
  readonly correlations?: readonly number[];
  readonly observable?: ObservableMoments;
}

/**
 * Answers questions about the state of one circuit at its moments, quickly where they are about the moment or the state of
 * the question before. It holds memory of the kernels until it is released.
 */
export class StateInspector {
  readonly #circuit: Circuit;
  readonly #method: StateVectorMethod;
  #state: AmplitudeState | undefined;
  #shot: { readonly executed: Uint32Array; readonly way: MomentShot<StagedGates, AmplitudeState> } | undefined;
  /** What the state is that of; absent while it is that of nothing. */
  #shown: Shown | undefined;

  /** @throws Failure `too-large` above the width of the simulator */
  constructor(circuit: Circuit, context: Pick<KernelContext, 'kernels' | 'helpers' | 'plans'>) {
    this.#circuit = circuit;
    this.#method = stateVectorMethod(circuit.qubitCount, context);
  }

  /** @throws Failure `invalid-input` (values), `too-large` (memory), `cancelled`; RunTimeFault */
  inspect(question: StateQuestion, signal: CancellationSignal): StateInspection {
    const { observable, rows, wantsCorrelations, wantsQubits } = question;
    const { basis, facts, state } = this.#stateOf(question, signal);
    const { qubitCount } = this.#circuit;
    const qubits = Array.from({ length: qubitCount }, (_, qubit) => qubit);
    return {
      outcomes: facts.outcomes,
      bits: [...facts.bits],
      stateCount: basis.count,
      rows: basis.list(rows.order, rows.from, rows.count),
      ...(wantsQubits && { bloch: blochVectorsOf(state, qubits, qubitCount, signal) }),
      ...(wantsCorrelations && { correlations: mutualInformation(state, qubitCount, signal) }),
      ...(observable && { observable: state.moments([observable], signal)[0] ?? { mean: 0, variance: 0 } }),
    };
  }

  /** Gives its memory back; it is not used any more. */
  release(): void {
    this.#state?.release();
    this.#state = undefined;
    this.#shown = undefined;
  }

  #stateOf({ executed, seed, values }: StateQuestion, signal: CancellationSignal): Shown & { state: AmplitudeState } {
    this.#state ??= this.#method.createState();
    const state = this.#state;
    const isSameMoment = this.#shot !== undefined && isEqual(this.#shot.executed, executed);
    if (isSameMoment && this.#shown && this.#shown.seed === seed && isEqual(this.#shown.values, values)) {
      return { ...this.#shown, state };
    }
    this.#shown = undefined;
    if (!isSameMoment) this.#shot = { executed, way: new MomentShot(this.#circuit, executed, this.#method) };
    const facts = this.#shot?.way.run(values, seed, state, signal) ?? { outcomes: [], bits: new Uint8Array(0) };
    state.restoreOrder(signal);
    // The memory of the kernels may move when something else is computed in it.
    this.#shown = { values, seed, facts, basis: new BasisStates(state.vector.slice()) };
    return { ...this.#shown, state };
  }
}

interface Shown {
  readonly values: readonly number[];
  readonly seed: number;
  readonly facts: ShotFacts;
  readonly basis: BasisStates;
}

/** S(A) + S(B) − S(AB) of each pair of qubits, in bits; rounding below 0 is 0. */
function mutualInformation(state: AmplitudeState, qubitCount: number, signal: CancellationSignal): number[] {
  const qubits = Array.from({ length: qubitCount }, (_, qubit) => [qubit]);
  const single = reducedStatesOf(state, qubits, qubitCount, signal).map(entropy);
  const information: number[] = [];
  for (let one = 0; one < qubitCount; one++) {
    for (let other = one + 1; other < qubitCount; other++) {
      throwIfCancelled(signal);
      const joint = entropy(state.reducedDensityMatrix([one, other], signal));
      information.push(Math.max(0, (single[one] ?? 0) + (single[other] ?? 0) - joint));
    }
  }
  return information;
}

function isEqual(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}
