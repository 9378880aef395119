import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { PlanCache } from '#core/simulator/stateVector/planCache.ts';
import type { StagePlan } from '#core/simulator/stateVector/stagePlan.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { controlled, cx, gate } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** A plan of so many bytes, which is told apart from others by being another object. */
function plan(bytes: number): StagePlan {
  return {
    bytes: new Uint8Array(bytes),
    totalBytes: bytes,
    numbersOffset: 0,
    workspaceBytes: 0,
    stages: [],
    exitWires: [],
  };
}

const shape = (...words: number[]) => Int32Array.from(words);

const unwanted = (): StagePlan => expect.unreachable('The plan is in the cache.');

describe('plans by shape', () => {
  it('are made once', () => {
    const cache = new PlanCache();
    const one = cache.planOf(shape(1, 2, 3), () => plan(8));
    expect(cache.planOf(shape(1, 2, 3), unwanted)).toBe(one);
  });

  it('differ where any word of the shape does, high bits and the length included', () => {
    const cache = new PlanCache();
    const shapes = [[1, 2], [2, 1], [1, 2, 0], [0, 1, 2], [1 + 2 ** 16, 2], [1, 2 - 2 ** 31], [1 + 0xd800, 2], []];
    const plans = shapes.map((words) => cache.planOf(shape(...words), () => plan(8)));
    expect(new Set(plans).size).toBe(shapes.length);
    shapes.forEach((words, index) => {
      expect(cache.planOf(shape(...words), unwanted)).toBe(plans[index]);
    });
  });

  it('differ where hashes do not', () => {
    // (((basis ^ a) · prime) ^ b) · prime is the same for both.
    const step = (word: number) => Math.imul(0x811c9dc5 ^ word, 0x01000193);
    const [one, other] = [shape(1, 2), shape(5, 2 ^ step(1) ^ step(5))];
    const cache = new PlanCache(2 * 108);
    const plans = [cache.planOf(one, () => plan(100)), cache.planOf(other, () => plan(100))];
    expect([cache.planOf(one, unwanted), cache.planOf(other, unwanted)]).toStrictEqual(plans);
    expect(plans[0]).not.toBe(plans[1]);
    cache.planOf(shape(7, 7), () => plan(100));
    expect(cache.planOf(other, unwanted)).toBe(plans[1]);
    expect(cache.size).toBe(2);
  });

  it('are forgotten when there is no room, those first that were not used for longest', () => {
    const cache = new PlanCache(3 * 104);
    for (const word of [1, 2, 3]) cache.planOf(shape(word), () => plan(100));
    cache.planOf(shape(1), unwanted);
    cache.planOf(shape(4), () => plan(100));
    for (const word of [3, 1, 4]) cache.planOf(shape(word), unwanted);
    const again = plan(100);
    expect(cache.planOf(shape(2), () => again)).toBe(again);
    expect(cache.size).toBe(3);
  });

  it('are not kept when they are too large, and nothing is forgotten for them', () => {
    const cache = new PlanCache(200);
    cache.planOf(shape(1), () => plan(100));
    cache.planOf(shape(2), () => plan(1000));
    cache.planOf(new Int32Array(1000), () => plan(8));
    expect(cache.size).toBe(1);
    cache.planOf(shape(1), unwanted);
  });

  it('are not kept when making them fails', () => {
    const cache = new PlanCache();
    const fail = () => cache.planOf(shape(1), () => expect.unreachable('cancelled'));
    expect(fail).toThrow('cancelled');
    expect(cache.size).toBe(0);
  });
});

describe('circuits', () => {
  const layers = (angle: number): GateOperation[] => [
    ...Array.from({ length: 5 }, (_, qubit) => gate('u', qubit, angle * qubit, angle, 1)),
    cx(0, 1),
    controlled(gate('rx', 3, angle), 2),
    gate('rz', 4, angle),
  ];

  /** How many plans these circuits have, each of 5 qubits. */
  function plansOf(...circuits: readonly (readonly GateOperation[])[]): number {
    const plans = new PlanCache();
    const method = stateVectorMethod(5, { ...simulationContext, plans });
    for (const operations of circuits) {
      const state = method.createState();
      state.apply(method.prepareGates(operations, {}), neverCancelled);
      state.release();
    }
    return plans.size;
  }

  it('that differ in angles only have one plan', () => {
    expect(plansOf(layers(0), layers(1), layers(Math.PI), layers(-3.7))).toBe(1);
  });

  it('that differ in anything else have plans of their own', () => {
    const base = [gate('x', 0), cx(0, 1)];
    const others = [
      [gate('x', 0), cx(1, 0)],
      [gate('x', 1), cx(0, 1)],
      [gate('h', 0), cx(0, 1)],
      [gate('x', 0), controlled(gate('x', 1), 2)],
      [gate('x', 0), { ...cx(0, 1), controls: [{ qubit: 0, value: 0 as const }] }],
      [cx(0, 1), gate('x', 0)],
      [...base, gate('z', 3)],
    ];
    expect(plansOf(base, ...others)).toBe(others.length + 1);
  });

  it('of one simulator have their plans kept, and give what a new one gives', async () => {
    const kernels = await loadKernels({ isShared: false });
    const simulator = createSimulator({ kernels });
    const registers = { qubitRegisters: [{ name: 'q', start: 0, size: 5 }], bitRegisters: [], parameters: [] };
    for (const angle of [0.3, 1.7, 0, Math.PI / 2]) {
      const circuit = { qubitCount: 5, bitCount: 0, ...registers, operations: layers(angle) };
      const options = { shots: 100, amplitudes: true, method: 'statevector' as const };
      const { timing: _, ...kept } = simulator.simulate(circuit, options);
      const { timing: __, ...fresh } = createSimulator({ kernels }).simulate(circuit, options);
      expect(kept).toStrictEqual(fresh);
    }
  });
});
