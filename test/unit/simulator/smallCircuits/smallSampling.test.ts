import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { SmallCircuit } from '#core/simulator/smallCircuits/smallCircuit.ts';
import { sampleSmallStates } from '#core/simulator/smallCircuits/smallSampling.ts';
import { sampleOutcomes } from '#core/simulator/stateVector/readings/shotReading.ts';
import { stateBytes } from '#core/simulator/stateVector/stateSize.ts';
import { StateSpace } from '#core/simulator/stateVector/stateSpace.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

test.each([1, 2, 5, 9])('shots that are looked up one by one are those of sorted ones: %i qubits', async (qubits) => {
  const kernels = await simulatorKernels();
  const circuit = efficientSu2(qubits, 2, 'linear');
  // The first state has a single amplitude, others many.
  const bindings = [0, 0.1, 1, 2.3].map((scale) => circuit.parameters.map((_, index) => scale * Math.sin(index + 1)));
  const operations = circuit.operations.filter((operation) => operation.kind === 'gate');
  const small = new SmallCircuit(kernels, circuit, operations);
  const bytes = stateBytes(qubits);
  const space = new StateSpace({ kernels }, qubits, 'double');
  const states = space.allocateState(bindings.length * bytes);
  small.writeStates(bindings, states, neverCancelled);
  const wires = Array.from({ length: qubits }, (_, qubit) => qubit);
  for (const shots of [1, 7, 100, 3000]) {
    const stream = (binding: number) => randomStream(3, shots, binding);
    const looked: [number, number, number][] = [];
    sampleSmallStates(kernels, small, bindings, shots, stream, neverCancelled, (...found) => looked.push(found));
    const sorted: [number, number, number][] = [];
    bindings.forEach((_, binding) => {
      const state = { address: states + binding * bytes, size: 2 ** qubits, wires, frame: 0 };
      sampleOutcomes(space, state, 2 ** qubits - 1, shots, stream(binding), neverCancelled, (index, count) =>
        sorted.push([binding, index, count]),
      );
    });
    expect(looked).toEqual(sorted);
  }
  space.releaseState(states);
  small.release();
});

test('observables that come in turns are sampled as by an evaluator of their own', async () => {
  const kernels = await simulatorKernels();
  const circuit = efficientSu2(3, 1, 'linear');
  const bindings = [circuit.parameters.map((_, index) => index / 3)];
  const observable = (axis: 'X' | 'Y' | 'Z', qubit: number): PauliSum => ({
    terms: [{ coefficient: 2, factors: [{ axis, qubit }] }],
  });
  const lists = [[observable('X', 0), observable('Z', 1)], [observable('Y', 2)]];
  const values = async (evaluator: ReturnType<typeof createLocalEvaluator>, observables: PauliSum[]) => {
    const request = { circuit, bindings, output: { kind: 'expectations', observables }, seed: 5, shots: 60 } as const;
    return (await evaluator.evaluate(request, neverCancelled)).rows;
  };
  const kept = createLocalEvaluator(kernels);
  for (const list of [...lists, ...lists]) {
    const expected = await values(createLocalEvaluator(kernels), list);
    expect(await values(kept, list)).toEqual(expected);
    // Other objects of the same content, as another thread has them.
    expect(await values(kept, structuredClone(list))).toEqual(expected);
  }
});
