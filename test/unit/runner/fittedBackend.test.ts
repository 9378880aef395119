import { expect, test } from 'vitest';
import { createBackendEvaluator } from '#core/backends/backendEvaluator.ts';
import { type JobLedger, runJob } from '#core/backends/jobRunner.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { measuredCircuit } from '#core/circuit/measuredCircuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { CircuitFitter, requiredFitting } from '#core/pipeline/circuits/circuitFitter.ts';
import { fittedEvaluator } from '#core/pipeline/engine/fittedEvaluator.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { fittedBackend, JobFitter } from '#runner/fittedBackend.ts';
import { circuit, cx, gate, measure } from '#test/support/circuitBuilder.ts';
import { deviceBackend, type TestDevice } from '#test/support/deviceBackend.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };

/** Five qubits in a row, with ECR gates in one direction each. */
const row: TestDevice = {
  qubits: 5,
  gates: ['ecr', 'id', 'rz', 'sx', 'x', 'measure', 'delay'],
  couplings: [
    [1, 0],
    [1, 2],
    [3, 2],
    [3, 4],
  ],
};

function ledgerOf(jobs: Map<string, StoredJob>): JobLedger {
  return { runId: 'run', find: async (key) => jobs.get(key), save: async (job) => void jobs.set(job.key, job) };
}

function fitterFor(device: TestDevice): JobFitter {
  const target = device.takes === 'any-circuit' ? undefined : targetOf(device);
  return new JobFitter({ target: async () => target, level: 2, seed: 3 });
}

function targetOf({ couplings = [], gates, qubits }: TestDevice): TranspilerTarget {
  return deviceTarget({ name: 'device', qubitCount: qubits, gates, couplings });
}

/** Unequal bits of unequal registers, read out of order from a circuit whose ends meet. */
const asymmetric: Circuit = {
  ...circuit(4, [gate('x', 0), cx(0, 3), cx(3, 1), gate('swap', [1, 2]), measure(2, 0), measure(1, 1), measure(0, 4)]),
  bitCount: 5,
  bitRegisters: [
    { name: 'a', start: 0, size: 2 },
    { name: 'b', start: 2, size: 3 },
  ],
};

test('a device that takes its own gates only gets them, on its couplings, and its bits come back in place', async () => {
  const device = deviceBackend('row', row);
  const job = { key: 'k', circuits: [asymmetric], shots: 50 };
  const backend = fittedBackend(device, fitterFor(row));
  const jobs = new Map<string, StoredJob>();
  const { outcomes } = await runJob({ backend, ledger: ledgerOf(jobs), clock }, job, neverCancelled);
  expect(outcomes[0]?.counts).toEqual({ '10001': 50 });
  expect(device.submitted).toHaveLength(1);
  const [sent] = device.submitted[0]?.circuits ?? [];
  expect(sent?.bitRegisters).toEqual(asymmetric.bitRegisters);
  expect(sent?.qubitCount).toBe(5);
  // The job is known by what was asked, not by what was sent.
  expect([...jobs.keys()]).toEqual(['k']);
  expect(device.submitted[0]?.key).toBe('k');
});

test('the program of a fitted circuit names the qubits of the device', async () => {
  const fitted = await fitterFor(row).fitted(asymmetric, neverCancelled);
  const { text } = exportQasm3(fitted?.circuit ?? asymmetric);
  expect(text).not.toMatch(/\bqubit\b/);
  expect(text).toMatch(/ecr \$[13], \$[024];/);
});

test('a device that takes any circuit gets it as it is', async () => {
  const device = deviceBackend('any', { ...row, takes: 'any-circuit' });
  const backend = fittedBackend(device, fitterFor({ ...row, takes: 'any-circuit' }));
  await backend.submit({ key: 'k', circuits: [asymmetric], shots: 50 }, neverCancelled);
  expect(device.submitted[0]?.circuits[0]).toBe(asymmetric);
});

