/** What the values stand for that keys of the format can have, for completion and hovers. */

type Meanings = Readonly<Record<string, string>>;

const steps: Meanings = {
  impute: 'Fills empty cells with a statistic of their column.',
  standardize: 'Subtracts the mean of a column and divides by its standard deviation.',
  minmax: 'Maps the extremes of a column to the ends of a range.',
  robust: 'Subtracts the median of a column and divides by the distance of its quartiles.',
  pca: 'Keeps the principal components: the directions with the largest variance.',
  'select-k-best': 'Keeps the columns with the largest F statistic with the target.',
  'select-columns': 'Keeps the named columns, in that order.',
  onehot: 'One column of 0 and 1 per value of a column.',
  'l2-normalize': 'Divides every row by its length, as amplitude encoding needs.',
  pad: 'Adds columns of one value until there are enough.',
  clip: 'Moves values outside of a range to its nearer end.',
  'to-angle': 'Maps the extremes of a column to angles, such as 0 and pi.',
  python: 'A transformer in the interpreter of the user.',
};

const featureMaps: Meanings = {
  zz: 'H on all qubits, P(2x) on each, and for each pair P(2(π−x)(π−y)) between two CX. One feature per qubit.',
  iqp: 'H on all qubits, RZ(x) on each, exp(−i xy ZZ/2) on each pair. One feature per qubit.',
  angle: 'One rotation per qubit by its feature, about the axis of choice.',
  separable: 'RX(−π/4) and RY(−x) on each qubit, without entanglement. One feature per qubit.',
  hamiltonian: 'Trotter steps of a Heisenberg chain whose couplings are the features. One feature less than qubits.',
  amplitude: 'The features are the amplitudes of the state: 2ⁿ features on n qubits, in rows of length 1.',
  basis: 'A qubit is 1 where its feature is at least 1/2. Features are bits, one per qubit.',
};

const ansaetze: Meanings = {
  'real-amplitudes': 'Layers of RY on all qubits and CX on pairs: n(r + 1) parameters, real amplitudes.',
  'efficient-su2': 'Layers of RY and RZ on all qubits and CX on pairs: 2n(r + 1) parameters.',
  'rot-ring': 'Layers of RZ, RY, RZ on each qubit and CX round a ring: 3nr parameters.',
  qaoa: 'Layers of exp(−iγC) for the cost C of the problem and exp(−iβX) on every qubit: 2r parameters.',
  'double-excitation': 'A rotation between two pairs of orbitals, as for the ground state of H₂: 1 parameter.',
};

const entanglements: Meanings = {
  none: 'No pairs: the circuit is a product of single qubits.',
  linear: 'Neighbours, from the first qubit on.',
  'reverse-linear': 'Neighbours, from the last qubit on.',
  ring: 'Neighbours, and the last qubit with the first.',
  full: 'Every pair of qubits.',
};

const models: Meanings = {
  'logistic-regression': 'Linear model of the log-odds of the classes, with an L2 penalty.',
  svm: 'Support vector machine; for numbers a support vector regression. With inputs: kernel on the quantum kernel.',
  ridge: 'Linear model by least squares with an L2 penalty.',
  'random-forest': 'Mean of many decision trees, each on a sample of the rows and columns.',
  'gradient-boosting': 'Small decision trees, each of which corrects the sum of those before.',
  mlp: 'Neural network of fully connected layers, trained with Adam.',
  knn: 'Vote of the nearest training rows.',
  threshold: 'One limit on one score, for two classes.',
  onnx: 'A model trained elsewhere, in the ONNX format.',
  python: 'An estimator in the interpreter of the user.',
};

const baselines: Meanings = {
  ...models,
  'majority-class': 'Always the most frequent class: the floor for classification.',
  mean: 'Always the mean of the training targets: the floor for numbers.',
  'brute-force': 'Tries every assignment; exact, for up to about 25 variables.',
  greedy: 'Changes one variable at a time as long as that helps.',
  'exact-diagonalisation': 'The exact energies of the Hamiltonian.',
  'simulated-annealing': 'Random changes of variables that get pickier as a temperature falls.',
};

