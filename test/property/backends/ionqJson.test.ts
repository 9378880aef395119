import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit, Control, GateName, Operation } from '#core/circuit/circuit.ts';
import { exportIonqCircuit } from '#core/circuit/export/ionqJson.ts';
import { ionqNativeGates } from '#core/circuit/export/ionqNative.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { gate } from '#test/support/circuitBuilder.ts';
import { nativeProbabilities } from '#test/support/emulators/ionq/nativeSimulator.ts';
import { qisProbabilities } from '#test/support/emulators/ionq/qisSimulator.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const qubits = 4;

/** Any gate of the table on distinct qubits, with up to two controls of either value. */
const operation: fc.Arbitrary<Operation> = fc
  .record({
    gate: fc.constantFrom(...(Object.keys(gateTable) as GateName[])),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
    controls: fc.integer({ min: 0, max: 2 }),
    values: fc.array(fc.constantFrom(0 as const, 1 as const), { minLength: 2, maxLength: 2 }),
    angles: fc.array(fc.double({ min: -7, max: 7, noNaN: true }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ angles, controls, gate, order, values }) => {
    const { parameters, targets } = gateTable[gate];
    const placed = order.slice(targets, targets + controls);
    return {
      kind: 'gate',
      gate,
      parameters: angles.slice(0, parameters.length),
      targets: order.slice(0, targets),
      controls: placed.map((qubit, index): Control => ({ qubit, value: values[index] ?? 1 })),
    };
  });

test('a circuit in the gate-list format has the probabilities of the circuit it came from', async () => {
  const evaluator = createLocalEvaluator(await simulatorKernels());
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
      // Superpositions on both ends, so that phases show in the probabilities.
      const mixing: Operation[] = [0, 1, 2, 3].map((qubit) => ({
        kind: 'gate',
        gate: 'ry',
        parameters: [0.7 + qubit],
        controls: [],
        targets: [qubit],
      }));
      const circuit: Circuit = {
        qubitCount: qubits,
        bitCount: 0,
        qubitRegisters: [{ name: 'q', start: 0, size: qubits }],
        bitRegisters: [],
        parameters: [],
        operations: [...mixing, ...operations, ...mixing],
      };
      const { rows } = await evaluator.evaluate(
        { circuit, bindings: [[]], output: { kind: 'probabilities' }, seed: 0 },
        neverCancelled,
      );
      const listed = qisProbabilities(qubits, exportIonqCircuit(circuit));
      const [expected = new Float64Array()] = rows;
      listed.forEach((probability, state) => {
        expect(Math.abs(probability - (expected[state] ?? Number.NaN))).toBeLessThan(1e-10);
      });
    }),
    { numRuns: 150 },
  );
});

/** What may stand behind a fitted circuit: other gates on one qubit, and interactions by any angle. */
const addition = fc
  .record({
    name: fc.constantFrom('h', 'sdg', 'sx', 't', 'x', 'y', 'z', 'u', 'rx', 'ry', 'rz', 'p', 'rxx', 'rzz'),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2, maxLength: 2 }),
    angles: fc.array(fc.double({ min: -14, max: 14, noNaN: true }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ angles, name, order }) => {
    const { parameters, targets } = gateTable[name as GateName];
    return gate(name as GateName, order.slice(0, targets), ...angles.slice(0, parameters.length));
  });

test('a fitted circuit in native gates has the probabilities of the circuit, whatever was added to it', async () => {
  const evaluator = createLocalEvaluator(await simulatorKernels());
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('zz', 'ms'),
      fc.array(addition, { maxLength: 8 }),
      async (operations, entangler, added) => {
        const mixing = [0, 1, 2, 3].map((qubit) => gate('ry', qubit, 0.7 + qubit));
        const original: Circuit = {
          ...{ qubitCount: qubits, bitCount: 0, bitRegisters: [], parameters: [] },
          qubitRegisters: [{ name: 'q', start: 0, size: qubits }],
          operations: [...mixing, ...operations, ...mixing],
        };
        const basis = gateBasis(['gpi', 'gpi2', entangler]);
        const fitted = transpileCircuit(original, { basis }, { level: 1, seed: 1 }).circuit;
        const circuit = { ...fitted, operations: [...fitted.operations, ...added, ...mixing] };
        const { rows } = await evaluator.evaluate(
          { circuit, bindings: [[]], output: { kind: 'probabilities' }, seed: 0 },
          neverCancelled,
        );
        const gates = ionqNativeGates(circuit);
        if (gates === undefined) throw new Error('It is not seen that the circuit was fitted.');
        const [expected = new Float64Array()] = rows;
        nativeProbabilities(qubits, gates).forEach((probability, state) => {
          expect(Math.abs(probability - (expected[state] ?? Number.NaN))).toBeLessThan(1e-9);
        });
      },
    ),
    { numRuns: 60 },
  );
});
