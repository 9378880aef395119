import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { durationMilliseconds } from '#core/pipeline/schema/duration.ts';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import {
  byWeight,
  type NoiseModel,
  type NoiseRule,
  type NoiseTarget,
  type OperationNoise,
  type QubitNoise,
} from '#core/simulator/noise/noiseModel.ts';
import { noisePresetNames } from '#core/simulator/noise/noisePresets.ts';
import { noisePreset, readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { decodeText } from '#platform/inputFile.ts';

type WrittenNoise = NonNullable<ResolvedBackend['noise']>;

/** How long gates last where only T1 and T2 are given, in seconds; of the size superconducting devices have. */
const usualDurations = { 'one-qubit': 35e-9, 'two-qubit': 120e-9, wide: 120e-9 } as const;

/**
 * The noise model of a backend of a pipeline: the one `from` names, a built-in model or a file beside the pipeline, with
 * what else is written instead of what it says. Undefined without noise.
 * @throws Failure `unsupported` for backends that are not the embedded simulator; those of the file
 */
export async function backendNoise(
  id: string,
  { adapter, noise }: ResolvedBackend,
  files: PipelineFiles,
): Promise<NoiseModel | undefined> {
  if (noise === undefined) return undefined;
  if (adapter !== builtinAdapter) {
    // Numbers without the noise that was asked for would be wrong, not just less.
    throw new Failure('unsupported', `The backend ${id} (${adapter}) takes no noise model.`, {
      advice: `Use adapter: ${builtinAdapter} for an emulator, or leave noise out.`,
    });
  }
  const base = noise.from === undefined ? undefined : await namedModel(noise.from, files);
  return changedModel(noise, base ?? { ...silence, name: `noise of ${id}` });
}

const silence: NoiseModel = {
  name: '',
  rules: [],
  qubits: { all: {}, single: new Map() },
  correlatedReadout: [],
  idle: { kind: 'none' },
  notes: [],
};

async function namedModel(from: string, files: PipelineFiles): Promise<NoiseModel> {
  const preset = noisePresetNames.find((name) => name === from);
  if (preset !== undefined) return noisePreset(preset);
  return readNoiseModel(decodeText(await files.read(from), from), from);
}

function changedModel({ depolarizing, readout, t1, t2 }: WrittenNoise, base: NoiseModel): NoiseModel {
  const relaxes = t1 !== undefined || t2 !== undefined;
  const added: NoiseRule[] = [
    ...(depolarizing ? strengths(depolarizing.oneQubit, depolarizing.twoQubit) : []),
    ...(relaxes && base.rules.every(({ noise }) => noise.duration === undefined) ? durations() : []),
  ];
  const changes: QubitNoise = {
    ...(relaxes && { relaxation: relaxationOf(t1, t2) }),
    ...(readout && { readout }),
  };
  const single = new Map([...base.qubits.single].map(([qubit, known]) => [qubit, { ...known, ...changes }]));
  return {
    ...base,
    rules: byWeight([...base.rules, ...added]),
    qubits: { all: { ...base.qubits.all, ...changes }, single },
    correlatedReadout: readout ? [] : base.correlatedReadout,
    idle: relaxes ? { kind: 'relaxation' } : base.idle,
  };
}

/** Wider gates are as wrong as those on two qubits. */
function strengths(oneQubit: number, twoQubit: number): NoiseRule[] {
  const strength = (probability: number): OperationNoise => ({ strength: { kind: 'depolarising', probability } });
  return [
    { on: ofClass('one-qubit'), noise: strength(oneQubit) },
    { on: ofClass('two-qubit'), noise: strength(twoQubit) },
    { on: ofClass('wide'), noise: strength(twoQubit) },
  ];
}

function durations(): NoiseRule[] {
  return (['one-qubit', 'two-qubit', 'wide'] as const).map((name) => ({
    on: ofClass(name),
    noise: { duration: usualDurations[name] },
  }));
}

function ofClass(name: keyof typeof usualDurations): NoiseTarget {
  return { kind: 'class', class: name };
}

function relaxationOf(t1: string | undefined, t2: string | undefined): NonNullable<QubitNoise['relaxation']> {
  const seconds = (text: string | undefined) =>
    text === undefined ? Number.POSITIVE_INFINITY : (durationMilliseconds(text) ?? 0) / 1000;
  const lifetime = seconds(t1);
  return { t1: lifetime, t2: Math.min(seconds(t2), 2 * lifetime), excitedPopulation: 0 };
}
