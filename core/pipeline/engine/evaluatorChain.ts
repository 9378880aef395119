import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type {
  CircuitEvaluator,
  EvaluationOutput,
  EvaluationResult,
  EvaluationUsage,
  GradientAnswer,
  GradientRow,
} from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RunChoice } from '#core/runs/runDecision.ts';
import type { FallbackEvent } from '#core/runs/runRecord.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import { circuitsPerGradient, gradientMethodOn } from '../circuits/circuitGradients.ts';
import type { EmulatedDevices } from '../circuits/emulatedDevices.ts';
import type { BackendFacts, EnginePorts } from '../enginePorts.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { withAdaptiveShots } from './adaptiveShots.ts';
import { AskedPeople, exhaustedQuestion, undecided } from './askedPeople.ts';
import { isHere, isNoisy } from './backendNature.ts';
import {
  BudgetExceeded,
  budgetAdvice,
  budgetQuestion,
  costAlerts,
  type ExceededLimit,
  exceededBudget,
  priceOf,
  type Spending,
} from './budgetLimits.ts';
import { type ChainState, type KeptChainState, UsageLedger } from './chainState.ts';
import { type FittedModel, LinkEvaluators } from './linkEvaluators.ts';
import { withPatience } from './linkPatience.ts';
import { needsFacts, type SkipReason, skipFindings } from './skipReason.ts';

export interface Question {
  readonly circuit: Circuit;
  readonly bindings: readonly (readonly number[])[];
  readonly output: EvaluationOutput;
  readonly seed: number;
  /** Whether shots are added until `confidence` is reached, where the pipeline asks for that. */
  readonly adaptive?: boolean;
}

export interface GradientQuestion extends Omit<Question, 'output' | 'adaptive'> {
  readonly observables: readonly PauliSum[];
  /** The parameters whose derivatives are wanted, by their places. */
  readonly parameters: readonly number[];
}

/** A question to whatever backend is in use. */
interface Asking<Answer> {
  /** Shots per circuit at most, where they are not those of the backend. */
  readonly mostShots?: number;
  circuits(backend: ResolvedBackend, name: string): number;
  of(
    evaluator: CircuitEvaluator,
    shots: { readonly shots?: number },
    current: { readonly name: string; readonly backend: ResolvedBackend },
    signal: CancellationSignal,
  ): Promise<Answer>;
}

/** Thrown inside the engine when the rest of the run is to be done classically. */
export class QuantumUnavailable extends Error {
  override readonly name = 'QuantumUnavailable';
}

/** These failures would meet every backend alike, or are the user's wish. */
const notWorthAnotherLink: ReadonlySet<FailureReason> = new Set([
  'cancelled',
  'invalid-input',
  'budget',
  'gate',
  'conflict',
]);

/**
 * Evaluates circuits on the first backend of `execution.chain` that works, and goes on to the next one when it fails.
 * The chain never goes back, so that a run does not switch to and fro between devices.
 */
export class EvaluatorChain {
  readonly #pipeline: ResolvedPipeline;
  readonly #ports: EnginePorts;
  readonly #links: LinkEvaluators;
  readonly #ledger: UsageLedger;
  readonly #people: AskedPeople;
  #position: number;
  #fallbacks: FallbackEvent[];
  readonly #notices: Set<string>;
  /** Names of links that `skipWhen` has let pass. */
  readonly #looked = new Set<string>();
  #spentBefore: number | undefined;
  readonly #elapsedBefore: number;
  readonly #started: number;

