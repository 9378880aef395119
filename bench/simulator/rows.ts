import {
  type BenchmarkCircuit,
  fourierTransform,
  ghzCircuit,
  randomCircuit,
  variationalCircuit,
} from './benchmarkCircuit.ts';

/** Who takes part. */
export const subjectNames = [
  'hybrid-quantum',
  'qulacs',
  'qsim',
  'aer',
  'lightning',
  'stim',
  'quantum-circuit',
  'jsqubits',
  'qsharp-lang',
] as const;

export type SubjectName = (typeof subjectNames)[number];

/** A subject in one of its configurations. */
export interface Contestant {
  readonly subject: SubjectName;
  readonly configuration: string;
  /** `rounded`: in double precision, but small amplitudes become zero. */
  readonly precision: 'double' | 'single' | 'rounded';
}

/** A ratio of our time to that of the best of some peers that is to be reached. */
export interface Target {
  /** A configuration of ours. */
  readonly ours: string;
  readonly peers: readonly SubjectName[];
  readonly must: number;
  readonly ambitious: number;
}

/** One circuit that some subjects run. */
export interface Row {
  /** As it is chosen on the command line. */
  readonly name: string;
  readonly group: string;
  readonly qubits: number;
  /** A circuit of gates, or the distance of a surface code whose detectors are sampled. */
  readonly circuit: (() => BenchmarkCircuit) | { readonly distance: number };
  readonly contestants: readonly Contestant[];
  readonly targets: readonly Target[];
}

const ours = (configuration: string, precision: Contestant['precision'] = 'double'): Contestant => ({
  subject: 'hybrid-quantum',
  configuration,
  precision,
});

const precisions: Partial<Record<SubjectName, Contestant['precision']>> = { qsim: 'single', jsqubits: 'rounded' };

const peer = (subject: SubjectName, ...configurations: string[]): Contestant[] =>
  configurations.map((configuration) => ({ subject, configuration, precision: precisions[subject] ?? 'double' }));

/** Each run plans anew, as each run of a peer optimises or fuses anew. "again" is a run with the plan of the one before. */
const ourStates = [ours('double'), ours('double again'), ours('single', 'single'), ours('single again', 'single')];

const optimised = peer('qulacs', 'block 2', 'light', 'block 4');
const fused = peer('qsim', 'fused 2', 'fused 3', 'fused 4');
const javascript = [
  ...peer('quantum-circuit', 'default'),
  ...peer('jsqubits', 'default'),
  ...peer('qsharp-lang', 'default'),
];

const overAer: Target = { ours: 'double', peers: ['aer'], must: 0.3, ambitious: 0.15 };
const overJavascript: Target = {
  ours: 'double',
  peers: ['quantum-circuit', 'jsqubits', 'qsharp-lang'],
  must: 0.01,
  ambitious: 0.001,
};

function random(qubits: number): Row {
  const targets: Target[] = [];
  if (qubits === 16) targets.push({ ours: 'single', peers: ['qsim'], must: 1.5, ambitious: 1 });
  if (qubits >= 20) {
    targets.push({ ours: 'double', peers: ['qulacs'], must: 1, ambitious: 0.5 });
    targets.push({ ours: 'single', peers: ['qsim'], must: 1.3, ambitious: 0.8 }, overAer);
  }
  return {
    name: `random-${qubits}`,
    group: 'Random circuits',
    qubits,
    circuit: () => randomCircuit(qubits),
    contestants: [...ourStates, ...optimised, ...fused, ...peer('aer', 'default')],
    targets,
  };
}

function fourier(qubits: number): Row {
  const best = { must: 0.5, ambitious: 0.2 };
  return {
    name: `qft-${qubits}`,
    group: 'Quantum Fourier transform',
    qubits,
    circuit: () => fourierTransform(qubits),
    contestants: [...ourStates, ...optimised, ...fused, ...peer('aer', 'default')],
    targets: [
      { ours: 'double', peers: ['qulacs', 'aer'], ...best },
      { ours: 'single', peers: ['qsim', 'qulacs', 'aer'], ...best },
      overAer,
    ],
  };
}

