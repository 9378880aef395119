import { describe, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { angleFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { assembleCircuit, type Variant } from '#core/pipeline/circuits/assembleCircuit.ts';
import { runnableTemplates, templateCircuit, templateParameterCount } from '#core/pipeline/circuits/templateCircuit.ts';
import { memoryCircuits, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const assemble = (quantum: string, variant: Variant = 'full', circuits: Record<string, Circuit> = {}) =>
  assembleCircuit(resolvedPipeline(pipelineText({ quantum })), memoryCircuits(circuits), variant);

describe('the circuit of a pipeline', () => {
  test('is feature map and ansatz with their parameters in this order', async () => {
    const model = await assemble(
      '{ qubits: 3, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 } }',
    );
    expect(model).toMatchObject({ featureCount: 3, parameterCount: 6 });
    expect(model.circuit.parameters).toHaveLength(9);
  });

  test('may be one file whose first inputs are the features', async () => {
    const whole = realAmplitudes(2, 1, 'linear');
    expect(await assemble('{ qubits: 2, circuit: { file: c.qasm } }', 'full', { 'c.qasm': whole })).toMatchObject({
      circuit: whole,
      featureCount: 2,
      parameterCount: 2,
    });
  });

  test.each([
    ['templates', '{ qubits: 3, featureMap: { use: zz }, ansatz: { use: efficient-su2, reps: 2 } }'],
    ['files', '{ qubits: 3, featureMap: { file: map.qasm }, ansatz: { file: ansatz.qasm } }'],
  ])('without entanglement has no gate on two qubits and as many parameters (%s)', async (_, quantum) => {
    const circuits = { 'map.qasm': angleFeatureMap(3, 'y'), 'ansatz.qasm': realAmplitudes(3, 2, 'full') };
    const full = await assemble(quantum, 'full', circuits);
    const ablated = await assemble(quantum, 'no-entanglement', circuits);
    expect(circuitMetrics(full.circuit).twoQubitGates).toBeGreaterThan(0);
    expect(circuitMetrics(ablated.circuit).twoQubitGates).toBe(0);
    expect(ablated.parameterCount).toBe(full.parameterCount);
  });

  test.each(['amplitude', 'hamiltonian'])('%s has nothing left without entanglement', async (use) => {
    const quantum = `{ qubits: 2, featureMap: { use: ${use} }, ansatz: { use: real-amplitudes } }`;
    await expect(assemble(quantum, 'no-entanglement')).rejects.toMatchObject({ reason: 'unsupported' });
    const { benchmark, interface: contract } = resolvedPipeline(pipelineText({ quantum }));
    expect(benchmark.ablations).toEqual([]);
    expect(contract.input.features).toBe(use === 'amplitude' ? 4 : 1);
  });

  test('a Hamiltonian embedding takes its first rotations from a seed or a list', async () => {
    const gates = async (options: string) => {
      const quantum = `{ qubits: 2, featureMap: { use: hamiltonian, with: ${options} }, kernel: { kind: fidelity } }`;
      return (await assemble(quantum)).circuit.operations;
    };
    expect(await gates('{ seed: 7 }')).toEqual(await gates('{ seed: 7 }'));
    expect(await gates('{ seed: 7 }')).not.toEqual(await gates('{ seed: 8 }'));
    const angles = (await gates('{ rotations: [1, 2, 3, 4, 5, 6] }')).slice(0, 6);
    expect(angles.flatMap((gate) => ('parameters' in gate ? gate.parameters : []))).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(gates('{ rotations: [1, 2, 3] }')).rejects.toThrow(/6 rotations/);
  });

  test('must fit the qubits and the features', async () => {
    const circuits = { 'map.qasm': angleFeatureMap(3, 'y'), 'ansatz.qasm': realAmplitudes(2, 1, 'linear') };
    const failing = (quantum: string) => expect(assemble(quantum, 'full', circuits)).rejects;
    await failing('{ qubits: 2, featureMap: { file: map.qasm }, ansatz: { file: ansatz.qasm } }').toMatchObject({
      reason: 'invalid-circuit',
      place: { path: 'map.qasm' },
    });
    await failing('{ qubits: 2, ansatz: { file: ansatz.qasm } }').toMatchObject({ reason: 'invalid-input' });
    await failing('{ qubits: 2, featureMap: { use: angle }, ansatz: { file: none.qasm } }').toMatchObject({
      reason: 'not-found',
    });
  });
});

test('a double excitation takes four qubits', () => {
  const template = { use: 'double-excitation', reps: 1, entanglement: 'linear', with: {} } as const;
  expect(() => templateCircuit(template, 3)).toThrow('has 4 qubits, not 3');
});

test.each(runnableTemplates)('%s has as many parameters as announced', (use) => {
  for (const [qubits, reps] of [
    [2, 1],
    [3, 2],
    [4, 3],
  ] as const) {
    if (use === 'double-excitation' && qubits !== 4) continue;
    const template = { use, reps, entanglement: 'linear', with: {} } as const;
    expect(templateCircuit(template, qubits).parameters).toHaveLength(templateParameterCount(template, qubits) ?? -1);
  }
});
