import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ExecutedPart } from '#core/circuit/executedPart.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { KernelContext } from '../simulationContext.ts';
import type { AmplitudeState } from '../stateVector/amplitudeState.ts';
import type { StagedGates } from '../stateVector/stagedGates.ts';
import { type StateVectorMethod, stateVectorMethod } from '../stateVector/stateVectorMethod.ts';
import type { Amplitudes } from './amplitudes.ts';
import { type BasisOrder, BasisStates } from './basisStates.ts';
import type { BlochVector } from './blochVector.ts';
import { type ListedBranch, listBranches } from './branchList.ts';
import { MomentProgram, type ShotFacts } from './momentProgram.ts';
import type { ObservableMoments } from './observableMoments.ts';
import { OutcomeBranches } from './outcomeBranches.ts';
import { blochVectorsOfPairs, mutualInformation, pairExpectations } from './pairExpectations.ts';

/** Which outcomes of measurements and resets the state is that of. */
export type AskedOutcomes =
  /** Those of a shot, of all shots with the same seed the same ones. */
  | { readonly kind: 'shot'; readonly seed: number }
  /** Each as likely as it is; or those of one branch, if there is one of that name. */
  | { readonly kind: 'all'; readonly branch?: string };

/** At which moment a circuit is looked at, and what is to be seen. */
export interface StateQuestion extends ExecutedPart {
  /** One for each parameter of the circuit. */
  readonly values: readonly number[];
  /** Where something is measured. */
  readonly outcomes: AskedOutcomes;
  /** A stretch of the basis states. */
  readonly rows: { readonly order: BasisOrder; readonly from: number; readonly count: number };
  readonly wantsQubits: boolean;
  readonly wantsCorrelations: boolean;
  readonly observable?: PauliSum;
}

/** A basis state and how likely it is read. */
export interface BasisRow {
  /** Bit j is the value of qubit j. */
  readonly index: number;
  readonly probability: number;
  /** Absent of a mixture, which has none. */
  readonly amplitude?: { readonly re: number; readonly im: number };
}

/** The branches of all outcomes. */
export interface InspectedBranches {
  readonly all: readonly ListedBranch[];
  /** The name of the one whose state is seen; absent where it is the mixture of all. */
  readonly seen?: string;
}

/** What is seen; plain JSON. */
export interface StateInspection {
  /** How many basis states have a probability that is not 0. */
  readonly stateCount: number;
  readonly rows: readonly BasisRow[];
  /** Of the reduced state of each qubit; where wanted. */
  readonly bloch?: readonly BlochVector[];
  /** The mutual information of each pair of qubits in bits: of 0 and 1, 0 and 2, …, 1 and 2, …; where wanted. */
  readonly correlations?: readonly number[];
  readonly observable?: ObservableMoments;
  /** What was read in the shot; where one was asked for and something was read. */
  readonly shot?: Pick<ShotFacts, 'outcomes'> & { readonly bits: readonly number[] };
  /** Where all outcomes were asked for and something was read. */
  readonly branches?: InspectedBranches;
}

/**
 * Answers questions about the state of one circuit at its moments, quickly where they are about the moment or the state of
 * the question before. It holds memory of the kernels until it is released.
 */
export class StateInspector {
  readonly #circuit: Circuit;
  readonly #method: StateVectorMethod;
  #state: AmplitudeState | undefined;
  #branches: OutcomeBranches<StagedGates, AmplitudeState> | undefined;
  #program: { readonly part: ExecutedPart; readonly program: MomentProgram<StagedGates, AmplitudeState> } | undefined;
  /** What the states are those of; absent while they are those of nothing. */
  #known: Known | undefined;
  #seen: Seen | undefined;

  /** @throws Failure `too-large` above the width of the simulator */
  constructor(circuit: Circuit, context: Pick<KernelContext, 'kernels' | 'helpers' | 'plans'>) {
    this.#circuit = circuit;
    this.#method = stateVectorMethod(circuit.qubitCount, context);
  }

