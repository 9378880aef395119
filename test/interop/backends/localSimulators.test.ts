import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend, BackendJob, CircuitOutcome } from '#core/backends/backend.ts';
import { type LocalAdapter, localAdapters } from '#core/backends/backendConfiguration.ts';
import { createLocalBackend } from '#core/backends/local/localBackend.ts';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { localPackages } from '#core/backends/local/localPackages.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit, GateName, Operation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { systemClock } from '#platform/systemClock.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import {
  anyCondition,
  anyMeasuredCircuit,
  loopingCircuit,
  measuredCircuit,
} from '#test/support/arbitraries/measuredCircuits.ts';
import { denseUnitary } from '#test/support/arbitraries/unitaries.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, gate, measure, reset, unitary, when } from '#test/support/circuitBuilder.ts';
import { outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const shots = 2000;
const significance = 1e-6;

/** The seeds are fixed, so what passes once passes always. */
const seed = 20_261_127;

function sample(arbitrary: fc.Arbitrary<Circuit>, count: number): Circuit[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}

/** Gates and matrices under controls, then some of the qubits into bits in any order; bits that nothing is put into are 0. */
const measuredAtEnd = fc.integer({ min: 1, max: 5 }).chain((qubits) => {
  const order = Array.from({ length: qubits }, (_, qubit) => qubit);
  return fc
    .tuple(
      anyGates(qubits, 12),
      fc.option(denseUnitary(Math.min(2, qubits)), { nil: undefined }),
      fc.shuffledSubarray(order, { minLength: 1 }),
      fc.shuffledSubarray(order, { minLength: qubits }),
    )
    .map(([gates, matrix, measured, bits]) => {
      const dense: Operation[] = matrix ? [unitary(matrix, order.slice(0, Math.min(2, qubits)).toReversed())] : [];
      const readings = measured.map((qubit, index) => measure(qubit, bits[index]));
      return circuit(qubits, [...gates, ...dense, ...gates.slice(0, 2), ...readings], { bits: qubits });
    });
});

/** Measurements in the middle, resets, and gates under conditions on what was measured. */
const withFeedback = measuredCircuit({
  qubits: 3,
  bits: 3,
  gate: anyGate(3),
  branches: fc
    .tuple(
      anyCondition(3),
      fc.array(fc.oneof(anyGate(3), fc.nat({ max: 2 }).map(reset)), { minLength: 1, maxLength: 3 }),
      fc.array(anyGate(3), { maxLength: 2 }),
    )
    .map(([condition, body, otherwise]) => ({ kind: 'conditional', condition, body, otherwise })),
});

/** A measurement changes the state, whoever wants its result. */
const discarded = circuit(1, [gate('h', 0), measure(0), gate('h', 0), measure(0, 0)], { bits: 1 });

/** What all packages run. */
const circuits = [...sample(measuredAtEnd, 130), ...sample(withFeedback, 69), discarded];

const sdks = new PythonSdks({ environment: process.env });
const jobs = new LocalJobs(sdks);
let interpreter: string;

beforeAll(async () => {
  interpreter = await pythonEnvironment();
});

afterAll(() => sdks.close());

function backend(adapter: LocalAdapter, device?: string): Backend {
  return createLocalBackend({ id: adapter, adapter, device, interpreter, clock: systemClock, jobs });
}

/** A gate with so many controls, at an odd angle. */
function gateAt(name: GateName, controls: number): Operation {
  const { parameters, targets } = gateTable[name];
  return {
    kind: 'gate',
    gate: name,
    parameters: parameters.map((_, index) => 0.3 + index),
    controls: Array.from({ length: controls }, (_, qubit) => ({ qubit, value: 1 as const })),
    targets: Array.from({ length: targets }, (_, index) => controls + index),
  };
}

/** Whether a device takes circuits that would not fit into memory as states. */
function isWide(adapter: LocalAdapter, device: string): boolean {
  return localPackages[adapter].devices.find((each) => each.device === device)?.state === 'polynomial';
}

/** What a job gives, asked for as the runner does. */
async function outcomesOn(on: Backend, asked: readonly Circuit[], more: Partial<BackendJob> = {}) {
  const job = { key: `${on.id}-${JSON.stringify(more)}-${asked.length}`, circuits: asked, shots, seed, ...more };
  const handle = await on.submit(job, neverCancelled);
  const { outcomes } = await on.result(handle, asked, neverCancelled);
  return outcomes;
}

/** Exact probabilities of the embedded simulator. */
const wanted = circuits.map(outcomeDistribution);

function expectOutcomes(
  outcomes: readonly CircuitOutcome[],
  asked: readonly Circuit[],
  distributions: readonly Readonly<Record<string, number>>[],
): void {
  expect(outcomes).toHaveLength(asked.length);
  outcomes.forEach(({ counts = {} }, index) => {
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(shots);
    expectDistribution(counts, distributions[index] ?? {}, significance, JSON.stringify(asked[index]?.operations));
  });
}

describe('two hundred circuits', () => {
  test('have gates of all kinds, measurements in their middle and conditions', () => {
    const text = JSON.stringify(circuits);
    for (const part of ['"iswap"', '"ryy"', '"gphase"', '"unitary"', '"conditional"', '"reset"'])
      expect(text.split(part).length, part).toBeGreaterThan(20);
    expect(circuits.length).toBe(200);
  });

  test.concurrent.each(localAdapters)(
    'have the same distribution on %s and the embedded simulator',
    async (adapter) => {
      expectOutcomes(await outcomesOn(backend(adapter), circuits), circuits, wanted);
    },
  );

  test('are sampled by the embedded simulator with that distribution', () => {
    const outcomes = circuits.map((each, index) => simulate(each, { shots, seed: index }, simulationContext));
    expectOutcomes(
      outcomes.map(({ counts }) => ({ counts, probabilities: {} })),
      circuits,
      wanted,
    );
  });
});

describe('what only some can do', () => {
  const looping = sample(loopingCircuit(4, 3), 5);
  const measuringInBranches = sample(anyMeasuredCircuit(3, 3), 20);

  test('loops and measurements under conditions run on Qiskit Aer', async () => {
    const asked = [...looping, ...measuringInBranches];
    expectOutcomes(await outcomesOn(backend('qiskit-aer'), asked), asked, asked.map(outcomeDistribution));
  });

  test('loops run on Braket, in which a first measurement under a condition does not', async () => {
    expectOutcomes(await outcomesOn(backend('braket-local'), looping), looping, looping.map(outcomeDistribution));
    const first = circuit(2, [measure(0, 0), when([0], 1, [measure(1, 1)])], { bits: 2 });
    await expect(outcomesOn(backend('braket-local'), [first])).rejects.toMatchObject({
      reason: 'invalid-circuit',
      message: 'Amazon Braket cannot run this circuit: a first measurement under a condition.',
      advice: expect.stringMatching(/measure into the bit before, or run it on .* Qiskit Aer/),
    });
  });

  test.each(['cirq', 'pennylane'] as const)('%s refuses both and says what can', async (adapter) => {
    const { title } = localPackages[adapter];
    const inBranch = circuit(1, [gate('h', 0), measure(0, 0), when([0], 1, [measure(0, 0)])], { bits: 1 });
    for (const [asked, what] of [
      [looping[0] ?? discarded, 'a loop that depends on measured bits'],
      [inBranch, 'a measurement under a condition'],
    ] as const) {
      await expect(outcomesOn(backend(adapter), [asked])).rejects.toMatchObject({
        reason: 'invalid-circuit',
        message: `${title} cannot run this circuit: ${what}.`,
        advice: expect.stringMatching(/, or run it on the embedded simulator or Qiskit Aer, which can do more\.$/),
      });
    }
  });
});

describe('every device', () => {
  const devices = localAdapters.flatMap((adapter) =>
    localPackages[adapter].devices.map(({ device }) => [adapter, device] as const),
  );
  /** Qubit 0 is 1 and goes to bit 2; nothing goes to bit 1. */
  const asymmetric = circuit(3, [gate('x', 0), gate('h', 1), measure(0, 2), measure(2, 0)], { bits: 4 });
  const coins = circuit(
    10,
    [...Array(10).keys()].flatMap((qubit) => [gate('h', qubit), measure(qubit, qubit)]),
    {
      bits: 10,
    },
  );

  test.each(devices)('of %s: %s writes bits in our order and follows the seed', async (adapter, device) => {
    const on = backend(adapter, device);
    const [found, first] = await outcomesOn(on, [asymmetric, coins], { shots: 50, key: `${device} first` });
    expect(found).toEqual({ counts: { '0100': 50 }, probabilities: { '0100': 1 } });
    const [, again] = await outcomesOn(on, [asymmetric, coins], { shots: 50, key: `${device} again` });
    expect(again).toEqual(first);
    const [, other] = await outcomesOn(on, [asymmetric, coins], { shots: 50, key: `${device} other`, seed: 2 });
    expect(other).not.toEqual(first);
  });

  test('feedback gives the same on state vectors and density matrices', async () => {
    const asked = sample(withFeedback, 3);
    for (const [adapter, device] of [
      ['qiskit-aer', 'aer_simulator_density_matrix'],
      ['cirq', 'DensityMatrixSimulator'],
      ['pennylane', 'default.mixed'],
      ['pennylane', 'default.qubit'],
    ] as const) {
      expectOutcomes(await outcomesOn(backend(adapter, device), asked), asked, asked.map(outcomeDistribution));
    }
  });

  /** Superpositions, the gate, and measurements of all qubits. */
  const withGate = (placed: Operation): Circuit => {
    const qubits = [0, 1, 2];
    const readings = qubits.map((qubit) => measure(qubit, qubit));
    return circuit(3, [...qubits.map((qubit) => gate('h', qubit)), placed, ...readings], { bits: 3 });
  };
  /** Every gate of the product, and those of OpenQASM's library that are made of them, by their names; at an odd angle. */
  const allGates = new Map<string, Operation>([
    ...gateNames.map((name) => [name, gateAt(name, 0)] as const),
    ...(['x', 'y', 'z', 'h', 'p', 'rx', 'ry', 'rz', 'u', 'swap'] as const).map(
      (name) => [`c${name}`, gateAt(name, 1)] as const,
    ),
    ['ccx', gateAt('x', 2)],
  ]);
  const feedback = circuit(2, [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 1)]), measure(1, 1)], { bits: 2 });

  test.each(devices)('of %s: %s takes the gates and the feedback that it says it takes', async (adapter, device) => {
    const on = backend(adapter, device);
    const { gates, takesFeedback } = await on.describe(neverCancelled);
    const taken = async (asked: readonly Circuit[], key: string) => {
      try {
        return (await outcomesOn(on, asked, { shots: 2, key: `${device} ${key}` })).length === asked.length;
      } catch (thrown) {
        expect(thrown).toMatchObject({ reason: 'invalid-circuit' });
        return false;
      }
    };
    expect([...allGates.keys()]).toEqual(expect.arrayContaining([...gates]));
    const [those, others] = [true, false].map((wanted) =>
      [...allGates].filter(([name]) => gates.includes(name) === wanted),
    );
    expect(
      await taken(
        (those ?? []).map(([, placed]) => withGate(placed)),
        'gates',
      ),
    ).toBe(true);
    for (const [name, placed] of others ?? []) expect(await taken([withGate(placed)], name), name).toBe(false);
    expect(await taken([feedback], 'feedback')).toBe(takesFeedback);
  });

  test.each(devices.filter(([adapter, device]) => isWide(adapter, device)))(
    'of %s: %s takes as many qubits as it says',
    async (adapter, device) => {
      const on = backend(adapter, device);
      const { qubits } = await on.describe(neverCancelled);
      const ends = (count: number) =>
        circuit(count, [gate('x', count - 1), measure(count - 1, 0), measure(0, 1)], { bits: 2 });
      const [found] = await outcomesOn(on, [ends(qubits)], { shots: 3, key: `${device} wide` });
      expect(found?.counts).toEqual({ '01': 3 });
      await expect(outcomesOn(on, [ends(qubits + 1)], { key: `${device} wider` })).rejects.toMatchObject({
        reason: 'invalid-circuit',
      });
    },
  );

  test('a circuit that it cannot simulate is refused in its words', async () => {
    const magic = circuit(1, [gate('t', 0), measure(0, 0)], { bits: 1 });
    for (const [adapter, device] of [
      ['qiskit-aer', 'aer_simulator_stabilizer'],
      ['cirq', 'CliffordSimulator'],
    ] as const) {
      await expect(outcomesOn(backend(adapter, device), [discarded, magic], { key: device })).rejects.toMatchObject({
        reason: 'invalid-circuit',
      });
    }
  });
});

test('the health check tells the versions and the interpreter', async () => {
  for (const adapter of localAdapters) {
    const { distributions, title } = localPackages[adapter];
    const check = await backend(adapter).test(neverCancelled);
    expect(check).toEqual({ ok: true, message: expect.stringContaining(`${title} runs circuits on `) });
    for (const { name } of distributions) expect(check.message).toMatch(new RegExp(`${name} \\d+\\.\\d+`));
    const { kind, version } = await backend(adapter).describe(neverCancelled);
    expect(kind).toBe('simulator');
    expect(version).toContain(distributions[0].name);
  }
});
