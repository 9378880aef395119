import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
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
import type { FallbackEvent } from '#core/runs/runRecord.ts';
import { circuitsPerGradient, gradientMethodOn } from '../circuits/circuitGradients.ts';
import type { EnginePorts } from '../enginePorts.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** What has been used so far, over all contenders; plain JSON. */
export interface ChainUsage {
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  readonly queueTime: number;
  readonly executionTime: number;
  readonly cost: { readonly amount: number; readonly currency: string };
}

/** Where the chain stands; plain JSON for checkpoints. */
export interface ChainState {
  /** Index of the link in use; the length of the chain when no quantum link is left. */
  readonly position: number;
  readonly fallbacks: readonly FallbackEvent[];
  readonly usage: ChainUsage;
  /** Milliseconds the run has been at work, without interruptions. */
  readonly elapsed: number;
}

const noUsage: ChainUsage = {
  circuits: 0,
  shots: 0,
  jobs: 0,
  queueTime: 0,
  executionTime: 0,
  cost: { amount: 0, currency: 'USD' },
};

export interface Question {
  readonly circuit: Circuit;
  readonly bindings: readonly (readonly number[])[];
  readonly output: EvaluationOutput;
  readonly seed: number;
}

export interface GradientQuestion extends Omit<Question, 'output'> {
  readonly observables: readonly PauliSum[];
  /** The parameters whose derivatives are wanted, by their places. */
  readonly parameters: readonly number[];
}

/** A question to whatever backend is in use. */
interface Asking<Answer> {
  circuits(backend: ResolvedBackend): number;
  of(
    evaluator: CircuitEvaluator,
    shots: { readonly shots?: number },
    current: { readonly name: string; readonly backend: ResolvedBackend },
  ): Promise<Answer>;
}

/** Thrown inside the engine when the rest of the run is to be done classically. */
export class QuantumUnavailable extends Error {
  override readonly name = 'QuantumUnavailable';
}

/** These failures would meet every backend alike, or are the user's wish. */
const notWorthAnotherLink: ReadonlySet<FailureReason> = new Set(['cancelled', 'invalid-input', 'budget', 'conflict']);

/**
 * Evaluates circuits on the first backend of `execution.chain` that works, and goes on to the next one when it fails.
 * The chain never goes back, so that a run does not switch to and fro between devices.
 */
export class EvaluatorChain {
  readonly #pipeline: ResolvedPipeline;
  readonly #ports: EnginePorts;
  readonly #evaluators = new Map<string, CircuitEvaluator>();
  #position: number;
  #fallbacks: FallbackEvent[];
  #usage: ChainUsage;
  readonly #elapsedBefore: number;
  readonly #started: number;

  constructor(pipeline: ResolvedPipeline, ports: EnginePorts, state?: ChainState) {
    this.#pipeline = pipeline;
    this.#ports = ports;
    this.#position = state?.position ?? 0;
    this.#fallbacks = [...(state?.fallbacks ?? [])];
    this.#usage = state?.usage ?? noUsage;
    this.#elapsedBefore = state?.elapsed ?? 0;
    this.#started = ports.clock.monotonic();
  }

  state(): ChainState {
    return { position: this.#position, fallbacks: [...this.#fallbacks], usage: this.#usage, elapsed: this.#elapsed() };
  }

  #elapsed(): number {
    return this.#elapsedBefore + this.#ports.clock.monotonic() - this.#started;
  }

  /** The backend in use, or undefined when the run goes on classically. */
  backend(): { readonly name: string; readonly backend: ResolvedBackend } | undefined {
    const name = this.#pipeline.execution.chain[this.#position]?.backend;
    const backend = name === undefined ? undefined : this.#pipeline.backends[name];
    return name !== undefined && backend ? { name, backend } : undefined;
  }

  /**
   * @throws Failure of the last link when the chain is exhausted and `onExhausted` is not `classical`, `budget` when the
   * pipeline's budget is used up, `cancelled`
   * @throws QuantumUnavailable when the run is to go on classically
   */
  async evaluate(question: Question, signal: CancellationSignal): Promise<readonly Float64Array[]> {
    const ask: Asking<EvaluationResult> = {
      circuits: () => circuitCount(question),
      of: (evaluator, shots) => evaluator.evaluate({ ...question, ...shots }, signal),
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
      circuits: (backend) => {
        const { bindings, circuit, parameters } = question;
        return bindings.length * circuitsPerGradient(methodOn(backend), circuit, parameters);
      },
      of: (evaluator, shots, { backend, name }) => {
        if (!evaluator.gradient) throw noGradients(name);
        return evaluator.gradient({ ...question, method: methodOn(backend), ...shots }, signal);
      },
    };
    return (await this.#ask(ask, signal)).rows;
  }

  async #ask<Answer extends { readonly usage: EvaluationUsage }>(
    { circuits, of }: Asking<Answer>,
    signal: CancellationSignal,
  ): Promise<Answer> {
    for (;;) {
      throwIfCancelled(signal);
      const current = this.backend();
      if (!current) throw new QuantumUnavailable('No quantum link is left.');
      const { backend, name } = current;
      this.#checkBudget(name, backend, circuits(backend));
      try {
        const evaluator = await this.#evaluator(name);
        const answer = await of(evaluator, backend.shots === undefined ? {} : { shots: backend.shots }, current);
        this.#add(answer.usage);
        return answer;
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (notWorthAnotherLink.has(failure.reason)) throw failure;
        this.#next(name, failure);
      }
    }
  }

