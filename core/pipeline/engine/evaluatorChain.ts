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
import type { DecisionTopic, RunChoice, RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import type { FallbackEvent } from '#core/runs/runRecord.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import {
  CircuitFitter,
  type Fitting,
  type FittingSettings,
  fittingSettings,
  requiredFitting,
} from '../circuits/circuitFitter.ts';
import { circuitsPerGradient, gradientMethodOn } from '../circuits/circuitGradients.ts';
import type { EmulatedDevices } from '../circuits/emulatedDevices.ts';
import type { BackendFacts, EnginePorts } from '../enginePorts.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { withAdaptiveShots } from './adaptiveShots.ts';
import {
  BudgetExceeded,
  budgetQuestion,
  costAlerts,
  type ExceededLimit,
  exceededBudget,
  priceOf,
  type Spending,
} from './budgetLimits.ts';
import { type CircuitSize, circuitSize } from './circuitSize.ts';
import { fittedEvaluator } from './fittedEvaluator.ts';
import { withPatience } from './linkPatience.ts';
import { type KeptCalibration, mitigatedEvaluator, registerKey } from './mitigation/mitigatedEvaluator.ts';
import { TimedEvaluator } from './mitigation/timedEvaluator.ts';
import { needsFacts, type SkipReason, skipFindings } from './skipReason.ts';

/** What has been used so far, over all contenders; plain JSON. */
export interface ChainUsage {
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  readonly queueTime: number;
  readonly executionTime: number;
  readonly cost: { readonly amount: number; readonly currency: string };
  /** Of what answered last, where it tells. */
  readonly version?: string | undefined;
}

/** Where the chain stands; plain JSON for checkpoints. */
export interface ChainState {
  /** Index of the link in use; the length of the chain when no quantum link is left. */
  readonly position: number;
  readonly fallbacks: readonly FallbackEvent[];
  readonly usage: ChainUsage;
  /** The same by the names of the backends. */
  readonly usageOf: Readonly<Record<string, ChainUsage>>;
  /** Milliseconds the run has been at work, without interruptions. */
  readonly elapsed: number;
  /** Jobs sent to backends outside this machine. */
  readonly sentJobs: number;
  /** What the author should know of how the run went, each once. */
  readonly notices: readonly string[];
  /** How backends misread, by their names. */
  readonly calibrations: Readonly<Record<string, readonly KeptCalibration[]>>;
}

/** A state as checkpoints keep it; older ones know less. */
export type KeptChainState = Omit<ChainState, 'usageOf' | 'sentJobs' | 'notices' | 'calibrations'> & {
  readonly usageOf?: ChainState['usageOf'] | undefined;
  readonly sentJobs?: number | undefined;
  readonly notices?: readonly string[] | undefined;
  readonly calibrations?: ChainState['calibrations'] | undefined;
};

const noUsage: ChainUsage = {
  circuits: 0,
  shots: 0,
  jobs: 0,
  queueTime: 0,
  executionTime: 0,
  cost: { amount: 0, currency: 'USD' },
};

