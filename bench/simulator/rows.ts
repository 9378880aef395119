import {
  type BenchmarkCircuit,
  fourierTransform,
  ghzCircuit,
  randomCircuit,
  variationalCircuit,
} from './benchmarkCircuit.ts';
import type { TargetAreaName } from './targetAreas.ts';

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

/** Whom a configuration of ours is compared with. */
export interface Target {
  readonly area: TargetAreaName;
  /** A configuration of ours. */
  readonly ours: string;
  /** The fastest of them counts. */
  readonly peers: readonly SubjectName[];
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
  /** Whether nobody uses a second thread, so that it is measured with one only. */
  readonly isSerial?: boolean;
  /** Seconds after which a run is given up, and its peer known to be slower than that. */
  readonly limit: number;
}

const ours = (configuration: string, precision: Contestant['precision'] = 'double'): Contestant => ({
  subject: 'hybrid-quantum',
  configuration,
  precision,
});

const precisions: Partial<Record<SubjectName, Contestant['precision']>> = { qsim: 'single', jsqubits: 'rounded' };

const peer = (subject: SubjectName, ...configurations: string[]): Contestant[] =>
  configurations.map((configuration) => ({ subject, configuration, precision: precisions[subject] ?? 'double' }));

/** Above, planning is less of a run than what runs differ by. */
const widestAgain = 22;

/** Each run plans anew, as each run of a peer optimises or fuses anew. "again" finds the plan of the run before. */
function ourStates(qubits: number): Contestant[] {
  const again = qubits <= widestAgain;
  return [
    ours('double'),
    ...(again ? [ours('double again')] : []),
    ours('single', 'single'),
    ...(again ? [ours('single again', 'single')] : []),
  ];
}

/** Larger blocks take several times as long. */
const optimised = peer('qulacs', 'block 2', 'light');
const plainOrOptimised = [...peer('qulacs', 'plain'), ...optimised];
const fused = peer('qsim', 'fused 2', 'fused 3', 'fused 4');
const aer = peer('aer', 'default');

/** Longer than any run of a native peer. */
const nativeLimit = 400;

const overAer: Target = { area: 'aer', ours: 'double', peers: ['aer'] };

function random(qubits: number): Row {
  const isWide = qubits >= 20;
  const single = qubits === 16 ? 'random-16' : 'random-18';
  return {
    name: `random-${qubits}`,
    group: 'Random circuits',
    qubits,
    circuit: () => randomCircuit(qubits),
    contestants: [...ourStates(qubits), ...optimised, ...fused, ...aer],
    targets: [
      { area: isWide ? 'random-qulacs' : 'random-narrow', ours: 'double', peers: ['qulacs'] },
      { area: isWide ? 'random-qsim' : single, ours: 'single', peers: ['qsim'] },
      ...(isWide ? [overAer] : []),
    ],
    limit: nativeLimit,
  };
}

function fourier(qubits: number): Row {
  return {
    name: `qft-${qubits}`,
    group: 'Quantum Fourier transform',
    qubits,
    circuit: () => fourierTransform(qubits),
    contestants: [...ourStates(qubits), ...plainOrOptimised, ...fused, ...aer],
    targets: [
      { area: 'fourier', ours: 'double', peers: ['qulacs', 'aer'] },
      { area: 'fourier', ours: 'single', peers: ['qsim', 'qulacs', 'aer'] },
      overAer,
    ],
    limit: nativeLimit,
  };
}

function ghz(qubits: number): Row {
  return {
    name: `ghz-${qubits}`,
    group: 'GHZ states',
    qubits,
    circuit: () => ghzCircuit(qubits),
    contestants: [...ourStates(qubits), ...plainOrOptimised, ...fused, ...aer],
    targets: [
      { area: 'ghz', ours: 'double', peers: ['qulacs', 'aer'] },
      { area: 'ghz', ours: 'single', peers: ['qsim', 'qulacs', 'aer'] },
    ],
    limit: nativeLimit,
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
    targets: [{ area: 'variational', ours: 'expectation', peers: ['lightning'] }],
    limit: nativeLimit,
  };
}

function adjoint(qubits: number, layers: number): Row {
  return {
    name: `adjoint-${qubits}`,
    group: 'Gradients',
    qubits,
    circuit: () => variationalCircuit(qubits, layers),
    contestants: [ours('gradient'), ...peer('lightning', 'gradient'), ...peer('qulacs', 'gradient')],
    targets: [{ area: qubits < 16 ? 'adjoint-narrow' : 'adjoint', ours: 'gradient', peers: ['lightning'] }],
    limit: nativeLimit,
  };
}

function surfaceCode(distance: number): Row {
  return {
    name: `surface-${distance}`,
    group: 'Detectors of the rotated surface code',
    qubits: 2 * distance * distance - 1,
    circuit: { distance },
    contestants: [ours('detection'), ...peer('stim', 'detection')],
    targets: [{ area: 'surface-code', ours: 'detection', peers: ['stim'] }],
    limit: nativeLimit,
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
    targets: [{ area: 'matrix-product', ours: configuration, peers: ['aer'] }],
    limit: nativeLimit,
  };
}

const packages = ['quantum-circuit', 'jsqubits', 'qsharp-lang'] as const;

/** @param own a configuration of ours */
function javascript(name: string, circuit: () => BenchmarkCircuit, own = 'double'): Row {
  return {
    name: `javascript-${name}`,
    group: 'JavaScript packages',
    qubits: circuit().qubits,
    circuit,
    // The state of ours is also there where another thing is timed, to be compared with theirs.
    contestants: [...new Set([own, 'double', 'double again'])]
      .map((configuration) => ours(configuration))
      .concat(packages.flatMap((subject) => peer(subject, 'default'))),
    targets: packages.map((subject) => ({ area: 'javascript', ours: own, peers: [subject] })),
    isSerial: true,
    limit: 20,
  };
}

/** All rows, small ones first within their group. */
export const rows: readonly Row[] = [
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
  javascript('vqc-10', () => variationalCircuit(10), 'expectation'),
  ...[10, 14].map((qubits) => javascript(`qft-${qubits}`, () => fourierTransform(qubits))),
  ...[10, 12, 14, 16].map((qubits) => javascript(`random-${qubits}`, () => randomCircuit(qubits))),
  ...[20, 22, 24].map(ghz),
  ...[20, 22, 24].map(fourier),
  ...[16, 18, 20, 22, 24, 25].map(random),
  matrixProduct(50, 64),
  matrixProduct(100, 16),
];