function ghz(qubits: number): Row {
  const best = { must: 1.5, ambitious: 1 };
  return {
    name: `ghz-${qubits}`,
    group: 'GHZ states',
    qubits,
    circuit: () => ghzCircuit(qubits),
    contestants: [...ourStates, ...peer('qulacs', 'plain'), ...optimised, ...fused, ...peer('aer', 'default')],
    targets: [
      { ours: 'double', peers: ['qulacs', 'aer'], ...best },
      { ours: 'single', peers: ['qsim', 'qulacs', 'aer'], ...best },
    ],
  };
}

/** @param own a configuration of ours */
function small(name: string, circuit: () => BenchmarkCircuit, own = 'double'): Row {
  const contestants = [ours(own), ...javascript];
  return {
    name,
    group: 'JavaScript packages',
    qubits: circuit().qubits,
    circuit,
    contestants,
    targets: [{ ...overJavascript, ours: own }],
  };
}

function variational(qubits: number): Row {
  return {
    name: `vqc-${qubits}`,
    group: 'Expectation values of variational circuits',
    qubits,
    circuit: () => variationalCircuit(qubits),
    contestants: [
      ours('expectation'),
      ours('expectation, pool'),
      ...peer('lightning', 'expectation'),
      ...peer('qulacs', 'expectation'),
    ],
    targets: [{ ours: 'expectation', peers: ['lightning'], must: 1, ambitious: 0.3 }],
  };
}

function adjoint(qubits: number, layers: number): Row {
  return {
    name: `adjoint-${qubits}`,
    group: 'Gradients',
    qubits,
    circuit: () => variationalCircuit(qubits, layers),
    contestants: [ours('gradient'), ...peer('lightning', 'gradient'), ...peer('qulacs', 'gradient')],
    targets: qubits < 16 ? [] : [{ ours: 'gradient', peers: ['lightning'], must: 1, ambitious: 0.4 }],
  };
}

function surfaceCode(distance: number): Row {
  return {
    name: `surface-${distance}`,
    group: 'Detectors of the rotated surface code',
    qubits: 2 * distance * distance - 1,
    circuit: { distance },
    contestants: [ours('detection'), ...peer('stim', 'detection')],
    targets: [{ ours: 'detection', peers: ['stim'], must: 3, ambitious: 1.5 }],
  };
}

/** So many layers that the bonds between qubits reach the limit exactly, and nothing is truncated. */
function matrixProduct(qubits: number, bondLimit: number): Row {
  const configuration = `bond ${bondLimit}`;
  return {
    name: `mps-${qubits}-${bondLimit}`,
    group: 'Matrix product states',
    qubits,
    circuit: () => randomCircuit(qubits, 2 * Math.log2(bondLimit)),
    contestants: [ours(configuration), ...peer('aer', configuration, `${configuration} by LAPACK`)],
    targets: [{ ours: configuration, peers: ['aer'], must: 2, ambitious: 1 }],
  };
}

/** All rows, small ones first within their group. */
export const rows: readonly Row[] = [
  ...[16, 18, 20, 22, 24, 25].map(random),
  ...[20, 22, 24].map(fourier),
  ...[20, 22, 24].map(ghz),
  ...[4, 6, 8, 10].map(variational),
  ...(
    [
      [10, 2],
      [12, 3],
      [14, 4],
      [16, 5],
      [18, 5],
      [20, 5],
    ] as const
  ).map(([qubits, layers]) => adjoint(qubits, layers)),
  ...[5, 11].map(surfaceCode),
  matrixProduct(50, 64),
  matrixProduct(100, 16),
  small('javascript-random-10', () => randomCircuit(10)),
  small('javascript-qft-10', () => fourierTransform(10)),
  small('javascript-vqc-10', () => variationalCircuit(10), 'expectation'),
];
