import { describe, expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { angleFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { expectFindings, findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';

const loop = (quantum: string, rest: Record<string, string> = {}) => pipelineText({ quantum, ...rest });

test('a minimal pipeline has no findings', async () => {
  expect(await findingsIn(pipelineText())).toEqual([]);
});

describe('the contract between preprocessing and circuit', () => {
  test('HP101 declared features and preprocessing differ', async () => {
    const at = (features: string) =>
      pipelineText({
        preprocess:
          '[{ use: standardize }, { use: pca, with: { components: 2, sign: largest-loading-positive } }, { use: to-angle }]',
        interface: `{ input: { features: ${features}, range: [0, pi], normalization: angle } }`,
      });
    await expectFindings('HP101', at('⟦3⟧'));
    await expectFindings('HP101', at('2'));
  });

  test('HP101 also when only the table says how many features there are', async () => {
    await expectFindings(
      'HP101',
      pipelineText({
        preprocess: '[{ use: to-angle }]',
        interface: '{ input: { features: ⟦1⟧, range: [0, pi], normalization: angle } }',
      }),
    );
  });

  test('HP102 a built-in feature map takes as many features as qubits', async () => {
    const at = (quantum: string) => loop(quantum, { preprocess: '[{ use: to-angle }]' });
    await expectFindings('HP102', at('{ qubits: 3, featureMap: { use: ⟦angle⟧ }, ansatz: { use: real-amplitudes } }'));
    await expectFindings('HP102', at('{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }'));
    await expectFindings(
      'HP102',
      at('{ qubits: 2, featureMap: { use: ⟦amplitude⟧ }, ansatz: { use: real-amplitudes } }'),
    );
    await expectFindings(
      'HP102',
      at('{ qubits: 1, featureMap: { use: amplitude }, ansatz: { use: real-amplitudes } }'),
    );
  });

  test('HP102 a feature map file has one input per feature', async () => {
    const text = (file: string) =>
      loop(`{ qubits: 3, featureMap: { file: ${file} }, ansatz: { use: real-amplitudes } }`, {
        preprocess: '[{ use: to-angle }]',
      });
    const circuits = { 'wide.qasm': angleFeatureMap(3, 'y') };
    await expectFindings('HP102', text('⟦wide.qasm⟧'), { circuits });
    await expectFindings('HP102', text('wide.qasm'), {
      circuits,
      files: { 'data.csv': 'a,b,c,label\n1,2,3,x\n2,3,5,y\n' },
    });
  });

  test('HP103 amplitude encoding needs rows of length 1', async () => {
    const at = (use: string, steps: string) =>
      loop(`{ qubits: 1, featureMap: { use: ${use} }, ansatz: { use: real-amplitudes } }`, { preprocess: steps });
    await expectFindings('HP103', at('amplitude', '[{ use: minmax }]').replace('use: amplitude', '⟦use⟧: amplitude'));
    await expectFindings('HP103', at('amplitude', '[{ use: minmax }, { use: l2-normalize }]'));
    await expectFindings('HP103', at('amplitude', '[{ use: l2-normalize }, { use: pad, with: { width: 2 } }]'));
    const padded = at('amplitude', '[{ use: l2-normalize }, { use: pad, with: { width: 2, value: 1 } }]');
    await expectFindings('HP103', padded.replace('use: amplitude', '⟦use⟧: amplitude'));
    await expectFindings(
      'HP103',
      loop('{ qubits: 1, featureMap: { ⟦use⟧: amplitude }, ansatz: { use: real-amplitudes } }'),
    );
  });

  test('HP103 basis encoding needs bits', async () => {
    const basis = (use: string, blocks: Record<string, string>) =>
      loop(`{ qubits: 2, featureMap: { ${use}: basis }, ansatz: { use: real-amplitudes } }`, blocks);
    const files = { 'bits.csv': `a,b,label\n${'0,1,x\n1,0,y\n1,1,x\n'.repeat(20)}` };
    const data = '{ source: { path: bits.csv }, target: label }';
    await expectFindings('HP103', basis('⟦use⟧', { preprocess: '[]' }));
    await expectFindings('HP103', basis('⟦use⟧', { data }), { files });
    await expectFindings('HP103', basis('⟦use⟧', { data, preprocess: '[{ use: standardize }]' }), { files });
    await expectFindings('HP103', basis('use', { data, preprocess: '[{ use: minmax }]' }), { files });
    const declared = '{ input: { features: 2, range: [0, 1], normalization: bits } }';
    await expectFindings('HP103', basis('use', { preprocess: '[{ use: minmax }]', interface: declared }));
  });

  test('HP104 a range wider than the period of the encoding', async () => {
    const at = (map: string, range: string) =>
      loop(`{ qubits: 2, featureMap: { use: ${map} }, ansatz: { use: real-amplitudes } }`, {
        preprocess: `[{ use: to-angle, with: { ${range} } }]`,
      });
    await expectFindings('HP104', at('zz', '⟦range⟧: [0, "2*pi"]'));
    await expectFindings('HP104', at('zz', 'range: [0, pi]'));
    await expectFindings('HP104', at('angle', 'range: [0, "2*pi"]'));
    await expectFindings('HP104', at('angle', '⟦range⟧: [-7, 7]'));
  });

  test('HP105 standardized values go into rotations without a limit', async () => {
    await expectFindings('HP105', pipelineText({ preprocess: '[{ use: ⟦standardize⟧ }]' }));
    await expectFindings(
      'HP105',
      pipelineText({ preprocess: '[{ use: standardize }, { use: clip, with: { range: [-3, 3] } }]' }),
    );
    await expectFindings('HP105', pipelineText({ preprocess: '[{ use: ⟦robust⟧ }]' }));
    const input = (outOfRange: string, step: string) =>
      pipelineText({
        preprocess: `[{ use: ${step} }]`,
        interface: `{ input: { features: 2, range: [-3, 3], normalization: zscore, outOfRange: ${outOfRange} } }`,
      });
    await expectFindings('HP105', input('wrap', '⟦standardize⟧'));
    await expectFindings('HP105', input('clip', 'standardize'));
  });

  test('HP106 principal components without a rule for their sign', async () => {
    const at = (step: string) => pipelineText({ preprocess: `[${step}, { use: to-angle }]` });
    await expectFindings('HP106', at('{ use: ⟦pca⟧, with: { components: 2 } }'));
    await expectFindings('HP106', at('{ use: pca, with: { components: 2, sign: largest-loading-positive } }'));
  });

  test('HP107 declared and actual number of parameters differ', async () => {
    const at = (count: string, ansatz: string) =>
      loop(`{ qubits: 2, featureMap: { use: angle }, ansatz: ${ansatz} }`, {
        interface: `{ parameters: { count: ${count} } }`,
      });
    await expectFindings('HP107', at('⟦9⟧', '{ use: real-amplitudes, reps: 3 }'));
    await expectFindings('HP107', at('8', '{ use: real-amplitudes, reps: 3 }'));
    await expectFindings('HP107', at('16', '{ use: efficient-su2, reps: 3 }'));
    await expectFindings('HP107', at('⟦5⟧', '{ file: ansatz.qasm }'));
    await expectFindings('HP107', at('4', '{ file: ansatz.qasm }'));
  });
});

test('HP145 a circuit beyond its limits', async () => {
  const limits = (text: string) =>
    loop(`{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes, reps: 3 }, limits: { ${text} } }`);
  // Two CX of the feature map and three of the ansatz; H, P, CX, P, CX, then RY and three times CX, RY.
  await expectFindings('HP145', limits('twoQubitGates: ⟦4⟧'));
  await expectFindings('HP145', limits('twoQubitGates: 5'));
  await expectFindings('HP145', limits('depth: ⟦11⟧'));
  await expectFindings('HP145', limits('depth: 12'));
  const file = (text: string) =>
    loop(`{ qubits: 2, featureMap: { file: map.qasm }, ansatz: { file: ansatz.qasm }, limits: { ${text} } }`);
  await expectFindings('HP145', file('twoQubitGates: ⟦0⟧'));
  await expectFindings('HP145', file('twoQubitGates: 1'));
});

test('HP145 a circuit that lasts longer than its backend keeps a state', async () => {
  const noisy = (noise: string) =>
    pipelineText({
      quantum: '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 } }',
      backends: `{ n: { adapter: builtin-simulator, noise: { ${noise} } } }`,
    });
  // RY of the map, RY, CX, RY: three moments of 35 ns and one of 120 ns.
  await expectFindings('HP145', noisy('t2: ⟦449ns⟧'));
  await expectFindings('HP145', noisy('t2: 450ns'));
  await expectFindings('HP145', noisy('t1: ⟦224ns⟧'));
  await expectFindings('HP145', noisy('t1: 225ns'));
  await expectFindings('HP145', noisy('from: superconducting, t1: 1ns'));
});

/** Four qubits in a row whose gates on two take 300 ns and that keep a state for as long as is said. */
const rowOfFour = (t2: string) => `calibration: 1
device: four in a row
date: 2026-08-20
qubits:
${[0, 1, 2, 3].map((qubit) => `  - { qubit: ${qubit}, T1: 1e-4, T2: ${t2}, gateLength: 40e-9 }`).join('\n')}
edges:
${[0, 1, 2].map((qubit) => `  - { qubits: [${qubit}, ${qubit + 1}], error: 0.01, gateLength: 300e-9 }`).join('\n')}
virtualGates: [rz]
`;

test('HP145 a circuit that is too large once it is fitted to a device', async () => {
  const ring = (limit: string, transpile = '') =>
    pipelineText({
      quantum: `{ qubits: 4, ansatz: { use: real-amplitudes, reps: 1, entanglement: ring }, limits: { twoQubitGates: ${limit} }${transpile} }`,
      task: 'optimisation',
      data: '',
      problem: '{ kind: maxcut, sense: max, edges: [[0, 1], [1, 2], [2, 3]] }',
      backends: '{ n: { adapter: builtin-simulator, noise: { from: row.yaml } } }',
    });
  const files = { 'row.yaml': rowOfFour('1e-3') };
  // The ring of four CX needs swaps on a row: without a device there are four.
  await expectFindings('HP145', ring('⟦4⟧'), { files });
  await expectFindings('HP145', ring('4'));
  await expectFindings('HP145', ring('⟦4⟧', ', transpile: { level: 3 }'), { files });
  await expectFindings('HP145', ring('20', ', transpile: { level: 0 }'), { files });
});

test('HP145 a circuit that lasts longer than half the coherence time of its calibration', async () => {
  const on = (from: string, transpile: string) =>
    pipelineText({
      quantum: `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 }, transpile: ${transpile} }`,
      backends: `{ n: { adapter: builtin-simulator, noise: { from: ${from} } } }`,
    });
  const files = { 'short.yaml': rowOfFour('7e-7'), 'long.yaml': rowOfFour('2e-6') };
  await expectFindings('HP145', on('⟦short.yaml⟧', '{ level: 1 }'), { files });
  await expectFindings('HP145', on('long.yaml', '{ level: 1 }'), { files });
});

describe('what is measured', () => {
  test('HP108 an observable that does not fit the register', async () => {
    const at = (observables: string) =>
      loop(
        `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { observables: ${observables} } }`,
      );
    await expectFindings('HP108', at('[ZI, ⟦ZZZ⟧]'));
    await expectFindings('HP108', at('[Z0, ⟦Z2⟧]'));
    await expectFindings('HP108', at('[XY, "Z0 Z1"]'));
  });

  test('HP108 an observable of a qubit that the circuit file does not measure', async () => {
    const measuring = (...qubits: readonly number[]): Circuit => {
      const ansatz = realAmplitudes(2, 1, 'linear');
      const readings = qubits.map((qubit): Operation => ({ kind: 'measure', qubit, bit: qubit }));
      return { ...ansatz, bitCount: 2, operations: [...ansatz.operations, ...readings] };
    };
    const at = (observables: string) =>
      loop(
        `{ qubits: 2, featureMap: { use: angle }, ansatz: { file: ansatz.qasm }, measure: { observables: ${observables} } }`,
      );
    const circuits = (...qubits: readonly number[]) => ({ circuits: { 'ansatz.qasm': measuring(...qubits) } });
    await expectFindings('HP108', at('[⟦Z1⟧, Z0]'), circuits(0));
    await expectFindings('HP108', at('[⟦ZI⟧, IZ]'), circuits(0));
    await expectFindings('HP108', at('[Z1, Z0]'), circuits(0, 1));
    // A file that measures nothing has everything read that is asked for.
    await expectFindings('HP108', at('[Z1, Z0]'), circuits());
    const first: Operation = { kind: 'measure', qubit: 1, bit: 1 };
    const condition = { kind: 'compare', bits: [0], operator: '==', value: 1 } as const;
    const inBody: Operation = { kind: 'conditional', condition, body: [first], otherwise: [] };
    const branching = { ...measuring(0), operations: [...measuring(0).operations, inBody] };
    await expectFindings('HP108', at('[Z1, Z0]'), { circuits: { 'ansatz.qasm': branching } });
  });

  test('HP109 more classes than the measurement can tell apart', async () => {
    const three = {
      files: {
        'data.csv': `a,b,label\n${Array.from({ length: 300 }, (_, row) => `${row},${row % 7},${row % 3}`).join('\n')}\n`,
      },
    };
    const at = (quantum: string) =>
      loop(`{ featureMap: { use: angle }, ansatz: { use: real-amplitudes }, ${quantum} }`);
    await expectFindings('HP109', at('qubits: ⟦1⟧'), three);
    await expectFindings('HP109', at('qubits: 2'), three);
    await expectFindings('HP109', at('qubits: 1, measure: { decision: ⟦argmax⟧ }'), three);
    await expectFindings('HP109', at('qubits: 2, measure: { decision: ⟦sign⟧ }'), three);
    await expectFindings('HP109', at('qubits: 2, measure: { decision: sign }'));
    await expectFindings('HP109', at('qubits: 2, measure: { decision: ⟦argmax⟧, observables: [Z0, Z1] }'), three);
  });

  test('HP109 a head that cannot learn from the kernel', async () => {
    const at = (head: string) =>
      pipelineText({
        pattern: 'quantum-features',
        quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
        head: `{ ${head} }`,
      });
    await expectFindings('HP109', at('use: ⟦ridge⟧'));
    await expectFindings('HP109', at('use: ⟦random-forest⟧'));
    await expectFindings('HP109', at('use: svm'));
    await expectFindings('HP109', at('use: ridge, inputs: [features]'));
  });

  test('HP109 an output that cannot be', async () => {
    const at = (output: string) => pipelineText({ interface: `{ output: { ${output} } }` });
    await expectFindings('HP109', at('kind: probabilities, shape: [⟦3⟧]'));
    await expectFindings('HP109', at('kind: probabilities, shape: [2]'));
    await expectFindings('HP109', at('kind: expectation, ⟦range⟧: [-2, 2]'));
    await expectFindings('HP109', at('kind: ⟦kernel⟧'));
  });

  test('HP110 bits read as a number without saying where they begin', async () => {
    const at = (decision: string, rest = {}) =>
      loop(
        `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { decision: ${decision} } }`,
        rest,
      );
    await expectFindings('HP110', at('⟦argmax⟧'));
    await expectFindings(
      'HP110',
      at('argmax', { interface: '{ output: { kind: probabilities, bitOrder: q0-right } }' }),
    );
    await expectFindings('HP110', at('popcount-mod'));
  });

  test('HP111 circuit files that are missing or of another size', async () => {
    const at = (file: string) => loop(`{ qubits: 2, featureMap: { use: angle }, ansatz: { file: ${file} } }`);
    await expectFindings('HP111', at('⟦nowhere.qasm⟧'));
    await expectFindings('HP111', at('⟦three.qasm⟧'), { circuits: { 'three.qasm': realAmplitudes(3, 1, 'linear') } });
    await expectFindings('HP111', at('ansatz.qasm'));
  });
});
