import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend, CircuitOutcome } from '#core/backends/backend.ts';
import type { IonqBackendOptions } from '#core/backends/ionq/ionqBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { circuit, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { emulatedIonqBackend, startEagerIonqEmulator } from '#test/support/emulators/ionq/emulatedIonqBackend.ts';
import type { IonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });

let emulator: IonqEmulator;
beforeEach(async () => {
  emulator = await startEagerIonqEmulator();
});
afterEach(() => emulator.close());

function ionq(device: string, options: Partial<IonqBackendOptions> = {}): Backend {
  return emulatedIonqBackend(emulator, device, options);
}

async function run(backend: Backend, circuits: Circuit[], shots = 1000): Promise<readonly CircuitOutcome[]> {
  const handle = await backend.submit({ key: `k-${circuits.length}`, circuits, shots, seed: 11 }, neverCancelled);
  expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'completed' });
  return (await backend.result(handle, circuits, neverCancelled)).outcomes;
}

/** The job that the emulator had last. */
function lastJob() {
  const job = [...emulator.jobs.values()].at(-1);
  if (!job) throw new Error('The emulator has no job.');
  return job.submission;
}

/** What the embedded simulator finds, by so many shots that a wrong bit shows. */
function embedded(of: Circuit): Record<string, number> {
  const shots = 40_000;
  const { memory = [] } = simulator.simulate(of, { shots, seed: 5, memory: true });
  const found: Record<string, number> = {};
  for (const bits of memory) found[bits] = (found[bits] ?? 0) + 1 / shots;
  return found;
}

function expectSame(outcome: CircuitOutcome | undefined, of: Circuit, tolerance = 0.02): void {
  const wanted = embedded(of);
  const told = outcome?.probabilities ?? {};
  for (const bits of new Set([...Object.keys(wanted), ...Object.keys(told)])) {
    expect(Math.abs((told[bits] ?? 0) - (wanted[bits] ?? 0)), bits).toBeLessThan(tolerance);
  }
}

/** No two qubits, no two bits and no two outcomes of it are alike. */
const asymmetric: Operation[] = [
  gate('ry', 0, 0.4),
  gate('ry', 1, 1.1),
  gate('ry', 2, 2.3),
  cx(0, 2),
  gate('rx', 1, 0.7),
  cx(2, 1),
  gate('h', 0),
];

describe('a circuit that was fitted to the gates of the device', () => {
  const fitted = (entangler: string) => {
    const whole = circuit(3, [...asymmetric, ...measureAll(3)], { bits: 3 });
    return transpileCircuit(whole, { basis: gateBasis(['gpi', 'gpi2', entangler]) }, { level: 2, seed: 3 }).circuit;
  };

  test.each(['zz', 'ms'])(
    'goes as native gates with %s and gives the distribution of the circuit',
    async (entangler) => {
      const own = fitted(entangler);
      const [outcome] = await run(ionq('simulator'), [own]);
      expect(lastJob()).toMatchObject({ type: 'ionq.circuit.v1', program: { circuits: [{ gateset: 'native' }] } });
      expectSame(outcome, own);
    },
  );

  test('goes as a list of other gates to a device without them', async () => {
    const own = fitted('ms');
    const [outcome] = await run(ionq('qpu.forte-1'), [own]);
    expect(lastJob()).toMatchObject({ program: { circuits: [{ gateset: 'qis' }] } });
    expectSame(outcome, own);
    await run(ionq('qpu.forte-1'), [fitted('zz')]);
    expect(lastJob()).toMatchObject({ program: { circuits: [{ gateset: 'native' }] } });
  });

  test('goes beside one that was not, each in its own gates', async () => {
    const plain = circuit(3, [gate('x', 1), ...measureAll(3)], { bits: 3 });
    const [first, second] = await run(ionq('simulator'), [plain, fitted('zz')]);
    expect(lastJob()).toMatchObject({
      type: 'ionq.multi-circuit.v1',
      program: { circuits: [{ gateset: 'qis' }, { gateset: 'native' }] },
    });
    expect(first?.probabilities).toEqual({ '010': 1 });
    expectSame(second, fitted('zz'));
  });

  test('is priced by the gates that are sent', async () => {
    const own = fitted('zz');
    const { arithmetic } = await ionq('qpu.forte-1').estimate(
      { key: 'k', circuits: [own], shots: 100 },
      neverCancelled,
    );
    const pairs = own.operations.filter((operation) => operation.kind === 'gate' && operation.gate === 'rzz').length;
    expect(pairs).toBeGreaterThan(0);
    expect(arithmetic).toContain(`and ${pairs} two-qubit gates`);
  });
});

