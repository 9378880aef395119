import fc from 'fast-check';
import { anyNoiseFile } from './noiseModels.ts';

/** Thousandths, of which what libraries leave out as too small is none. */
const thousandths = (most: number) => fc.integer({ min: 1, max: most }).map((value) => value / 1000);
const angle = fc.integer({ min: -500, max: 500 }).map((value) => value / 1000);
const duration = fc.integer({ min: 1, max: 20 }).map((time) => `${time} us`);
const classes = ['one-qubit', 'two-qubit', 'wide'] as const;

type Matrix = readonly (readonly (number | readonly [number, number])[])[];

/** The contents of a noise model file. */
export interface NoiseFileContent {
  readonly noise: number;
  readonly [block: string]: unknown;
}

/** T1, and T2 from a fifth of it to twice as much. */
const relaxation = fc
  .record({ t1: fc.integer({ min: 20, max: 200 }), share: fc.integer({ min: 2, max: 20 }), excited: thousandths(300) })
  .map(({ excited, share, t1 }) => ({ T1: `${t1} us`, T2: `${(t1 * share) / 10} us`, excitedPopulation: excited }));

const relaxing = fc.tuple(relaxation, relaxation).map(([all, second]) => ({ all, 1: second }));

function words(length: number, most: number): fc.Arbitrary<Readonly<Record<string, number>>> {
  const word = fc
    .array(fc.constantFrom('I', 'X', 'Y', 'Z'), { minLength: length, maxLength: length })
    .map((letters) => letters.join(''));
  return fc
    .uniqueArray(fc.tuple(word, thousandths(most)), { selector: ([name]) => name, minLength: 1, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}

const amplitudeDamping = thousandths(400).map((lost): readonly Matrix[] => [
  [
    [1, 0],
    [0, Math.sqrt(1 - lost)],
  ],
  [
    [0, Math.sqrt(lost)],
    [0, 0],
  ],
]);

const phaseDamping = thousandths(400).map((lost): readonly Matrix[] => [
  [
    [1, 0],
    [0, Math.sqrt(1 - lost)],
  ],
  [
    [0, 0],
    [0, Math.sqrt(lost)],
  ],
]);

/** Two qubits that lose an excitation together, with a phase: complex operators that are no products. */
const jointDamping = thousandths(400).map((lost): readonly Matrix[] => [
  [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, [0, 1], 0],
    [0, 0, 0, Math.sqrt(1 - lost)],
  ],
  [
    [0, 0, 0, [0, Math.sqrt(lost)]],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ],
]);

const everyAxis = fc.record({
  'one-qubit': fc.record({ axis: fc.constantFrom('X', 'Y', 'Z'), angle }),
  'two-qubit': fc.record({ axis: fc.constantFrom('ZX', 'IY', 'XX', 'YZ'), angle }),
  wide: fc.record({ axis: fc.constantFrom('ZXY', 'IIX', 'ZZZ'), angle }),
});

/** Gates with an axis of their own, by the names of noise models. */
const withAxis = [
  ...['h', 'x', 'y', 'z', 's', 'sdg', 't', 'tdg', 'sx', 'sxdg', 'rx', 'ry', 'rz', 'p'],
  ...['cx', 'cy', 'cz', 'ch', 'cp', 'crx', 'cry', 'rxx', 'ryy', 'rzz', 'ccx'],
];

const readout = fc.record({ p10: thousandths(200), p01: thousandths(200) });

/** A matrix `[read][true]` on some qubits, its columns adding up to 1. */
function readoutMatrix(size: number): fc.Arbitrary<readonly (readonly number[])[]> {
  const column = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: size, maxLength: size });
  return fc.array(column, { minLength: size, maxLength: size }).map((columns) => {
    return Array.from({ length: size }, (_, read) =>
      columns.map((weights, truth) => {
        const total = weights.reduce((sum, weight) => sum + weight, 40);
        return ((weights[read] ?? 0) + (read === truth ? 40 : 0)) / total;
      }),
    );
  });
}