  /**
   * @throws Failure `invalid-input` (values), `too-large` (memory, or too many branches), `cancelled`; RunTimeFault
   */
  inspect(question: StateQuestion, signal: CancellationSignal): StateInspection {
    const { observable, rows, wantsCorrelations, wantsQubits } = question;
    const known = this.#knownOf(question, signal);
    const { outcomes } = question;
    const chosen = outcomes.kind === 'all' && outcomes.branch !== undefined ? outcomes.branch : undefined;
    const branch = known.states.find(({ listed }) => listed !== undefined && listed.key === chosen);
    const seen = this.#seenOf(known, branch?.listed?.key, signal);
    const pairs =
      (wantsQubits || wantsCorrelations) &&
      pairExpectations(seen.states, this.#circuit.qubitCount, wantsCorrelations, signal);
    return {
      stateCount: seen.basis.count,
      rows: seen.basis.list(rows.order, rows.from, rows.count).map((index) => rowOf(seen, index)),
      ...(pairs && wantsQubits && { bloch: blochVectorsOfPairs(pairs) }),
      ...(pairs && wantsCorrelations && { correlations: mutualInformation(pairs) }),
      ...(observable && { observable: momentsOfAll(seen.states, observable, signal) }),
      ...(known.shot && { shot: { outcomes: known.shot.outcomes, bits: [...known.shot.bits] } }),
      ...(known.hasRead && !known.shot && { branches: branchesOf(known, branch?.listed?.key) }),
    };
  }

  /** Gives its memory back; it is not used any more. */
  release(): void {
    this.#state?.release();
    this.#state = undefined;
    this.#branches?.release();
    this.#branches = undefined;
    this.#known = undefined;
    this.#seen = undefined;
  }

  #knownOf({ executed, outcomes, partly, values }: StateQuestion, signal: CancellationSignal): Known {
    const key = outcomes.kind === 'all' ? 'all' : outcomes.seed;
    const part = { executed, ...(partly && { partly }) };
    const isSameMoment = this.#program !== undefined && isSamePart(this.#program.part, part);
    const known = this.#known;
    if (isSameMoment && known !== undefined && known.key === key && isEqual(known.values, values)) return known;
    this.#known = undefined;
    this.#seen = undefined;
    const program =
      isSameMoment && this.#program ? this.#program.program : new MomentProgram(this.#circuit, part, this.#method);
    this.#program = { part, program };
    const found =
      outcomes.kind === 'all'
        ? this.#runAll(program, values, signal)
        : this.#runShot(program, values, outcomes.seed, signal);
    this.#known = { key, values, ...found };
    return this.#known;
  }