  /**
   * @param devices that are emulated, where circuits are fitted to them
   * @throws Failure `invalid-input` when `quantum.transpile.basis` is no basis
   */
  constructor(
    pipeline: ResolvedPipeline,
    ports: EnginePorts,
    state?: KeptChainState,
    devices: EmulatedDevices = new Map(),
  ) {
    this.#pipeline = pipeline;
    this.#ports = ports;
    this.#links = new LinkEvaluators(pipeline, ports, {
      devices,
      calibrations: state?.calibrations ?? {},
      notice: (message) => this.#notice(message),
    });
    this.#ledger = new UsageLedger(state);
    this.#people = new AskedPeople(ports);
    this.#position = state?.position ?? 0;
    this.#fallbacks = [...(state?.fallbacks ?? [])];
    this.#notices = new Set(state?.notices);
    this.#elapsedBefore = state?.elapsed ?? 0;
    this.#started = ports.clock.monotonic();
  }

  state(): ChainState {
    return {
      position: this.#position,
      fallbacks: [...this.#fallbacks],
      ...this.#ledger.state(),
      elapsed: this.#elapsed(),
      notices: [...this.#notices],
      calibrations: this.#links.calibrations(),
    };
  }

  #elapsed(): number {
    return this.#elapsedBefore + this.#ports.clock.monotonic() - this.#started - this.#people.waited;
  }

  /** The backend in use, or undefined when the run goes on classically. */
  backend(): { readonly name: string; readonly backend: ResolvedBackend } | undefined {
    const name = this.#pipeline.execution.chain[this.#position]?.backend;
    const backend = name === undefined ? undefined : this.#pipeline.backends[name];
    return name !== undefined && backend ? { name, backend } : undefined;
  }

  /**
   * A circuit as a backend gets it.
   * @throws Failure `invalid-circuit` when it does not fit on the device
   */
  circuitFor(circuit: Circuit, backend: string): Circuit {
    return this.#links.circuitFor(circuit, backend);
  }

  /** A circuit as a backend gets it; undefined where circuits are not fitted, or this one does not fit. */
  fittedModel(model: TrainableCircuit, backend: string): FittedModel | undefined {
    return this.#links.fittedModel(model, backend);
  }

  /**
   * Finds out what circuits were fitted to for the backend in use, where it has answered before.
   * @throws Failure `cancelled`
   */
  async learnTarget(): Promise<void> {
    const name = this.backend()?.name;
    if (name !== undefined && this.#ledger.has(name)) await this.#links.learnTarget(name);
  }

  /** The shots behind each measured value of the backend in use; undefined for exact values, and for corrected ones. */
  shotsBehindAnswers(): number | undefined {
    const backend = this.backend()?.backend;
    const corrected = isNoisy(backend) && this.#pipeline.mitigation !== undefined;
    return corrected ? undefined : backend?.shots;
  }

  /**
   * @throws Failure of the last link when the chain is exhausted and the run ends there, `budget` when it ends because
   * its budget is used up, `cancelled`
   * @throws QuantumUnavailable when the run is to go on classically
   */
  async evaluate({ adaptive, ...question }: Question, signal: CancellationSignal): Promise<readonly Float64Array[]> {
    const { confidence } = this.#pipeline;
    const steps = adaptive === true ? confidence?.adaptive : undefined;
    const ask: Asking<EvaluationResult> = {
      circuits: () => circuitCount(question),
      ...(steps && { mostShots: steps.max }),
      of: (evaluator, shots, _current, patient) => {
        if (!confidence || !steps || shots.shots === undefined)
          return evaluator.evaluate({ ...question, ...shots }, patient);
        return withAdaptiveShots(confidence, steps, question.output, (more, batch) => {
          const seed = batch === 0 ? question.seed : deriveSeed(question.seed, 'adaptive', batch);
          return evaluator.evaluate({ ...question, seed, shots: more }, patient);
        });
      },
    };
    return (await this.#ask(ask, signal)).rows;
  }

  /**
   * Expectation values and their derivatives by some parameters, by the method that the pipeline names or that suits the
   * backend.
   * @throws as {@link evaluate}
   */
  async gradient(question: GradientQuestion, signal: CancellationSignal): Promise<readonly GradientRow[]> {
    const { optimise } = this.#pipeline;
    const methodOn = (backend: ResolvedBackend) => gradientMethodOn(optimise ?? { gradient: 'none' }, backend);
    const ask: Asking<GradientAnswer> = {
      circuits: (backend, name) => {
        const { bindings, circuit, parameters } = question;
        const asked = this.#links.circuitOr(circuit, name);
        return bindings.length * circuitsPerGradient(methodOn(backend), asked, parameters);
      },
      of: (evaluator, shots, { backend, name }, patient) => {
        if (!evaluator.gradient) throw noGradients(name);
        return evaluator.gradient({ ...question, method: methodOn(backend), ...shots }, patient);
      },
    };
    return (await this.#ask(ask, signal)).rows;
  }

  async #ask<Answer extends { readonly usage: EvaluationUsage }>(
    { circuits, mostShots, of }: Asking<Answer>,
    signal: CancellationSignal,
  ): Promise<Answer> {
    for (;;) {
      throwIfCancelled(signal);
      const current = this.backend();
      if (!current) throw new QuantumUnavailable('No quantum link is left.');
      const { backend, name } = current;
      const link = this.#pipeline.execution.chain[this.#position] ?? { backend: name };
      const use = await this.#spending(backend, circuits(backend, name) * this.#scales(backend), mostShots);
      const skip = await this.#skipReason(link, use, signal);
      if (skip) {
        await this.#next(name, new Failure(skip.reason, skip.message), signal);
        continue;
      }
      await this.#checkBudget(name, use, signal);
      try {
        const evaluator = await this.#links.evaluator(name);
        const shots = backend.shots === undefined ? {} : { shots: backend.shots };
        const answer = await withPatience(
          link,
          this.#ports.clock,
          signal,
          (patient) => of(evaluator, shots, current, patient),
          (failure, attempt, pause) => this.#retry(name, failure, attempt, pause),
        );
        this.#ledger.add(name, backend, answer.usage);
        return answer;
      } catch (thrown) {
        if (thrown instanceof BudgetExceeded) {
          await this.#exceed(name, thrown.exceeded, signal);
          continue;
        }
        const failure = Failure.from(thrown);
        if (notWorthAnotherLink.has(failure.reason)) throw failure;
        await this.#next(name, failure, signal);
      }
    }
  }

  /** How many circuits are run for one that is asked for. */
  #scales(backend: ResolvedBackend): number {
    const zne = isNoisy(backend) ? this.#pipeline.mitigation?.zne : undefined;
    return zne?.scales.length ?? 1;
  }

  /** Asks the facts of a backend once, before it is used, and the cost before every question. */
  async #skipReason(
    { backend: name, skipWhen }: ResolvedPipeline['execution']['chain'][number],
    { next, spent }: Spending,
    signal: CancellationSignal,
  ): Promise<SkipReason | undefined> {
    const limit = skipWhen?.costAbove;
    if (limit !== undefined && next > 0 && spent + next > limit.amount) {
      const message = `With the next step the run would cost more than ${limit.amount} ${limit.currency} on ${name}.`;
      return { reason: 'budget', message };
    }
    if (this.#looked.has(name) || !needsFacts(skipWhen)) return undefined;
    let facts: BackendFacts | undefined;
    try {
      facts = await this.#ports.facts?.(name, signal);
    } catch (thrown) {
      const { message, reason } = Failure.from(thrown);
      if (notWorthAnotherLink.has(reason)) throw thrown;
      return { reason, message };
    }
    const { skip, unknown } = skipFindings(name, skipWhen, facts ?? { online: true }, this.#ports.clock.now());
    for (const notice of unknown) this.#notice(notice);
    if (skip === undefined) this.#looked.add(name);
    return skip;
  }

  /** What a shadow cannot do must not stop the run. */
  get #isShadow(): boolean {
    return this.#pipeline.execution.quantum.state === 'shadow';
  }

  /** Goes on after a link that does not work: to the next one, or as the pipeline or a person says when there is none. */
  async #next(from: string, failure: Failure, signal: CancellationSignal): Promise<void> {
    const { chain, onExhausted } = this.#pipeline.execution;
    const next = chain[this.#position + 1];
    if (next) {
      this.#moveTo(from, next.backend, failure.reason, failure.message);
      return;
    }
    const exhausted = exhaustedChain(from, failure, chain.length);
    switch (this.#isShadow ? 'classical' : onExhausted) {
      case 'classical':
        this.#moveTo(from, 'classical', failure.reason, failure.message);
        return;
      case 'fail':
        throw exhausted;
      case 'ask': {
        const choice = await this.#people.ask(exhaustedQuestion(from, exhausted), signal);
        if (choice === 'fallback') this.#moveTo(from, 'classical', failure.reason, failure.message);
        else if (choice !== 'continue') throw undecided(exhausted.reason, exhausted.message, exhausted.advice, choice);
      }
    }
  }

  #moveTo(from: string, to: string, reason: FailureReason, message: string): void {
    this.#position = to === 'classical' ? this.#pipeline.execution.chain.length : this.#position + 1;
    const fallback: FallbackEvent = { time: this.#ports.clock.now(), from, to, reason, message };
    this.#record(fallback, `${from} is not used any more (${message}) Going on with ${to}.`);
  }

  #retry(name: string, { message, reason }: Failure, attempt: number, pause: number): void {
    const event: FallbackEvent = { time: this.#ports.clock.now(), from: name, to: name, reason, message, attempt };
    this.#record(event, `${message} ${name} is tried again in ${pause / 1000} s (attempt ${attempt}).`);
  }

  #record(fallback: FallbackEvent, message: string): void {
    this.#fallbacks.push(fallback);
    this.#ports.report({ kind: 'warning', message, fallback });
  }

  #notice(message: string, more: { readonly alert?: true } = {}): void {
    if (this.#notices.has(message)) return;
    this.#notices.add(message);
    this.#ports.report({ kind: 'warning', message, ...more });
  }

  async #spending(backend: ResolvedBackend, circuits: number, mostShots?: number): Promise<Spending> {
    const perCircuit = backend.shots === undefined ? 0 : (mostShots ?? backend.shots);
    const month = this.#pipeline.budget.cost?.perMonth;
    const shots = circuits * perCircuit;
    const next = priceOf(backend, circuits, shots);
    // Again for every question: other runs are at work.
    if (month !== undefined && next > 0) this.#spentBefore = await this.#ports.spentThisMonth?.(month.currency);
    return {
      shotsPerCircuit: perCircuit,
      shots: this.#ledger.total.shots,
      nextShots: shots,
      jobs: this.#ledger.sentJobs,
      nextJobs: isHere(backend) ? 0 : 1,
      queueTime: this.#ledger.total.queueTime,
      elapsed: this.#elapsed(),
      spent: this.#ledger.total.cost.amount,
      spentBefore: this.#spentBefore ?? 0,
      next,
    };
  }

  /** The budget is checked before every question, with what it will use as far as that is known beforehand. */
  async #checkBudget(from: string, use: Spending, signal: CancellationSignal): Promise<void> {
    const { budget } = this.#pipeline;
    for (;;) {
      const exceeded = exceededBudget(budget, use, this.#people.raisedLimits());
      if (exceeded === undefined) {
        for (const message of costAlerts(budget, use)) this.#notice(message, { alert: true });
        return;
      }
      await this.#exceed(from, exceeded, signal);
    }
  }

  /** Returns when a person allows to go beyond the limit. */
  async #exceed(from: string, exceeded: ExceededLimit, signal: CancellationSignal): Promise<void> {
    const { message } = exceeded;
    const choice = await this.#choiceFor(exceeded, signal);
    if (choice === 'continue') return;
    if (choice !== 'fallback') throw undecided('budget', message, budgetAdvice, choice);
    this.#moveTo(from, 'classical', 'budget', message);
    throw new QuantumUnavailable(message);
  }

  async #choiceFor(exceeded: ExceededLimit, signal: CancellationSignal): Promise<RunChoice | 'nobody'> {
    if (this.#isShadow) return 'fallback';
    const { exceed } = this.#pipeline.budget;
    return exceed === 'ask' ? await this.#people.ask(budgetQuestion(exceeded), signal) : (exceed ?? 'stop');
  }
}

function noGradients(name: string): Failure {
  return new Failure('unsupported', `The backend ${name} gives no gradients.`, {
    advice: 'Use an optimiser without gradients, such as cobyla or spsa.',
  });
}

/** Circuits a question runs: one per row, or one per pair for a kernel. */
function circuitCount({ bindings, output }: Pick<Question, 'bindings' | 'output'>): number {
  if (output.kind !== 'fidelity-kernel') return bindings.length;
  return output.others ? bindings.length * output.others.length : (bindings.length * (bindings.length - 1)) / 2;
}

function exhaustedChain(last: string, failure: Failure, links: number): Failure {
  if (links === 1) return failure;
  return new Failure(failure.reason, `No backend of the chain works; the last, ${last}, failed: ${failure.message}`, {
    ...(failure.advice === undefined ? {} : { advice: failure.advice }),
    cause: failure,
  });
}
