import { expect, test } from 'vitest';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import { operationNoise, qubitNoise } from '#core/simulator/noise/noiseModel.ts';
import { memoryFiles } from '#test/support/pipelineFixtures.ts';
import { backendNoise } from '../../../runner/backendNoise.ts';

type Noise = NonNullable<ResolvedBackend['noise']>;

const files = memoryFiles({
  'device.yaml':
    'noise: 1\nname: device\ngates: [{ on: two-qubit, depolarising: 0.03 }]\nqubits: { 1: { T1: 50 us } }\n',
});
const modelOf = (noise: Noise, adapter = 'builtin-simulator') =>
  backendNoise('noisy', { adapter, kind: 'emulator', noise }, files);

const h = { class: 'one-qubit', name: 'h', qubits: [0] } as const;
const cx = { class: 'two-qubit', name: 'cx', qubits: [0, 1] } as const;

test('depolarizing and readout of a pipeline', async () => {
  const model = await modelOf({
    depolarizing: { oneQubit: 0.001, twoQubit: 0.01 },
    readout: { p01: 0.02, p10: 0.01 },
  });
  if (!model) throw new Error('There is a model.');
  expect(operationNoise(model, h)).toEqual({ strength: { kind: 'depolarising', probability: 0.001 } });
  expect(operationNoise(model, cx)).toEqual({ strength: { kind: 'depolarising', probability: 0.01 } });
  expect(qubitNoise(model, 3)).toEqual({ readout: { p01: 0.02, p10: 0.01 } });
});

test('T1 and T2 come with durations, as the model has none', async () => {
  const model = await modelOf({ t1: '100us', t2: '80us' });
  if (!model) throw new Error('There is a model.');
  expect(qubitNoise(model, 0).relaxation?.t1).toBeCloseTo(1e-4, 12);
  expect(qubitNoise(model, 0).relaxation?.t2).toBeCloseTo(8e-5, 12);
  expect(operationNoise(model, cx).duration).toBeGreaterThan(0);
  expect(model.idle).toEqual({ kind: 'relaxation' });
});

test('a file is the base that other keys change', async () => {
  const model = await modelOf({ from: 'device.yaml', depolarizing: { oneQubit: 0.5, twoQubit: 0.25 } });
  if (!model) throw new Error('There is a model.');
  expect(model.name).toBe('device');
  expect(operationNoise(model, cx).strength).toEqual({ kind: 'depolarising', probability: 0.25 });
  expect(qubitNoise(model, 1).relaxation?.t1).toBeCloseTo(5e-5, 12);
  expect((await modelOf({ from: 'superconducting' }))?.name).toBe('superconducting (made up)');
});

test('a file that is not there, and a backend that takes no noise, are refused', async () => {
  await expect(modelOf({ from: 'none.yaml' })).rejects.toMatchObject({ reason: 'not-found' });
  await expect(modelOf({}, 'ionq')).rejects.toMatchObject({ reason: 'unsupported' });
});
