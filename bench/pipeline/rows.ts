/** Who takes part. `aer` is Aer under a few lines of NumPy, which Qiskit's libraries are slower than. */
export const subjectNames = ['hybrid-quantum', 'lightning', 'default.qubit', 'aer', 'qiskit-machine-learning'] as const;

export type SubjectName = (typeof subjectNames)[number];

export type PeerName = Exclude<SubjectName, 'hybrid-quantum'>;

/** A subject in one of its configurations. */
export interface Contestant {
  readonly subject: SubjectName;
  readonly configuration: string;
  /** Whether its answers are drawn, so that they agree with those of others only nearly. */
  readonly isSampled?: boolean;
  /** Measured in the first run only, for it takes long. */
  readonly isMeasuredOnce?: boolean;
}

/**
 * Threads that a subject is started with. Lightning's only get into each other's way at so few qubits; PennyLane's NumPy
 * has nothing for a second one to do.
 */
export function threadsFor(subject: SubjectName, threads: number): number {
  return subject === 'lightning' || subject === 'default.qubit' ? 1 : threads;
}

/** How many times longer a peer is to take than ours. */
export interface Target {
  readonly peer: PeerName;
  readonly must: number;
  readonly ambitious: number;
}

/** One pipeline that all take part in. */
export interface Row {
  /** As it is chosen on the command line. */
  readonly name: string;
  readonly title: string;
  /** The text of the pipeline file. */
  readonly pipeline: string;
  readonly contestants: readonly Contestant[];
}

/** The goals of the project; a peer that is not named here is shown without one. */
export const targets: readonly Target[] = [
  { peer: 'lightning', must: 1, ambitious: 5 },
  { peer: 'aer', must: 1, ambitious: 20 },
  { peer: 'qiskit-machine-learning', must: 1, ambitious: 20 },
];

/** How much of the work of the full benchmark is done. */
export interface Extent {
  readonly iterations: number;
  readonly sampledIterations: number;
  /** Rows of a kernel matrix. */
  readonly kernelRows: number;
}

export const fullExtent: Extent = { iterations: 25, sampledIterations: 8, kernelRows: 300 };
export const quickExtent: Extent = { iterations: 6, sampledIterations: 2, kernelRows: 60 };

const ours: Contestant = { subject: 'hybrid-quantum', configuration: 'engine' };

const peer = (subject: PeerName, ...configurations: string[]): Contestant[] =>
  configurations.map((configuration) => ({ subject, configuration }));

const sampled = (contestants: readonly Contestant[]): Contestant[] =>
  contestants.map((contestant) => ({ ...contestant, isSampled: true }));

interface Training {
  readonly name: string;
  readonly title: string;
  readonly data: string;
  readonly quantum: string;
  readonly optimise: string;
  readonly backends?: string;
  readonly contestants: readonly Contestant[];
}

function training({ backends, contestants, data, name, optimise, quantum, title }: Training): Row {
  const pipeline = `hybrid: 1
name: ${name}
pattern: variational-loop
task: classification
seeds: { root: 20260515 }
data: ${data}
preprocess: [{ use: minmax, with: { range: [0, pi] } }]
quantum: ${quantum}
optimise: ${optimise}
${backends === undefined ? '' : `backends: ${backends}\n`}benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
`;
  return { name, title, pipeline, contestants: [ours, ...contestants] };
}

const iris = {
  data: '{ source: { builtin: iris }, target: species }',
  quantum:
    '{ qubits: 4, featureMap: { use: zz, reps: 1 }, ansatz: { use: real-amplitudes, reps: 3 }, measure: { decision: argmax, observables: [Z0, Z1, Z2] } }',
};

const moons = {
  data: '{ source: { builtin: moons, with: { samples: 200, noise: 0.1 } }, target: label }',
  quantum:
    '{ qubits: 2, featureMap: { use: zz, reps: 2 }, ansatz: { use: real-amplitudes, reps: 3 }, measure: { decision: sign, observables: [Z0] } }',
};