describe('a circuit that measures and resets before its end', () => {
  /** Qubit 0 is used three times; the bits are not in the order of the qubits or of time. */
  const reusing = circuit(
    3,
    [
      ...asymmetric,
      measure(0, 3),
      reset(0),
      gate('ry', 0, 0.9),
      cx(0, 1),
      measure(0, 0),
      measure(2, 4),
      gate('u', 0, 0.3, 0.2, 1.7),
      gate('rzz', [1, 0], 0.8),
      gate('sxdg', 1),
      measure(1, 2),
    ],
    { bits: 5 },
  );

  test('goes as an OpenQASM 3 program of the gates of the library, and gives its probabilities', async () => {
    const [outcome] = await run(ionq('simulator'), [reusing]);
    const { program, settings, type } = lastJob();
    expect(type).toBe('ionq.qasm3.v1');
    expect(settings).toEqual({ compilation: { service_version: 'v0.4' } });
    const text = program.kind === 'openqasm' ? program.text : '';
    expect(text).toMatch(/^OPENQASM 3\.0;\ninclude "stdgates\.inc";\n\nqubit\[3\] q;\nbit\[5\] c;\n/);
    expect(text).not.toMatch(/@|^gate |\bif\b|\$/m);
    expect(outcome?.counts).toBeUndefined();
    expectSame(outcome, reusing);
  });

  test('gives counts where there is noise', async () => {
    const [outcome] = await run(ionq('simulator', { noise: { model: 'forte-1' } }), [reusing], 20_000);
    expect(Object.values(outcome?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(20_000);
    expectSame(outcome, reusing, 0.05);
  });

  test('is priced as a program, with its gates', async () => {
    const { arithmetic } = await ionq('qpu.forte-1').estimate(
      { key: 'k', circuits: [circuit(2, [gate('x', 0), reset(0), cx(0, 1), measure(1, 0)], { bits: 1 })], shots: 10 },
      neverCancelled,
    );
    expect(arithmetic).toContain('10 shots of 1 one-qubit and 1 two-qubit gates');
  });

  test('has a job of its own', async () => {
    const { advice, message, reason } = await failureOf(
      ionq('simulator').submit({ key: 'k', circuits: [reusing, reusing], shots: 10 }, neverCancelled),
    );
    expect([reason, message, advice]).toEqual([
      'invalid-circuit',
      'Circuit 1 of 2 measures or resets before its end, and IonQ takes one such circuit a job.',
      'Run it in a job of its own, measure at the end only, or use the embedded simulator.',
    ]);
    expect(emulator.jobs.size).toBe(0);
  });

  test('is refused when it acts on what it measured, which no device of IonQ does', async () => {
    const acting = circuit(2, [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 1)]), measure(1, 1)], { bits: 2 });
    const { message, reason } = await failureOf(
      ionq('simulator').submit({ key: 'k', circuits: [acting], shots: 10 }, neverCancelled),
    );
    expect(reason).toBe('invalid-circuit');
    expect(message).toContain('An operation that depends on measured bits');
    expect(await ionq('simulator').describe(neverCancelled)).toMatchObject({ takesFeedback: false });
  });
});

describe('the result of a program', () => {
  const shots = [
    { registers: { early: [1], late: [0, 1], output_all: [1, 1] } },
    { registers: { early: [1], late: [0, 1], output_all: [0, 1] } },
    { registers: { early: [0], late: [1, 0], output_all: [0, 0] }, leakage_bits: [0, 1] },
  ];

  function answering(results: Record<string, unknown>): Backend {
    const artifacts = Object.fromEntries(Object.keys(results).map((format) => [format, { id: format, format }]));
    return ionq('simulator', {
      endpoint: 'https://example.com',
      http: async ({ url }) => {
        const path = url.slice('https://example.com/jobs/j'.length);
        const job = { id: 'j', status: 'completed', type: 'ionq.qasm3.v1', results: artifacts };
        const body = path === '' ? job : path === '/cost' ? {} : results[path.slice('/artifacts/'.length)];
        return { status: 200, headers: {}, body: JSON.stringify(body) };
      },
    });
  }

  test('of another client has the bits of all its registers, the first the lowest', async () => {
    const { outcomes } = await answering({ 'ionq.result.shots.json.v2': { shots } }).result(
      { backend: 'cloud', id: 'j' },
      undefined,
      neverCancelled,
    );
    // Shots whose qubits have leaked are no shots.
    expect(outcomes).toEqual([{ counts: { '101': 2 }, probabilities: { '101': 1 }, shots: ['101', '101'] }]);
  });

  test('of another client with one register has its probabilities', async () => {
    const registers = { c: { '100': 0.75, '010': 0.25 }, output_all: { '00': 1 } };
    const { outcomes } = await answering({
      'ionq.result.probabilities.json.v2': { probabilities: { registers } },
    }).result({ backend: 'cloud', id: 'j' }, undefined, neverCancelled);
    expect(outcomes).toEqual([{ probabilities: { '001': 0.75, '010': 0.25 } }]);
  });

  test('that lacks bits, or tells of no registers, is an unknown failure', async () => {
    const own = circuit(1, [gate('x', 0), reset(0), measure(0, 0)], { bits: 1 });
    const told = [{ 'ionq.result.shots.json.v2': { shots } }, { 'ionq.result.probabilities.json.v1': { '0': 1 } }];
    for (const results of told) {
      const failure = await failureOf(answering(results).result({ backend: 'cloud', id: 'j' }, [own], neverCancelled));
      expect(failure.reason).toBe('unknown');
      expect(failure.advice).toBeDefined();
    }
  });
});