/** The circuit of a pipeline as a backend gets it, and how it was fitted. */
export interface FittedModel {
  readonly size: CircuitSize;
  readonly settings: FittingSettings;
  readonly fitting: Fitting;
}

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
  /** Fits circuits to backends, where the pipeline says so. */
  readonly #fitter: CircuitFitter | undefined;
  /** The same for backends that take no other circuits, by their names, since they were asked. */
  readonly #required = new Map<string, { readonly fitter: CircuitFitter; readonly settings: FittingSettings }>();
  readonly #evaluators = new Map<string, CircuitEvaluator>();
  #position: number;
  #fallbacks: FallbackEvent[];
  #usage: ChainUsage;
  readonly #usageOf: Map<string, ChainUsage>;
  #sentJobs: number;
  readonly #notices: Set<string>;
  /** By the backend's name and {@link registerKey}. */
  readonly #calibrations: Map<string, Map<string, KeptCalibration>>;
  /** Names of links that `skipWhen` has let pass. */
  readonly #looked = new Set<string>();
  #spentBefore: number | undefined;
  /** What people have decided in this run, before an interruption and since. */
  readonly #decisions: RunDecision[];
  /** Milliseconds in which the run has waited for a person. */
  #asking = 0;
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
    const settings = fittingSettings(pipeline);
    this.#fitter = settings && new CircuitFitter(settings, devices);
    this.#pipeline = pipeline;
    this.#ports = ports;
    this.#position = state?.position ?? 0;
    this.#fallbacks = [...(state?.fallbacks ?? [])];
    this.#usage = state?.usage ?? noUsage;
    this.#usageOf = new Map(Object.entries(state?.usageOf ?? {}));
    this.#sentJobs = state?.sentJobs ?? 0;
    this.#notices = new Set(state?.notices);
    this.#decisions = [...(ports.decided ?? [])];
    this.#calibrations = new Map(
      Object.entries(state?.calibrations ?? {}).map(([name, kept]) => [
        name,
        new Map(kept.map((calibration) => [registerKey(calibration), calibration])),
      ]),
    );
    this.#elapsedBefore = state?.elapsed ?? 0;
    this.#started = ports.clock.monotonic();
  }

  state(): ChainState {
    return {
      position: this.#position,
      fallbacks: [...this.#fallbacks],
      usage: this.#usage,
      usageOf: Object.fromEntries(this.#usageOf),
      elapsed: this.#elapsed(),
      sentJobs: this.#sentJobs,
      notices: [...this.#notices],
      calibrations: Object.fromEntries([...this.#calibrations].map(([name, kept]) => [name, [...kept.values()]])),
    };
  }

  #elapsed(): number {
    return this.#elapsedBefore + this.#ports.clock.monotonic() - this.#started - this.#asking;
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
    return this.#fitterFor(backend)?.fitted(circuit, backend).circuit ?? circuit;
  }

  #fitterFor(backend: string): CircuitFitter | undefined {
    return this.#required.get(backend)?.fitter ?? this.#fitter;
  }

  /** The same, or the circuit as it is where it does not fit: then the backend is left when it is asked. */
  #circuitOr(circuit: Circuit, backend: string): Circuit {
    try {
      return this.circuitFor(circuit, backend);
    } catch (thrown) {
      if (Failure.is(thrown, 'invalid-circuit')) return circuit;
      throw thrown;
    }
  }

  /** A circuit as a backend gets it; undefined where circuits are not fitted, or this one does not fit. */
  fittedModel(model: TrainableCircuit, backend: string): FittedModel | undefined {
    const fitter = this.#fitterFor(backend);
    const settings = this.#required.get(backend)?.settings ?? fittingSettings(this.#pipeline);
    if (!fitter || !settings) return undefined;
    try {
      const { circuit, fitting } = fitter.fitted(model.circuit, backend);
      return { size: circuitSize({ ...model, circuit }), settings, fitting };
    } catch (thrown) {
      if (Failure.is(thrown, 'invalid-circuit')) return undefined;
      throw thrown;
    }
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
        const asked = this.#circuitOr(circuit, name);
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
        const evaluator = await this.#evaluator(name);
        const shots = backend.shots === undefined ? {} : { shots: backend.shots };
        const answer = await withPatience(
          link,
          this.#ports.clock,
          signal,
          (patient) => of(evaluator, shots, current, patient),
          (failure, attempt, pause) => this.#retry(name, failure, attempt, pause),
        );
        this.#add(name, backend, answer.usage);
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

  async #evaluator(name: string): Promise<CircuitEvaluator> {
    const known = this.#evaluators.get(name);
    if (known) return known;
    const evaluator = this.#fitted(name, this.#corrected(name, await this.#ports.evaluator(name)));
    this.#evaluators.set(name, evaluator);
    return evaluator;
  }

  /** Circuits are fitted before they are changed by a mitigation, and noise acts on what comes out. */
  #fitted(name: string, evaluator: CircuitEvaluator): CircuitEvaluator {
    const { target } = this.#ports;
    if (!target) {
      const fitter = this.#fitter;
      return fitter ? fittedEvaluator(evaluator, async (circuit) => fitter.fitted(circuit, name)) : evaluator;
    }
    let asked = false;
    return fittedEvaluator(evaluator, async (circuit) => {
      if (!asked) this.#require(name, await target(name));
      asked = true;
      return this.#fitterFor(name)?.fitted(circuit, name);
    });
  }

  /**
   * Finds out what circuits were fitted to for the backend in use, where nothing that was evaluated since has asked: a run
   * may be taken up behind its last evaluation.
   * @throws Failure `cancelled`
   */
  async learnTarget(): Promise<void> {
    const name = this.backend()?.name;
    const { target } = this.#ports;
    if (name === undefined || !target || this.#required.has(name) || !this.#usageOf.has(name)) return;
    try {
      this.#require(name, await target(name));
    } catch (thrown) {
      const { message, reason } = Failure.from(thrown);
      if (reason === 'cancelled') throw thrown;
      this.#notice(`How circuits were fitted to ${name} is not known any more: ${message}`);
    }
  }

  #require(name: string, target: TranspilerTarget | undefined): void {
    if (!target) return;
    const settings = requiredFitting(target, this.#pipeline);
    this.#required.set(name, { settings, fitter: new CircuitFitter(settings, new Map([[name, target]])) });
  }

  /** What a noisy backend answers, with the mitigation of the pipeline. */
  #corrected(name: string, evaluator: CircuitEvaluator): CircuitEvaluator {
    const { backends, mitigation, seeds } = this.#pipeline;
    const backend = backends[name];
    if (mitigation === undefined || backend === undefined || !isNoisy(backend)) return evaluator;
    const calibrations = this.#calibrations.get(name) ?? new Map<string, KeptCalibration>();
    this.#calibrations.set(name, calibrations);
    const asked = new TimedEvaluator(evaluator, this.#ports.clock);
    const mitigated = mitigatedEvaluator(asked, mitigation, {
      name,
      calibrations,
      clock: this.#ports.clock,
      seed: deriveSeed(seeds.sampler, 'mitigation', name),
      notice: (message) => this.#notice(message),
    });
    const corrected = isHere(backend)
      ? mitigated
      : asked.aside(mitigated, (time) =>
          this.#ports.report({ kind: 'phase', phase: 'mitigate', backend: name, ...time }),
        );
    const { shiftGradient } = this.#ports;
    return shiftGradient
      ? { ...corrected, gradient: (request, signal) => shiftGradient(corrected, request, signal) }
      : corrected;
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
        const choice = await this.#decision(exhaustedQuestion(from, exhausted), signal);
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
      shots: this.#usage.shots,
      nextShots: shots,
      jobs: this.#sentJobs,
      nextJobs: isHere(backend) ? 0 : 1,
      queueTime: this.#usage.queueTime,
      elapsed: this.#elapsed(),
      spent: this.#usage.cost.amount,
      spentBefore: this.#spentBefore ?? 0,
      next,
    };
  }

  /** The budget is checked before every question, with what it will use as far as that is known beforehand. */
  async #checkBudget(from: string, use: Spending, signal: CancellationSignal): Promise<void> {
    const { budget } = this.#pipeline;
    for (;;) {
      const exceeded = exceededBudget(budget, use, this.#raisedLimits());
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
    if (choice !== 'fallback') throw undecided('budget', message, raiseBudget, choice);
    this.#moveTo(from, 'classical', 'budget', message);
    throw new QuantumUnavailable(message);
  }

  async #choiceFor(exceeded: ExceededLimit, signal: CancellationSignal): Promise<RunChoice | 'nobody'> {
    if (this.#isShadow) return 'fallback';
    const { exceed } = this.#pipeline.budget;
    return exceed === 'ask' ? await this.#decision(budgetQuestion(exceeded), signal) : (exceed ?? 'stop');
  }

  /** The limits that people have allowed, the last of each topic. */
  #raisedLimits(): ReadonlyMap<DecisionTopic, number> {
    return new Map(
      this.#decisions.flatMap(({ choice, topic, upTo }): [DecisionTopic, number][] =>
        choice === 'continue' && upTo !== undefined ? [[topic, upTo]] : [],
      ),
    );
  }

  /** What a person says, or has said about the same before the run was interrupted; `nobody` when there is none. */
  async #decision(question: RunQuestion, signal: CancellationSignal): Promise<RunChoice | 'nobody'> {
    const last = this.#decisions.findLast(({ topic }) => topic === question.topic);
    // Whoever resumes a run that was stopped is asked again.
    if (last?.choice === 'fallback') return last.choice;
    const { clock, decide } = this.#ports;
    if (!decide) return 'nobody';
    const asked = clock.monotonic();
    const decision = await decide(question, signal);
    this.#asking += clock.monotonic() - asked;
    this.#decisions.push(decision);
    return decision.choice;
  }

  #add(name: string, backend: ResolvedBackend, used: EvaluationUsage): void {
    // A backend that does not tell what it charged is taken to charge what the file says.
    const amount = used.cost?.amount || priceOf(backend, used.circuits, used.shots);
    const { perShot, perTask } = backend.price ?? {};
    const currency = used.cost?.amount ? used.cost.currency : (perShot ?? perTask)?.currency;
    if (!isHere(backend)) this.#sentJobs += used.jobs;
    const charged = { amount, currency };
    this.#usage = usageWith(this.#usage, used, charged);
    this.#usageOf.set(name, usageWith(this.#usageOf.get(name) ?? noUsage, used, charged));
  }
}

