import { expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { CouplingMap, lineCouplings } from '#core/transpiler/couplingMap.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { cancelBefore, measured, type ObservedRun, resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';
import { hydrogenPipeline } from '#test/support/problemPipelines.ts';
import { misfits } from '#test/support/transpiledCircuits.ts';

const fitted = (quantum: string, transpile: string) => quantum.replace(/\}$/, `, transpile: ${transpile} }`);

function small(quantum: string, overrides: Readonly<Record<string, string>> = {}): string {
  return pipelineText({ quantum, optimise: '{ maxIterations: 12 }', benchmark: '{ repeats: 2 }', ...overrides });
}

const patterns = {
  loop: [small, '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }', {}],
  gradients: [
    small,
    '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: efficient-su2 }, measure: { observables: [ZI, IZ] } }',
    { optimise: '{ method: adam, maxIterations: 5, gradient: adjoint }' },
  ],
  kernel: [
    small,
    '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
    { pattern: 'quantum-features', optimise: '' },
  ],
  expectations: [
    small,
    '{ qubits: 2, featureMap: { use: zz } }',
    { pattern: 'quantum-features', optimise: '', head: '{ use: logistic-regression }' },
  ],
} as const;

const circuitsOf = ({ gradients, requests }: ObservedRun): Circuit[] =>
  [...requests, ...gradients].map(({ circuit }) => circuit);

const metrics = ({ result }: ObservedRun) =>
  result.contenders.flatMap(({ metrics: own }) => own.flatMap(({ values }) => values));

test.each(Object.keys(patterns) as (keyof typeof patterns)[])(
  'a fitted circuit gives the answers of the circuit: %s',
  async (name) => {
    const [text, quantum, overrides] = patterns[name];
    const plain = await runText(text(quantum, overrides));
    const run = await runText(text(fitted(quantum, '{ level: 2, basis: [rz, sx, x, cz] }'), overrides));
    // Later steps of a search hang on the last digits of those before.
    const told = (own: ObservedRun) => {
      const { trace } = own.result;
      return trace.length > 0 ? trace.slice(0, 3).map(({ loss }) => loss) : metrics(own);
    };
    expect(told(run)).toHaveLength(told(plain).length);
    told(run).forEach((value, index) => {
      expect(value).toBeCloseTo(told(plain)[index] ?? Number.NaN, 9);
    });
    const basis = gateBasis(['rz', 'sx', 'x', 'cz']);
    for (const circuit of circuitsOf(run)) expect(misfits(circuit, { basis })).toEqual([]);
  },
);

test('the record tells how large the circuit is before and after, and how it was fitted', async () => {
  const text = hydrogenPipeline
    .replace('quantum: { qubits: 2,', 'quantum: { transpile: { level: 1, basis: [rz, sx, ecr] }, qubits: 2,')
    .replace('repeats: 5', 'repeats: 1');
  const plain = await runText(hydrogenPipeline.replace('repeats: 5', 'repeats: 1'));
  const { result } = await runText(text);
  expect(result.contenders[0]?.metrics[0]?.mean).toBeCloseTo(plain.result.contenders[0]?.metrics[0]?.mean ?? 1, 6);
  expect(result.quantum).toMatchObject({
    gateCounts: { cx: 3, ry: 8 },
    compiled: { qubits: 2, parameters: 8, twoQubitGates: 3, gateCounts: { ecr: 3 } },
    transpiler: { level: 1, basis: ['rz', 'sx', 'ecr'] },
  });
  expect(plain.result.quantum?.compiled).toBeUndefined();
});

test('a run that is taken up behind its last circuit still tells how its circuits were fitted', async () => {
  const target = { basis: gateBasis(['rz', 'sx', 'x', 'cz']), coupling: new CouplingMap(3, lineCouplings(3)) };
  const text = small('{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }');
  const whole = await runText(text, { target });
  expect(whole.result.quantum?.compiled?.gateCounts).toHaveProperty('cz');
  const resumed = await runText(text, { target, resumeFrom: whole.checkpoints.at(-1) });
  expect(resumed.requests).toEqual([]);
  expect(resumed.result.quantum).toEqual(whole.result.quantum);
});

/** Five qubits in a row, of which the last two err in no gate and the others in every one. */
const device = `calibration: 1
device: five in a row
date: 2026-08-20
qubits:
${[0, 1, 2, 3, 4].map((qubit) => `  - { qubit: ${qubit}, T1: 1, T2: 1, error: ${qubit < 3 ? 0.2 : 0}, gateLength: 0, p10: ${qubit < 3 ? 0.1 : 0}, p01: 0 }`).join('\n')}
edges:
${[0, 1, 2, 3].map((qubit) => `  - { qubits: [${qubit}, ${qubit + 1}], error: ${qubit < 3 ? 0.3 : 0}, gateLength: 0 }`).join('\n')}
virtualGates: [rz]
`;

