import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator, EvaluationOutput } from '#core/circuit/evaluation.ts';
import type { FallbackEvent } from '#core/runs/runRecord.ts';
import type { EnginePorts } from '../enginePorts.ts';
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
}

export const noUsage: ChainUsage = {
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

  constructor(pipeline: ResolvedPipeline, ports: EnginePorts, state?: ChainState) {
    this.#pipeline = pipeline;
    this.#ports = ports;
    this.#position = state?.position ?? 0;
    this.#fallbacks = [...(state?.fallbacks ?? [])];
    this.#usage = state?.usage ?? noUsage;
  }

  state(): ChainState {
    return { position: this.#position, fallbacks: [...this.#fallbacks], usage: this.#usage };
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
    for (;;) {
      throwIfCancelled(signal);
      const current = this.backend();
      if (!current) throw new QuantumUnavailable('No quantum link is left.');
      const { shots } = current.backend;
      this.#checkBudget(current.name, question, shots);
      try {
        const evaluator = await this.#evaluator(current.name);
        const result = await evaluator.evaluate({ ...question, ...(shots === undefined ? {} : { shots }) }, signal);
        this.#add(result.usage);
        return result.rows;
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (notWorthAnotherLink.has(failure.reason)) throw failure;
        this.#next(current.name, failure);
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
    this.#fallbacks.push({ time: this.#ports.clock.now(), from, to, reason, message });
    this.#ports.report({ kind: 'warning', message: `${from} is not used any more (${message}) Going on with ${to}.` });
  }

  #checkBudget(from: string, question: Question, shots: number | undefined): void {
    const limit = this.#pipeline.budget.shots?.perRun;
    if (limit === undefined || shots === undefined) return;
    const wanted = this.#usage.shots + shots * circuitCount(question);
    if (wanted <= limit) return;
    const message = `The budget of ${limit} shots per run is used up: ${this.#usage.shots} are spent and the next step needs ${wanted - this.#usage.shots}.`;
    if (this.#pipeline.budget.exceed !== 'fallback')
      throw new Failure('budget', message, {
        advice: 'Raise budget.shots.perRun, or lower shots, repeats or iterations.',
      });
    this.#moveTo(from, 'classical', 'budget', message);
    throw new QuantumUnavailable(message);
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

/** Circuits a question runs: one per row, or one per pair for a kernel. */
export function circuitCount({ bindings, output }: Pick<Question, 'bindings' | 'output'>): number {
  if (output.kind !== 'fidelity-kernel') return bindings.length;
  return output.others ? bindings.length * output.others.length : (bindings.length * (bindings.length - 1)) / 2;
}
