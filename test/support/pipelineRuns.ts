import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { runPipeline } from '#core/benchmark/runPipeline.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator, EvaluationRequest, GradientRequest } from '#core/circuit/evaluation.ts';
import type { EnginePorts } from '#core/pipeline/enginePorts.ts';
import type { PythonPort } from '#core/pipeline/python/pythonPort.ts';
import { applyDefaults } from '#core/pipeline/schema/applyDefaults.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { systemClock } from '#platform/systemClock.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';
import { memoryCircuits, memoryFiles, twoClassTable } from './pipelineFixtures.ts';

/** A run of a pipeline text in this thread, with everything it reported and saved. */
export interface ObservedRun {
  readonly result: RunResult;
  readonly progress: readonly RunProgress[];
  /** Every checkpoint, after a round trip through JSON. */
  readonly checkpoints: readonly unknown[];
  readonly requests: readonly EvaluationRequest[];
  readonly gradients: readonly GradientRequest[];
}

export interface RunSettings {
  readonly files?: Readonly<Record<string, string>>;
  readonly circuits?: Readonly<Record<string, Circuit>>;
  readonly resumeFrom?: unknown;
  readonly signal?: CancellationSignal;
  /** Called before every evaluation, with its number; may throw or cancel. */
  readonly beforeEvaluation?: (index: number, backend: string) => void;
  /** Of a device that all backends emulate. */
  readonly noise?: NoiseModel;
  /** What answers for steps and models in Python. */
  readonly python?: PythonPort;
  readonly onCheckpoint?: (checkpoint: unknown) => void;
  /** What all backends take circuits for. */
  readonly target?: TranspilerTarget;
}

export function resolvedPipeline(text: string): ResolvedPipeline {
  const { definition, diagnostics } = readPipeline(text, 'test.hybrid.yaml');
  if (!definition) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return applyDefaults(definition);
}

/** Runs a pipeline on the embedded simulator; `data.csv` holds two well separated classes unless given. */
export async function runText(text: string, settings: RunSettings = {}): Promise<ObservedRun> {
  const progress: RunProgress[] = [];
  const checkpoints: unknown[] = [];
  const requests: EvaluationRequest[] = [];
  const gradients: GradientRequest[] = [];
  const kernels = await simulatorKernels();
  const evaluatorOf = (backend: string): CircuitEvaluator => {
    const local = createLocalEvaluator(kernels, undefined, settings.noise);
    return {
      evaluate: async (request, signal) => {
        settings.beforeEvaluation?.(requests.length, backend);
        requests.push(request);
        return local.evaluate(request, signal);
      },
      gradient: async (request, signal) => {
        settings.beforeEvaluation?.(requests.length + gradients.length, backend);
        gradients.push(request);
        if (!local.gradient) throw new Error('The local evaluator has gradients.');
        return local.gradient(request, signal);
      },
    };
  };
  const ports: EnginePorts = {
    clock: systemClock,
    evaluator: async (backend) => evaluatorOf(backend),
    ...(settings.python ? { python: settings.python } : {}),
    ...(settings.target ? { target: async () => settings.target } : {}),
    report: (entry) => progress.push(entry),
    saveCheckpoint: async (checkpoint) => {
      const stored: unknown = JSON.parse(JSON.stringify(checkpoint));
      checkpoints.push(stored);
      settings.onCheckpoint?.(stored);
    },
    loadCheckpoint: async () => settings.resumeFrom,
  };
  const result = await runPipeline({
    pipeline: resolvedPipeline(text),
    files: memoryFiles({ 'data.csv': twoClassTable(60), ...settings.files }),
    circuits: memoryCircuits(settings.circuits ?? {}),
    ports,
    signal: settings.signal ?? neverCancelled,
  });
  return { result, progress, checkpoints, requests, gradients };
}

/** The part of a result that must not depend on how long anything took. */
export function measured(result: RunResult): string {
  return JSON.stringify({
    metrics: result.contenders.map(({ id, metrics, shots }) => ({ id, metrics, shots })),
    verdicts: result.verdicts.map(({ against, outcome, difference, interval, pValue }) => ({
      against,
      outcome,
      difference,
      interval,
      pValue,
    })),
    trace: result.trace.map(({ repeat, iteration, loss, evaluations }) => ({ repeat, iteration, loss, evaluations })),
    confusion: result.confusion,
    used: [result.quantum?.circuits, result.quantum?.shots, result.quantum?.jobs, result.quantum?.cost],
    warnings: result.warnings,
  });
}

/** A signal that is cancelled just before the given evaluation. */
export function cancelBefore(evaluation: number): Pick<RunSettings, 'signal' | 'beforeEvaluation'> {
  const source = new CancellationSource();
  return {
    signal: source.signal,
    beforeEvaluation: (index) => {
      if (index === evaluation) source.cancel();
    },
  };
}