function file(parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<NoiseFileContent> {
  return fc.record({ noise: fc.constant(1), ...parts });
}

/** Noise of gates and of waiting, by what it is. */
export const gateNoise = {
  'depolarising by class': file({
    gates: fc
      .tuple(thousandths(500), thousandths(500), thousandths(500))
      .map((all) => all.map((depolarising, index) => ({ on: classes[index], depolarising }))),
  }),
  'error rates beside relaxation': file({
    gates: fc
      .array(fc.record({ errorRate: thousandths(300), duration }), { minLength: 3, maxLength: 3 })
      .map((all) => all.map((each, index) => ({ on: classes[index], ...each }))),
    qubits: relaxing,
  }),
  'relaxation in gates and while waiting': file({
    gates: fc
      .array(duration, { minLength: 4, maxLength: 4 })
      .map((all) => all.map((each, index) => ({ on: [...classes, 'reset'][index], duration: each }))),
    qubits: relaxing,
    idle: fc.constantFrom('none', 'relaxation', 'relaxation'),
  }),
  'amplitude damping': file({ gates: amplitudeDamping.map((kraus) => [{ on: 'one-qubit', kraus }]) }),
  'phase damping': file({ gates: phaseDamping.map((kraus) => [{ on: 'one-qubit', kraus }]) }),
  'Kraus operators on one and two qubits': file({
    gates: fc.tuple(amplitudeDamping, jointDamping).map(([one, two]) => [
      { on: 'one-qubit', kraus: one },
      { on: 'two-qubit', kraus: two },
    ]),
  }),
  'Pauli errors by class': file({
    gates: fc
      .tuple(words(1, 150), words(2, 150), words(3, 150))
      .map((all) => all.map((pauli, index) => ({ on: classes[index], pauli }))),
  }),
  'over-rotation about Pauli words': file({
    gates: everyAxis.map((axes) => Object.entries(axes).map(([on, overRotation]) => ({ on, overRotation }))),
  }),
  'over-rotation about the own axis': file({
    gates: angle.map((turn) => [{ on: withAxis, overRotation: { axis: 'own', angle: turn } }]),
  }),
  'channels of waiting': file({
    idle: fc.oneof(
      thousandths(200).map((depolarising) => ({ depolarising })),
      words(1, 100).map((pauli) => ({ pauli })),
    ),
  }),
  'errors of resets': file({
    gates: fc.tuple(words(1, 150), thousandths(300), amplitudeDamping).map(([pauli, depolarising, kraus]) => [
      { on: 'reset', pauli, depolarising, kraus },
      { on: 'cx', depolarising },
    ]),
  }),
  'rules by class, name and place': file({
    gates: fc.tuple(thousandths(300), thousandths(300), thousandths(300), words(2, 100)).map(([p, q, r, pauli]) => [
      { on: 'two-qubit', qubits: [1, 0], depolarising: p },
      { on: ['h', 'x', 'rx'], depolarising: q, overRotation: { axis: 'Y', angle: 0.2 } },
      { on: 'one-qubit', depolarising: r, pauli: { X: 0.02 } },
      { on: 'cx', pauli },
      { on: 'two-qubit', depolarising: 0.01, pauli: { ZZ: 0.05 } },
      { on: 'h', qubits: [2], depolarising: 0 },
      { on: 'cx', qubits: [0, 1], errorRate: 0.1 },
    ]),
  }),
  'everything at once': anyNoiseFile.map(
    (all): NoiseFileContent => ({
      ...all,
      gates: all.gates.map((rule) =>
        rule.on === 'h' ? { on: 'h', depolarising: 0.03, overRotation: { axis: 'own', angle: 0.1 } } : rule,
      ),
    }),
  ),
} as const satisfies Readonly<Record<string, fc.Arbitrary<NoiseFileContent>>>;

/** Errors of readings, alone and beside others. */
export const readoutNoise = {
  'readout errors': file({
    qubits: fc.tuple(readout, readout).map(([all, first]) => ({
      all: { readout: all },
      0: { readout: first },
    })),
  }),
  'readout errors beside relaxation': file({
    gates: duration.map((each) => [{ on: [...classes, 'measure'], duration: each }]),
    qubits: fc.tuple(relaxation, readout).map(([all, errors]) => ({ all: { ...all, readout: errors } })),
    idle: fc.constant('relaxation'),
  }),
  'a readout matrix of two qubits': file({
    readout: fc
      .tuple(fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 }), readoutMatrix(4))
      .map(([qubits, matrix]) => [{ qubits, matrix }]),
    qubits: readout.map((all) => ({ all: { readout: all } })),
    gates: thousandths(200).map((depolarising) => [{ on: 'two-qubit', depolarising }]),
  }),
  'a readout matrix of three qubits': file({
    readout: fc
      .tuple(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), readoutMatrix(8))
      .map(([qubits, matrix]) => [{ qubits, matrix }]),
  }),
} as const satisfies Readonly<Record<string, fc.Arbitrary<NoiseFileContent>>>;

/** Noise that Pauli frames sample: products of Pauli matrices and readout errors. */
export const pauliNoise: fc.Arbitrary<NoiseFileContent> = file({
  gates: fc.tuple(thousandths(200), words(1, 100), words(2, 100), words(1, 100)).map(([p, one, two, after]) => [
    { on: 'one-qubit', pauli: one },
    { on: 'two-qubit', depolarising: p, pauli: two },
    { on: 'reset', pauli: after },
  ]),
  qubits: readout.map((all) => ({ all: { readout: all } })),
  idle: fc.oneof(
    fc.constant('none'),
    thousandths(100).map((depolarising) => ({ depolarising })),
  ),
});