const optimisers: Meanings = {
  cobyla: 'Linear models on a shrinking simplex; few evaluations, no gradients. Powell 1994.',
  spsa: 'Two evaluations per step in a random direction, made for noisy losses. Spall 1992.',
  adam: 'Gradient steps scaled by running means. Kingma and Ba 2015.',
  'nelder-mead': 'A simplex that is reflected, stretched and shrunk; no gradients.',
  'l-bfgs': 'Quasi-Newton steps from the last gradients; for exact values.',
  'gradient-descent': 'Steps against the gradient, with momentum if wanted.',
  nesterov: 'Gradient steps with momentum that looks ahead.',
  rotosolve: 'Sets one parameter after the other to its exact best angle, for energies and cuts.',
};

const dataSets: Meanings = {
  iris: '150 flowers, 4 measurements, 3 species.',
  wine: '178 wines, 13 measurements, 3 cultivars.',
  'breast-cancer': '569 tumours, 30 measurements, malignant or benign.',
  digits: '1797 handwritten digits of 8 × 8 pixels.',
  'ad-hoc-reference': '50 points that a ZZ feature map separates; 40 to learn from, 10 to judge on.',
  moons: 'Two interleaved half circles.',
  circles: 'A circle within a circle.',
  blobs: 'Clouds of normally distributed points, one per class.',
  'linearly-separable': 'Points on the two sides of a plane.',
  'parity-4': 'All words of 4 bits, by the parity of their ones.',
  'bars-and-stripes': 'Pictures of vertical bars or horizontal stripes.',
  'ad-hoc': 'Points that the ZZ feature map separates, drawn anew.',
};

const stages: Meanings = {
  poc: 'The idea works at all.',
  simulation: 'It holds in simulation, with the spread of repeats.',
  hardware: 'It holds on hardware, at a cost that is known.',
  pilot: 'A small share of the real work goes through it.',
  production: 'All of the work may go through it.',
};

