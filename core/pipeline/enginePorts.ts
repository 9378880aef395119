import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator, GradientAnswer, GradientRequest } from '#core/circuit/evaluation.ts';
import type { RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import type { PythonPort } from './python/pythonPort.ts';

/** What the engine needs from the world. The runner supplies it; tests supply small ones. */
export interface EnginePorts {
  readonly clock: Clock;
  /** The evaluator of a backend named in the pipeline's `backends`. @throws Failure (`auth`, `not-found`, …) */
  evaluator(backend: string): Promise<CircuitEvaluator>;
  /**
   * What circuits have to be fitted to before a backend takes them; undefined where it takes any. Asked before its
   * first circuit, again where that failed. @throws Failure as its backend
   */
  target?(backend: string): Promise<TranspilerTarget | undefined>;
  /** Gradients by the values of an evaluator at other angles; without it, corrected values have no gradients. */
  shiftGradient?(
    evaluator: Pick<CircuitEvaluator, 'evaluate'>,
    request: GradientRequest,
    signal: CancellationSignal,
  ): Promise<GradientAnswer>;
  /** What is known of a backend before it is used. @throws Failure (`auth`, `not-found`, …), not when it is offline */
  facts?(backend: string, signal: CancellationSignal): Promise<BackendFacts>;
  /** What other runs have spent in this calendar month, in the currency. */
  spentThisMonth?(currency: string): Promise<number>;
  /** What people have decided in this run before it was interrupted, in order. */
  readonly decided?: readonly RunDecision[];
  /**
   * Asks a person; the decision is durable when it resolves. Without it nobody can be asked.
   * @throws Failure `cancelled`
   */
  decide?(question: RunQuestion, signal: CancellationSignal): Promise<RunDecision>;
  /** The user's Python interpreter; without it, steps and models that need it are refused. */
  readonly python?: PythonPort;
  /** Keeps the circuit of the pipeline as a backend got it that it was fitted to; told once for each at the end of a run. */
  keepFitted?(backend: string, circuit: Circuit): Promise<void>;
  report(progress: RunProgress): void;
  /** Durable when it resolves. Checkpoints are plain JSON and replace each other. */
  saveCheckpoint(checkpoint: unknown): Promise<void>;
  /** The last checkpoint saved for this run, if it is being resumed. */
  loadCheckpoint(): Promise<unknown>;
}

/** What is known of a backend now; what it does not tell is absent. */
export interface BackendFacts {
  readonly online: boolean;
  /** How long a job would wait, in milliseconds. */
  readonly queueTime?: number;
  /** Milliseconds since 1970. */
  readonly calibratedAt?: number;
  /** The mean error of its two-qubit gates. */
  readonly twoQubitError?: number;
}

/** Where a pipeline's files come from: the disk in the runner and CLI, open documents first in the language server. */
export interface PipelineFiles {
  /**
   * The bytes of a file named relative to the pipeline file.
   * @throws Failure `not-found`, `unreadable` or `too-large`
   */
  read(path: string): Promise<Uint8Array>;
  /** The SHA-256 of a file in lower-case hexadecimal; without it, digests in the pipeline are not compared. */
  sha256?(path: string): Promise<string>;
}

/** Turns the circuit files a pipeline names into circuits; this room does not know any circuit language. */
export interface CircuitLoader {
  /**
   * The circuit of a file named relative to the pipeline file; its inputs are `Circuit.parameters` in order.
   * @param entry the gate or subroutine of it that is meant, not the whole program
   * @throws Failure `not-found`, `unreadable` or `too-large` for the file, `invalid-circuit` with the place of the first
   * error when it holds no valid circuit; `NameNotFound` for an entry that it does not define
   */
  load(path: string, entry?: string): Promise<Circuit>;
}