  #runShot(
    program: MomentProgram<StagedGates, AmplitudeState>,
    values: readonly number[],
    seed: number,
    signal: CancellationSignal,
  ): Pick<Known, 'states' | 'hasRead' | 'shot'> {
    // Memory of many states goes back before there is one more.
    this.#branches?.release();
    this.#branches = undefined;
    this.#state ??= this.#method.createState();
    const shot = program.runShot(values, seed, this.#state, signal);
    const hasRead = shot.outcomes.length > 0;
    return { states: [{ state: this.#state, probability: 1 }], hasRead, ...(hasRead && { shot }) };
  }

  #runAll(
    program: MomentProgram<StagedGates, AmplitudeState>,
    values: readonly number[],
    signal: CancellationSignal,
  ): Pick<Known, 'states' | 'hasRead'> {
    this.#state?.release();
    this.#state = undefined;
    this.#branches ??= new OutcomeBranches(this.#method);
    const branches = listBranches(program.runAll(values, this.#branches, signal));
    const states = branches.map(({ branch: { probability, state }, listed }) => ({ state, probability, listed }));
    return { states, hasRead: this.#branches.hasRead };
  }

  /** Of one branch, or of all of them. */
  #seenOf({ states }: Known, branch: string | undefined, signal: CancellationSignal): Seen {
    if (this.#seen !== undefined && this.#seen.branch === branch) return this.#seen;
    const chosen = states.filter(({ listed }) => branch === undefined || listed?.key === branch);
    const shares = chosen.map(({ state, probability }) => ({
      state,
      probability: chosen.length === 1 ? 1 : probability,
    }));
    const chances = new Float64Array(2 ** this.#circuit.qubitCount);
    for (const { probability, state } of shares) {
      state.restoreOrder(signal);
      addChances(state.vector, probability, chances);
    }
    // The memory of the kernels may move when something else is computed in it.
    const amplitudes = shares.length === 1 ? shares[0]?.state.vector.slice() : undefined;
    this.#seen = {
      branch,
      states: shares,
      chances,
      basis: new BasisStates(chances),
      ...(amplitudes && { amplitudes }),
    };
    return this.#seen;
  }
}

/** The states of a moment. */
interface Known {
  /** Of which outcomes: the seed of a shot, or all. */
  readonly key: number | 'all';
  readonly values: readonly number[];
  readonly states: readonly (Share & { readonly listed?: ListedBranch })[];
  readonly hasRead: boolean;
  readonly shot?: ShotFacts;
}

/** A state and the share of the shots that are in it. */
interface Share {
  readonly state: AmplitudeState;
  readonly probability: number;
}

/** What of them is looked at. */
interface Seen {
  readonly branch: string | undefined;
  readonly states: readonly Share[];
  /** Of all basis states. */
  readonly chances: Float64Array;
  readonly basis: BasisStates;
  /** Where it is one state. */
  readonly amplitudes?: Amplitudes;
}

function addChances(amplitudes: Amplitudes, share: number, chances: Float64Array): void {
  for (let index = 0; index < chances.length; index++) {
    const [re, im] = [amplitudes[2 * index] as number, amplitudes[2 * index + 1] as number];
    chances[index] = (chances[index] as number) + share * (re * re + im * im);
  }
}

function rowOf({ amplitudes, chances }: Seen, index: number): BasisRow {
  const probability = chances[index] as number;
  if (amplitudes === undefined) return { index, probability };
  const [re, im] = [amplitudes[2 * index] as number, amplitudes[2 * index + 1] as number];
  return { index, probability, amplitude: { re, im } };
}

function branchesOf({ states }: Known, seen: string | undefined): InspectedBranches {
  const all = states.flatMap(({ listed }) => listed ?? []);
  return { all, ...(seen !== undefined && { seen }) };
}

/** Of a mixture: the mean of the means, and the mean of the variances and of the squares of what the means differ by. */
function momentsOfAll(states: readonly Share[], observable: PauliSum, signal: CancellationSignal): ObservableMoments {
  const found = states.map(({ probability, state }) => {
    const { mean, variance } = state.moments([observable], signal)[0] ?? { mean: 0, variance: 0 };
    return { mean, variance, probability };
  });
  const mean = found.reduce((sum, each) => sum + each.probability * each.mean, 0);
  const variance = found.reduce((sum, each) => sum + each.probability * (each.variance + (each.mean - mean) ** 2), 0);
  return { mean, variance };
}

function isSamePart(one: ExecutedPart, other: ExecutedPart): boolean {
  const [left, right] = [one.partly ?? [], other.partly ?? []];
  return (
    isEqual(one.executed, other.executed) &&
    left.length === right.length &&
    left.every(({ bodies, pass, place }, index) => {
      const twin = right[index];
      if (twin === undefined || twin.place !== place || twin.pass !== pass) return false;
      if (twin.bodies.length !== bodies.length) return false;
      return bodies.every((body, number) => isSamePart(body, twin.bodies[number] ?? { executed: [] }));
    })
  );
}

function isEqual(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}