/** By the path of the key; `*` stands for an item of a list or a name the author gives. */
const meanings: Readonly<Record<string, Meanings>> = {
  pattern: {
    'quantum-scoring': 'A circuit gives each row a score, from which, beside the features, a classical head learns.',
    'quantum-features': 'A feature map gives each row expectation values, or a kernel, from which a head learns.',
    'variational-loop': 'A circuit is trained; its measurement is the answer.',
  },
  task: {
    classification: 'Predicts one of some classes.',
    regression: 'Predicts a number.',
    ranking: 'Predicts which rows come first.',
    optimisation: 'Finds the best assignment of binary variables.',
    'ground-state': 'Finds the lowest or highest energy of a Hamiltonian.',
  },
  intent: {
    learning: 'To learn how things work; nobody relies on the result.',
    'vendor-evaluation': 'To compare vendors by the same measures.',
    research: 'To publish or to decide on further research.',
    production: 'To be relied on. Needs a way without hardware and a switch.',
  },
  'data.source.builtin': dataSets,
  'data.format': {
    csv: 'Names in the first line, then a row per line.',
    json: 'A list of objects, or an object of lists.',
    parquet: 'Apache Parquet, a column after the other.',
    npy: 'An array of NumPy.',
  },
  'data.sensitivity': {
    public: 'Everybody may see the data.',
    internal: 'For the organisation.',
    personal: 'Data of persons; a backend elsewhere is reported.',
  },
  'data.features': { 'all-numeric': 'Every column of numbers but the target and the groups.' },
  'data.split.method': {
    holdout: 'One test part per repeat, drawn by shares.',
    kfold: 'Every row is tested once, in one of some folds.',
    'repeated-kfold': 'Folds drawn several times.',
    predefined: 'The rows that a file names.',
  },
  'preprocess.*.use': steps,
  'preprocess.*.fitOn': {
    train: 'From the training rows only.',
    all: 'From all rows, the tested ones included: a leak (HP120).',
  },
  'interface.input.normalization': {
    minmax: 'Between two extremes.',
    zscore: 'Mean 0 and standard deviation 1.',
    l2: 'Rows of length 1.',
    angle: 'Angles in radians.',
    bits: '0 and 1.',
    none: 'As they are.',
  },
  'interface.input.outOfRange': {
    error: 'The run ends with the value and its row.',
    clip: 'The nearer end of the range is taken.',
    wrap: 'The range is taken as a circle.',
  },
  'interface.parameters.init': {
    uniform: 'Drawn evenly from the range.',
    normal: 'Drawn from a normal distribution about 0 of width scale.',
    zeros: 'All 0.',
    file: 'From a file, such as the result of another run.',
  },
  'interface.output.kind': {
    expectation: 'Mean values of observables.',
    probabilities: 'Probabilities of the classes.',
    counts: 'How often each bit string was measured.',
    kernel: 'Similarities of rows.',
    energy: 'The mean value of a Hamiltonian.',
    bitstring: 'The best bit string.',
  },
  'interface.output.bitOrder': {
    'q0-left': 'Qubit 0 is the leftmost letter, as in Cirq and PennyLane.',
    'q0-right': 'Qubit 0 is the rightmost letter, as in Qiskit.',
  },
  'interface.output.shape.*': { samples: 'One per row.' },
  'quantum.featureMap.use': featureMaps,
  'quantum.featureMap.entanglement': entanglements,
  'quantum.ansatz.use': ansaetze,
  'quantum.ansatz.entanglement': entanglements,
  'quantum.kernel.kind': {
    fidelity: 'The probability that one encoded row is found to be the other.',
    projected: 'A Gaussian of the distance of expectation values.',
  },
  'quantum.kernel.psd': {
    clip: 'Negative eigenvalues become 0.',
    shift: 'All eigenvalues are raised until none is negative.',
    none: 'Left as measured.',
  },
  'quantum.kernel.diagonal': {
    one: 'A row is taken to be equal to itself.',
    measured: 'Each row is compared with itself on the device, too.',
  },
  'quantum.measure.decision': {
    sign: 'The sign of one observable: positive is the first of two classes.',
    argmax: 'The number that the bits spell, or the largest of one observable per class.',
    'popcount-mod': 'The number of ones, modulo the number of classes.',
    threshold: 'Whether (1 − value)/2 of one observable exceeds a limit.',
  },
  'problem.kind': {
    maxcut: 'Two sides of a graph with the heaviest edges between them.',
    qubo: 'Binary variables with weights and products of pairs.',
    'feature-selection': 'Features that tell much of the target and little of each other.',
    hamiltonian: 'The energy of a sum of Pauli products.',
  },
  'problem.sense': { min: 'The smallest value is the best.', max: 'The largest value is the best.' },
  'optimise.method': optimisers,
  'optimise.gradient': {
    'parameter-shift': 'Exact, from two circuits per parameter; works with shots.',
    adjoint: 'Exact and fast, from the state vector of a simulator.',
    'finite-difference': 'From small steps; drowns in shot noise.',
    none: 'The optimiser takes none.',
  },
  'optimise.loss': {
    'cross-entropy': 'The negative logarithm of the probability of the right class.',
    square: 'The mean squared distance.',
    hinge: 'How far a row is on the wrong side of a margin.',
    'kernel-alignment': 'How well the kernel agrees with the classes.',
    energy: 'The energy of the Hamiltonian.',
    cut: 'The mean value of the objective.',
  },
  'head.use': models,
  'head.inputs.*': {
    quantum: 'What the circuit gives.',
    features: 'The preprocessed columns.',
    kernel: 'The quantum kernel.',
  },
  'backends.*.kind': {
    simulator: 'Computes without noise.',
    emulator: 'Computes with a model of noise.',
    hardware: 'A real device.',
  },
  'backends.*.primitive': {
    sampler: 'Every shot tells bits, from which mean values are computed here.',
    estimator: 'The provider measures mean values, corrects them and says how sure they are.',
  },
  'backends.*.session.mode': {
    job: 'Each question queues by itself.',
    batch: 'Questions are queued together.',
    session: 'The device is kept between questions.',
  },
  'execution.quantum.state': {
    active: 'The quantum step answers.',
    disabled: 'The classical way answers; nothing is sent.',
    shadow: 'The classical way answers, and the quantum step is measured beside it.',
  },
  'execution.chain.*.backend': { classical: 'The strongest baseline instead of a circuit.' },
  'execution.onExhausted': {
    classical: 'The strongest baseline answers.',
    fail: 'The run fails.',
    ask: 'Somebody is asked.',
  },
  'budget.exceed': {
    stop: 'The run stops and can be resumed.',
    fallback: 'The classical way answers.',
    ask: 'Somebody is asked.',
  },
  'confidence.of': {
    expectation: 'Of the mean value of an observable between −1 and 1.',
    probability: 'Of a probability.',
    energy: 'Of the energy of the problem.',
    kernel: 'Of an entry of the kernel.',
  },
  'confidence.rule': {
    hoeffding: 'Holds for any distribution; takes the most shots.',
    normal: 'The normal approximation.',
    wilson: 'Wilson’s interval of a probability.',
  },
  'mitigation.readout.method': {
    none: 'No correction.',
    tensored: 'Qubit by qubit, from 2 calibration circuits.',
    full: 'State by state, from 2ⁿ calibration circuits of at most 8 qubits.',
  },
  'mitigation.zne.fold': {
    global: 'The whole circuit is followed by its inverse and itself.',
    local: 'Every gate is followed by its inverse and itself.',
  },
  'mitigation.zne.fit': {
    linear: 'A line by least squares.',
    quadratic: 'A parabola by least squares.',
    richardson: 'The polynomial through all points.',
    exponential: 'An exponential decay.',
  },
  'benchmark.baselines.*.use': baselines,
  'benchmark.baselines.*.inputs': {
    raw: 'The columns of the table as they are.',
    standardized: 'The columns of the table, standardized.',
    preprocessed: 'After the steps of preprocess.',
    interface: 'Exactly what the circuit gets.',
  },
  'benchmark.ablations.*': {
    'no-quantum': 'The same head on what the circuit gets.',
    'no-entanglement': 'The same circuit without gates on several qubits.',
    'random-features': 'The same head on random Fourier features of what the circuit gets.',
  },
  'benchmark.interval.method': {
    t: 'Student’s interval; too narrow where splits overlap.',
    wilson: 'Wilson’s interval of a share.',
    bootstrap: 'From samples of the repeats.',
    'nadeau-bengio': 'Student’s interval, widened for the overlap of the splits.',
  },
  'benchmark.interval.variant': {
    percentile: 'Quantiles of the resampled means.',
    bca: 'Quantiles corrected for bias and skewness.',
  },
  'benchmark.test.method': {
    'corrected-t': 'The t test of paired differences, corrected for the overlap of the splits.',
    wilcoxon: 'Signed ranks of the paired differences.',
    mcnemar: 'The rows of one test part that only one of two classifiers gets right.',
    permutation: 'Signs of the paired differences, drawn at random.',
  },
  'rollout.stage': stages,
  'rollout.stages.*.id': stages,
};

const criterionKinds: Meanings = {
  quality: 'How good the answers are.',
  reliability: 'How dependably they come.',
  cost: 'What they cost in money or time.',
};
const operators: Meanings = {
  '>': 'More than the value.',
  '>=': 'At least the value.',
  '<': 'Less than the value.',
  '<=': 'At most the value.',
  '==': 'Exactly the value.',
};
const directions: Meanings = { higher: 'Larger values are better.', lower: 'Smaller values are better.' };

/** Keys that mean the same wherever they are written. */
const byKey: Readonly<Record<string, Meanings>> = { kind: criterionKinds, op: operators, better: directions };

/** What a value stands for at a path of a pipeline, a suite or a scorecard; undefined where it speaks for itself. */
export function choiceMeaning(path: readonly (string | number)[], choice: string): string | undefined {
  const place = path.map((part) => (typeof part === 'number' ? '*' : part));
  if (place[0] === 'backends' && place.length > 1) place[1] = '*';
  const known = meanings[place.join('.')] ?? meanings[[...place, '*'].join('.')] ?? byKey[String(path.at(-1))];
  return known && Object.hasOwn(known, choice) ? known[choice] : undefined;
}