const spsa = (iterations: number) =>
  `{ method: spsa, maxIterations: ${iterations}, loss: cross-entropy, with: { a: 0.4, c: 0.2 } }`;

const adam = (iterations: number) =>
  `{ method: adam, maxIterations: ${iterations}, gradient: adjoint, loss: cross-entropy, with: { learningRate: 0.1 } }`;

function kernel(qubits: number, { kernelRows }: Extent, contestants: readonly Contestant[]): Row {
  // Four of five rows are learnt from.
  const samples = (kernelRows * 5) / 4;
  const pipeline = `hybrid: 1
name: kernel-${qubits}
pattern: quantum-features
task: classification
seeds: { root: 20260515 }
data:
  source: { builtin: linearly-separable, with: { samples: ${samples}, features: ${qubits} } }
  target: label
  split: { train: 0.8, test: 0.2 }
preprocess: [{ use: minmax, with: { range: [0, pi] } }]
quantum: { qubits: ${qubits}, featureMap: { use: zz, reps: 2 }, kernel: { kind: fidelity } }
head: { use: svm, with: { C: 1 } }
benchmark: { baselines: [{ use: svm, with: { kernel: rbf, C: 1 } }], ablations: [], repeats: 1 }
`;
  return {
    name: `kernel-${qubits}`,
    title: `Fidelity kernel, ${kernelRows} × ${kernelRows}, ${qubits} qubits`,
    pipeline,
    contestants: [ours, ...contestants],
  };
}

/** All rows. */
export function rowsOf(extent: Extent): Row[] {
  const { iterations, sampledIterations } = extent;
  const values = [
    ...peer('lightning', 'tapes', 'QNode'),
    ...peer('default.qubit', 'broadcast'),
    ...peer('aer', 'parameters bound', 'EstimatorV2'),
    ...peer('qiskit-machine-learning', 'EstimatorQNN on Aer'),
  ];
  const gradients = [...peer('lightning', 'tapes', 'QNode'), ...peer('default.qubit', 'broadcast')];
  const counts = [...peer('lightning', 'tapes'), ...peer('aer', 'parameters bound')];
  const shots = { backends: '{ local: { adapter: builtin-simulator, shots: 1000 } }' };
  const steps = `${iterations} steps of SPSA (${2 * iterations + 1} evaluations)`;
  const states = [
    ...peer('lightning', 'states'),
    ...peer('default.qubit', 'broadcast'),
    ...peer('aer', 'states'),
    ...peer('qiskit-machine-learning', 'FidelityStatevectorKernel', 'FidelityStatevectorKernel on Aer'),
  ];
  const reference: Contestant = {
    subject: 'qiskit-machine-learning',
    configuration: 'compute-uncompute on Aer',
    isSampled: true,
    isMeasuredOnce: true,
  };
  return [
    training({
      ...iris,
      name: 'iris-spsa',
      title: `Iris, 4 qubits, ${steps}`,
      optimise: spsa(iterations),
      contestants: values,
    }),
    training({
      ...moons,
      name: 'moons-spsa',
      title: `Two moons, 2 qubits, ${steps}`,
      optimise: spsa(iterations),
      contestants: values,
    }),
    training({
      ...iris,
      name: 'iris-adam',
      title: `Iris, 4 qubits, ${iterations} steps of Adam with adjoint gradients`,
      optimise: adam(iterations),
      contestants: gradients,
    }),
    training({
      ...moons,
      name: 'moons-adam',
      title: `Two moons, 2 qubits, ${iterations} steps of Adam with adjoint gradients`,
      optimise: adam(iterations),
      contestants: gradients,
    }),
    training({
      ...moons,
      ...shots,
      name: 'moons-shots',
      title: `Two moons, 2 qubits, 1000 shots, ${sampledIterations} steps of SPSA (${2 * sampledIterations + 1} evaluations)`,
      optimise: spsa(sampledIterations),
      contestants: sampled(counts),
    }),
    kernel(4, extent, [...states, reference]),
    kernel(8, extent, states),
  ];
}