function usageWith(
  before: ChainUsage,
  used: EvaluationUsage,
  { amount, currency }: { readonly amount: number; readonly currency: string | undefined },
): ChainUsage {
  const version = used.version ?? before.version;
  return {
    circuits: before.circuits + used.circuits,
    shots: before.shots + used.shots,
    jobs: before.jobs + used.jobs,
    queueTime: before.queueTime + used.queueTime,
    executionTime: before.executionTime + used.executionTime,
    cost: { amount: before.cost.amount + amount, currency: currency ?? before.cost.currency },
    ...(version !== undefined && { version }),
  };
}

/** Whether there is something to correct. */
function isNoisy(backend: ResolvedBackend | undefined): boolean {
  return backend !== undefined && backend.kind !== 'simulator';
}

function isHere({ adapter }: ResolvedBackend): boolean {
  return adapter === 'builtin-simulator';
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

const raiseBudget = 'Raise the budget, or lower shots, repeats or iterations.';

function exhaustedChain(last: string, failure: Failure, links: number): Failure {
  if (links === 1) return failure;
  return new Failure(failure.reason, `No backend of the chain works; the last, ${last}, failed: ${failure.message}`, {
    ...(failure.advice === undefined ? {} : { advice: failure.advice }),
    cause: failure,
  });
}

function exhaustedQuestion(last: string, { advice, message }: Failure): RunQuestion {
  return {
    topic: 'chain.exhausted',
    message,
    facts: [
      { name: 'Last backend', value: last },
      ...(advice === undefined ? [] : [{ name: 'Advice', value: advice }]),
    ],
    continuing: `Going on tries ${last} again.`,
  };
}

/** The end of a run that was to ask: somebody has stopped it, or nobody could be asked. */
function undecided(
  reason: FailureReason,
  message: string,
  advice: string | undefined,
  choice: 'stop' | 'nobody',
): Failure {
  if (choice === 'stop') return new Failure(reason, message, advice === undefined ? {} : { advice });
  return new Failure(reason, `${message} The pipeline says to ask, but nobody can be asked here.`, {
    advice: 'Run it in the editor or on a terminal, or decide beforehand with hybridq run --on-exceed.',
  });
}