test('the cost is estimated of what will be sent', async () => {
  const device = deviceBackend('row', row);
  const backend = fittedBackend(device, fitterFor(row));
  const job = { key: 'k', circuits: [asymmetric], shots: 50 };
  await expect(device.estimate(job, neverCancelled)).rejects.toThrow('not in the basis');
  expect((await backend.estimate(job, neverCancelled)).arithmetic).toBe('1 circuits');
});

test('a circuit that is too wide is refused before anything is sent', async () => {
  const device = deviceBackend('row', row);
  const wide = measuredCircuit(circuit(6, [gate('h', 5)]));
  const backend = fittedBackend(device, fitterFor(row));
  const sent = backend.submit({ key: 'k', circuits: [wide], shots: 1 }, neverCancelled);
  await expect(sent).rejects.toThrow('The circuit has 6 qubits, and the device has 5.');
  expect(device.submitted).toEqual([]);
});

test('what names its qubits stays on them, and its gates are neither cancelled nor merged', async () => {
  const folded = {
    ...circuit(2, [gate('sx', 0), gate('sxdg', 0), gate('sx', 0), gate('rz', 1, 0.2), gate('rz', 1, 0.3)]),
    deviceQubits: [3, 2],
  };
  const fitted = await fitterFor(row).fitted(folded, neverCancelled);
  expect(fitted?.initial).toEqual([3, 2]);
  // An inverse √X is a √X between half turns about Z.
  expect(circuitMetrics(fitted?.circuit ?? folded).gateCounts).toMatchObject({ sx: 3, rz: 4 });
});

test.each<[string, EvaluationOutput]>([
  ['probabilities', { kind: 'probabilities' }],
  [
    'expectations',
    {
      kind: 'expectations',
      observables: [
        { terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'X' }] }] },
        {
          terms: [
            {
              coefficient: 1,
              factors: [
                { qubit: 2, axis: 'Y' },
                { qubit: 1, axis: 'Z' },
              ],
            },
          ],
        },
      ],
    },
  ],
  ['fidelity-kernel', { kind: 'fidelity-kernel' }],
])('an ansatz is fitted once, and bound answers are those of the simulator: %s', async (_name, output) => {
  const ansatz = efficientSu2(3, 1, 'full');
  const bindings = [0, 1, 2].map((rowIndex) => ansatz.parameters.map((__, place) => 0.3 * place - rowIndex));
  const target = targetOf(row);
  const settings = requiredFitting(target, resolvedPipeline(pipelineText({})));
  const fitter = new CircuitFitter(settings, new Map([['row', target]]));
  const device = deviceBackend('row', row);
  const backend = fittedBackend(device, fitterFor(row));
  const remote = createBackendEvaluator({ backend, ledger: ledgerOf(new Map()), clock, shots: 60_000 });
  const asked = fittedEvaluator(remote, async (each) => fitter.fitted(each, 'row'));
  const request = { circuit: ansatz, bindings, output, seed: 11 };
  const found = await asked.evaluate(request, neverCancelled);
  const local = createLocalEvaluator(await simulatorKernels());
  const exact = await local.evaluate(request, neverCancelled);
  found.rows.forEach((values, index) => {
    // Five standard deviations of the least certain value.
    values.forEach((value, place) => {
      expect(Math.abs(value - (exact.rows[index]?.[place] ?? 9))).toBeLessThan(0.021);
    });
  });
  // All of them lie on the same qubits, and are as the ansatz was fitted to them.
  const places = device.submitted.flatMap(({ circuits }) => circuits).map((each) => usedQubits(each).join());
  expect(new Set(places).size).toBe(1);
  expect(bindCircuit(fitter.fitted(ansatz, 'row').circuit, bindings[0] ?? []).deviceQubits?.join()).toBe(places[0]);
});

function usedQubits({ operations }: Circuit): number[] {
  const used = operations.flatMap((operation) => (operation.kind === 'gate' ? operation.targets : []));
  return [...new Set(used)].sort((one, other) => one - other);
}