  async #evaluator(name: string): Promise<CircuitEvaluator> {
    const known = this.#evaluators.get(name);
    if (known) return known;
    const evaluator = await this.#ports.evaluator(name);
    this.#evaluators.set(name, evaluator);
    return evaluator;
  }

  #next(from: string, failure: Failure): void {
    const { chain, onExhausted } = this.#pipeline.execution;
    const next = chain[this.#position + 1];
    if (!next && onExhausted !== 'classical') {
      if (chain.length === 1) throw failure;
      throw new Failure(
        failure.reason,
        `No backend of the chain works; the last, ${from}, failed: ${failure.message}`,
        {
          ...(failure.advice === undefined ? {} : { advice: failure.advice }),
          cause: failure,
        },
      );
    }
    this.#moveTo(from, next?.backend ?? 'classical', failure.reason, failure.message);
  }

  #moveTo(from: string, to: string, reason: FailureReason, message: string): void {
    this.#position = to === 'classical' ? this.#pipeline.execution.chain.length : this.#position + 1;
    const fallback: FallbackEvent = { time: this.#ports.clock.now(), from, to, reason, message };
    this.#fallbacks.push(fallback);
    this.#ports.report({
      kind: 'warning',
      message: `${from} is not used any more (${message}) Going on with ${to}.`,
      fallback,
    });
  }

  /** The budget is checked before every question, with what it will use as far as that is known beforehand. */
  #checkBudget(from: string, backend: ResolvedBackend, circuits: number): void {
    const { budget } = this.#pipeline;
    const shots = circuits * (backend.shots ?? 0);
    const exceeded = exceededBudget(budget, {
      shots: this.#usage.shots + shots,
      elapsed: this.#elapsed(),
      spent: this.#usage.cost.amount,
      next: priceOf(backend, circuits, shots),
    });
    if (exceeded === undefined) return;
    if (budget.exceed !== 'fallback')
      throw new Failure('budget', exceeded, { advice: 'Raise the budget, or lower shots, repeats or iterations.' });
    this.#moveTo(from, 'classical', 'budget', exceeded);
    throw new QuantumUnavailable(exceeded);
  }

  #add(used: Omit<ChainUsage, 'cost'> & { readonly cost?: ChainUsage['cost'] }): void {
    const before = this.#usage;
    this.#usage = {
      circuits: before.circuits + used.circuits,
      shots: before.shots + used.shots,
      jobs: before.jobs + used.jobs,
      queueTime: before.queueTime + used.queueTime,
      executionTime: before.executionTime + used.executionTime,
      cost: used.cost ? { amount: before.cost.amount + used.cost.amount, currency: used.cost.currency } : before.cost,
    };
  }
}

function noGradients(name: string): Failure {
  return new Failure('unsupported', `The backend ${name} gives no gradients.`, {
    advice: 'Use an optimiser without gradients, such as cobyla or spsa.',
  });
}

interface Spending {
  readonly shots: number;
  readonly elapsed: number;
  readonly spent: number;
  readonly next: number;
}

/** Which part of a budget would be exceeded, in a sentence. */
function exceededBudget(budget: ResolvedPipeline['budget'], use: Spending): string | undefined {
  const shots = budget.shots?.perRun;
  if (shots !== undefined && use.shots > shots) return `The next step would take the run over its ${shots} shots.`;
  const limits = [budget.time?.run, budget.time?.total].flatMap((text) => (text === undefined ? [] : [text]));
  const passed = limits.find((text) => use.elapsed > (durationMilliseconds(text) ?? Number.POSITIVE_INFINITY));
  if (passed !== undefined) return `The run has taken longer than its ${passed}.`;
  const cost = budget.cost?.perRun;
  if (cost !== undefined && use.spent + use.next > cost.amount && use.next > 0)
    return `The next step would take the run over its ${cost.amount} ${cost.currency}.`;
  return undefined;
}

/** What circuits cost by the prices of the pipeline file; 0 where it has none. */
function priceOf({ price }: ResolvedBackend, circuits: number, shots: number): number {
  return circuits * (price?.perTask?.amount ?? 0) + shots * (price?.perShot?.amount ?? 0);
}

/** Circuits a question runs: one per row, or one per pair for a kernel. */
function circuitCount({ bindings, output }: Pick<Question, 'bindings' | 'output'>): number {
  if (output.kind !== 'fidelity-kernel') return bindings.length;
  return output.others ? bindings.length * output.others.length : (bindings.length * (bindings.length - 1)) / 2;
}