const emulated = (quantum: string) =>
  small(quantum, {
    backends: '{ device: { adapter: builtin-simulator, kind: emulator, noise: { from: device.yaml } } }',
    optimise: '{ maxIterations: 4 }',
    benchmark: '{ repeats: 1 }',
  });

const onDevice = { files: { 'device.yaml': device }, noise: readNoiseModel(device, 'device.yaml') };

test('on an emulated device circuits lie on its couplings, and noise is that of the qubits they lie on', async () => {
  const quantum = '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }';
  const run = await runText(emulated(fitted(quantum, '{ level: 1, layout: [1, 3] }')), onDevice);
  for (const circuit of circuitsOf(run)) {
    const places = circuit.deviceQubits ?? [];
    // The ablation without entanglement needs no swaps.
    expect(places.join()).toMatch(/^1,(2,)?3$/);
    for (const operation of circuit.operations) {
      const [one, other] = operationQubits(operation).map((qubit) => places[qubit] ?? -1);
      if (one !== undefined && other !== undefined) expect(Math.abs(one - other)).toBe(1);
    }
  }
  expect(run.result.quantum?.compiled?.qubits).toBe(3);
  expect(run.result.quantum?.transpiler?.layout).toEqual([1, 3]);
});

test('qubits without errors give the exact answers, others do not', async () => {
  const quantum = '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }';
  const losses = async (text: string, settings = {}) =>
    (await runText(text, settings)).result.trace.map(({ loss }) => loss);
  const exact = await losses(small(quantum, { optimise: '{ maxIterations: 4 }', benchmark: '{ repeats: 1 }' }));
  const good = await losses(emulated(fitted(quantum, '{ level: 1, layout: [4, 3] }')), onDevice);
  const bad = await losses(emulated(fitted(quantum, '{ level: 1, layout: [0, 1] }')), onDevice);
  good.forEach((loss, index) => {
    expect(loss).toBeCloseTo(exact[index] ?? Number.NaN, 9);
  });
  expect(Math.abs((bad[0] ?? 0) - (exact[0] ?? 0))).toBeGreaterThan(1e-3);
});

test('a resumed run of fitted circuits goes on bit for bit', async () => {
  const text = emulated(
    fitted('{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }', '{ level: 3 }'),
  )
    .replace('{ maxIterations: 4 }', '{ maxIterations: 12, checkpoint: { every: 2 } }')
    .concat('mitigation: { readout: { method: tensored, shots: 500, maxAge: 1h } }\n');
  const whole = await runText(text, onDevice);
  let kept: unknown;
  const interrupted = runText(text, {
    ...onDevice,
    ...cancelBefore(9),
    onCheckpoint: (checkpoint) => (kept = checkpoint),
  });
  await expect(interrupted).rejects.toMatchObject({ reason: 'cancelled' });
  const resumed = await runText(text, { ...onDevice, resumeFrom: kept });
  expect(measured(resumed.result)).toBe(measured(whole.result));
});

test('a circuit that does not fit on a device is left to the next link', async () => {
  const text = small(
    fitted('{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }', '{ level: 0 }'),
    {
      backends: `
  one: { adapter: builtin-simulator, kind: emulator, noise: { from: one.yaml } }
  local: { adapter: builtin-simulator }`,
      execution: '{ chain: [{ backend: one }, { backend: local }] }',
    },
  );
  const one = 'calibration: 1\ndevice: one\ndate: 2026-08-20\nqubits: [{ qubit: 0 }]\ncouplings: []\n';
  const { result } = await runText(text, { files: { 'one.yaml': one } });
  expect(result.quantum?.backend).toBe('local');
  expect(result.fallbacks).toMatchObject([{ from: 'one', to: 'local', reason: 'invalid-circuit' }]);
});

test.each([
  ['{ level: 0, basis: [rz, cx] }', 'rz, cx cannot make every gate on one qubit'],
  ['{ level: 0, basis: [rz, sx, cnott] }', 'Did you mean cnot?'],
  ['{ level: 1, layout: [1, 1] }', 'different qubits'],
  ['{ level: 1, layout: [1] }', 'a qubit of the device for each qubit'],
])('what is no way to fit a circuit is told: %s', (transpile, message) => {
  const quantum = '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }';
  expect(() => resolvedPipeline(small(fitted(quantum, transpile)))).toThrow(message);
});
