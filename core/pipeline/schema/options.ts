import * as z from 'zod';
import { codeOptions, isOneProgram, limitOptions, oneProgram } from './programOptions.ts';
import { angleRangeSchema, nameSchema, positiveIntegerSchema, scalarSchema } from './scalars.ts';

/**
 * The options (`with`) of everything this version can run. What is named by the format but missing here is valid to
 * write and refused when run (HP006).
 */

const positive = z.number().positive();

/** An optional number above 0, described. */
const aboveZero = (meaning: string) => positive.optional().describe(meaning);
const count = (meaning: string) => positiveIntegerSchema.optional().describe(meaning);

export const stepOptions = {
  impute: z.strictObject({
    strategy: z
      .enum(['mean', 'median', 'most-frequent', 'constant'])
      .optional()
      .describe('What takes the place of an empty cell: a statistic of its column, or value. Default: mean.'),
    value: z.number().optional().describe('For constant. Default: 0.'),
  }),
  standardize: z.strictObject({}),
  minmax: z.strictObject({
    range: angleRangeSchema.optional().describe('What the extremes of a column become. Default: [0, 1].'),
  }),
  robust: z.strictObject({}),
  pca: z.strictObject({
    components: positiveIntegerSchema.describe('How many columns are left.'),
    sign: z
      .literal('largest-loading-positive')
      .optional()
      .describe('The sign of a component, which is arbitrary otherwise. Always this one; stating it silences HP106.'),
  }),
  'select-k-best': z.strictObject({
    k: positiveIntegerSchema.describe('How many columns are kept, by the F statistic of each with the target.'),
  }),
  'select-columns': z.strictObject({
    columns: z.array(nameSchema).min(1).describe('Names of the columns to keep, in this order.'),
  }),
  onehot: z.strictObject({
    columns: z
      .array(nameSchema)
      .min(1)
      .optional()
      .describe('Columns that become one column per value they have in the training rows. Default: all.'),
  }),
  'l2-normalize': z.strictObject({}),
  pad: z.strictObject({
    width: positiveIntegerSchema.describe('How many columns there are afterwards.'),
    value: z.number().optional().describe('What the new columns hold. Default: 0.'),
  }),
  clip: z.strictObject({ range: angleRangeSchema.describe('Values outside are moved to its nearer end.') }),
  'to-angle': z.strictObject({
    range: angleRangeSchema.optional().describe('Angles that the extremes of a column become. Default: [0, pi].'),
    from: angleRangeSchema.optional().describe('Extremes of all columns. Default: those of the training rows.'),
  }),
  python: z
    .strictObject({
      ...codeOptions,
      accepts: z
        .literal('missing')
        .optional()
        .describe(
          'missing: empty cells reach the step as nan, where it is the first that learns from rows, and it has to fill them in. Default: empty cells are refused.',
        ),
      outputs: z
        .union([positiveIntegerSchema, z.array(nameSchema).min(1)], { error: 'a number of columns, or their names' })
        .optional()
        .describe('How many columns the step gives, or their names. Default: what it gives.'),
    })
    .refine(isOneProgram, oneProgram),
} as const;

const gradientStep = {
  learningRate: aboveZero('Step per gradient. Default: 0.1 (adam: 0.05).'),
  tolerance: aboveZero('Done when no entry of the gradient is larger. Default: optimise.tolerance.'),
};
const share = (meaning: string) => z.number().min(0).lt(1).optional().describe(meaning);

export const optimiserOptions = {
  cobyla: z.strictObject({
    rhobeg: aboveZero('First trust radius. Default: 1.'),
    tolerance: aboveZero('Last trust radius. Default: optimise.tolerance.'),
  }),
  spsa: z.strictObject({
    calibrate: z.boolean().optional().describe('Whether a is found from a few gradients. Default: true without a.'),
    a: aboveZero('First step: a / (k + 1 + A)^alpha. Default: calibrated.'),
    c: aboveZero('First perturbation: c / (k + 1)^gamma. Default: 0.2.'),
    A: z.number().min(0).optional().describe('Default: 0.'),
    alpha: aboveZero('Default: 0.602.'),
    gamma: aboveZero('Default: 0.101.'),
    resamplings: count('Gradients averaged per step. Default: 1.'),
    averageLast: count('Last points averaged in the end. Default: 1.'),
    blocking: z.number().min(0).optional().describe('Steps that raise the loss by more are not taken.'),
  }),
  adam: z.strictObject({
    ...gradientStep,
    beta1: share('Decay of the mean gradient. Default: 0.9.'),
    beta2: share('Decay of the mean squared gradient. Default: 0.999.'),
  }),
  'nelder-mead': z.strictObject({ initialStep: aboveZero('Size of the first simplex.') }),
  'l-bfgs': z.strictObject({
    memory: count('Steps remembered. Default: 10.'),
    tolerance: gradientStep.tolerance,
  }),
  'gradient-descent': z.strictObject({
    ...gradientStep,
    momentum: share('Share of the last step that goes on. Default: 0.'),
  }),
  nesterov: z.strictObject({ ...gradientStep, momentum: share('Share of the last step that goes on. Default: 0.9.') }),
  rotosolve: z.strictObject({
    tolerance: aboveZero('Done when a sweep over all parameters gains less. Default: optimise.tolerance.'),
  }),
} as const;

const treeOptions = {
  depth: count('Divisions between the root of a tree and a leaf. Default: unlimited (gradient-boosting: 3).'),
  leastLeaf: count('Fewest rows of a leaf. Default: 1.'),
};

export const modelOptions = {
  'logistic-regression': z.strictObject({
    C: aboveZero('Inverse strength of the L2 penalty. Default: 1.'),
    tolerance: aboveZero('Largest entry of the gradient in the end. Default: 1e-8.'),
    maxIterations: count('Newton steps. Default: 200.'),
  }),
  svm: z.strictObject({
    C: aboveZero('Bound of every coefficient. Default: 1.'),
    kernel: z.enum(['linear', 'rbf']).optional().describe('Default: rbf.'),
    gamma: z
      .union([positive, z.enum(['scale', 'auto'])], { error: 'a number above 0, scale or auto' })
      .optional()
      .describe('Width of the radial kernel; scale is 1 / (columns · variance), auto 1 / columns. Default: scale.'),
    tolerance: aboveZero('Largest violation in the end. Default: 0.001.'),
    epsilon: z.number().min(0).optional().describe('Numbers only: deviations up to this cost nothing. Default: 0.1.'),
  }),
  ridge: z.strictObject({ alpha: aboveZero('Strength of the penalty. Default: 1.') }),
  'random-forest': z.strictObject({ trees: count('Default: 100.'), ...treeOptions }),
  'gradient-boosting': z.strictObject({
    rounds: count('Trees per score. Default: 100.'),
    learningRate: aboveZero('Share of a tree that is added. Default: 0.1.'),
    ...treeOptions,
  }),
  mlp: z.strictObject({
    hidden: z.array(positiveIntegerSchema).min(1).optional().describe('Sizes of the hidden layers. Default: [16].'),
    activation: z.enum(['relu', 'tanh']).optional().describe('Default: relu.'),
    epochs: count('Passes over the training rows. Default: 200.'),
    batch: count('Rows per step. Default: 32.'),
    learningRate: aboveZero('Step size of Adam. Default: 0.01.'),
    penalty: z.number().min(0).optional().describe('Strength of the L2 penalty. Default: 0.0001.'),
  }),
  knn: z.strictObject({
    neighbours: count('How many vote. Default: 5.'),
    weights: z.enum(['uniform', 'distance']).optional().describe('Default: uniform.'),
  }),
  threshold: z.strictObject({
    threshold: z
      .number()
      .optional()
      .describe('Scores of at least this mean the second of two classes. Default: learnt from the training rows.'),
  }),
  'majority-class': z.strictObject({}),
  mean: z.strictObject({}),
  python: z.strictObject(codeOptions).refine(isOneProgram, oneProgram),
  onnx: z.strictObject({
    file: nameSchema.describe('Model in the ONNX format, relative to this file. It is not trained.'),
    input: nameSchema.optional().describe('Name of its input, if it has several.'),
    output: nameSchema.optional().describe('Name of the output with classes or numbers. Default: the first that fits.'),
    probabilities: nameSchema
      .optional()
      .describe('Name of the output with probabilities. Default: the first that fits.'),
    classes: z
      .array(scalarSchema)
      .min(2)
      .optional()
      .describe(
        'What the classes 0, 1, … of the model are called in the data. Default: texts are names, numbers are names where all names are whole numbers, and positions among the classes otherwise.',
      ),
    ...limitOptions,
  }),
} as const;

/** Models that only tell classes, and the one that only tells numbers. */
const classModels: ReadonlySet<string> = new Set(['logistic-regression', 'threshold', 'majority-class']);
const numberModels: ReadonlySet<string> = new Set(['mean']);

const samples = (usual: number) => count(`Number of rows. Default: ${usual}.`);
const noise = (usual: number) =>
  z.number().min(0).optional().describe(`Standard deviation of a normal displacement. Default: ${usual}.`);

/** Data sets that are drawn with the seed of the data. */
export const generatedDataOptions = {
  moons: z.strictObject({ samples: samples(200), noise: noise(0.1) }),
  circles: z.strictObject({
    samples: samples(200),
    noise: noise(0.05),
    factor: share('Radius of the inner circle. Default: 0.5.'),
  }),
  blobs: z.strictObject({
    samples: samples(200),
    features: count('Number of columns. Default: 2.'),
    centers: z.int().min(2).optional().describe('Number of clouds, a class each. Default: 3.'),
    deviation: aboveZero('Standard deviation of a cloud. Default: 1.'),
  }),
  'linearly-separable': z.strictObject({
    samples: samples(300),
    features: count('Number of columns. Default: 2.'),
    margin: z
      .number()
      .min(0)
      .optional()
      .describe('Points with a smaller absolute sum of their coordinates are left out. Default: 0.02 per feature.'),
  }),
  'parity-4': z.strictObject({}),
  'bars-and-stripes': z.strictObject({
    samples: samples(200),
    size: z.int().min(2).max(32).optional().describe('Pixels on a side. Default: 4.'),
    noise: noise(0),
  }),
  'ad-hoc': z.strictObject({
    samples: samples(50),
    features: z.int().min(1).max(5).optional().describe('Number of columns and of qubits of the map. Default: 2.'),
    gap: share('Points with an expectation this close to 0 are left out. Default: 0.3.'),
  }),
} as const;

/** Data sets that come with the product as files, and have no options. */
const storedDataSets = ['iris', 'wine', 'breast-cancer', 'digits', 'ad-hoc-reference'] as const;

export const builtinDataSets = [
  ...storedDataSets,
  ...(Object.keys(generatedDataOptions) as (keyof typeof generatedDataOptions)[]),
] as const;

export type BuiltinDataSet = (typeof builtinDataSets)[number];
export type GeneratedDataSet = keyof typeof generatedDataOptions;

/** Whether a built-in data set is drawn, not read. */
export function isGeneratedDataSet(name: BuiltinDataSet): name is GeneratedDataSet {
  return Object.hasOwn(generatedDataOptions, name);
}

/** Classical solvers of problems: what a circuit that solves one is compared with. */
export const solverOptions = {
  'brute-force': z.strictObject({}),
  greedy: z.strictObject({}),
  'simulated-annealing': z.strictObject({
    sweeps: count('As many tries to change a variable as there are variables. Default: 200.'),
    hottest: aboveZero('First temperature. Default: the largest coefficient of the objective.'),
    coldest: aboveZero('Last temperature. Default: a thousandth of the first.'),
  }),
  'exact-diagonalisation': z.strictObject({}),
} as const;

/** The metrics of tasks without a table. */
export const problemMetrics = {
  'ground-state': ['energy-error', 'energy'],
  optimisation: ['approximation-ratio', 'best-found', 'expected-value'],
} as const;

export type RunnableOptimiser = keyof typeof optimiserOptions;
export type RunnableModel = keyof typeof modelOptions;
export type RunnableSolver = keyof typeof solverOptions;

export function isRunnableOptimiser(method: string): method is RunnableOptimiser {
  return Object.hasOwn(optimiserOptions, method);
}

/** Whether an optimiser asks for gradients, which take more circuits than values. */
export function usesGradients(method: string): boolean {
  return method === 'adam' || method === 'l-bfgs' || method === 'gradient-descent' || method === 'nesterov';
}

/** The optimisers that make do with another batch of rows in every iteration: they compare no values of different ones. */
export const batchOptimisers = ['spsa', 'adam', 'gradient-descent', 'nesterov'] as const;

export function learnsInBatches(method: string): boolean {
  return (batchOptimisers as readonly string[]).includes(method);
}

export function isRunnableModel(use: string): use is RunnableModel {
  return Object.hasOwn(modelOptions, use);
}

/** The models that predict a kind of target. */
export function modelsOf(kind: 'classes' | 'numbers'): RunnableModel[] {
  const others = kind === 'classes' ? numberModels : classModels;
  return Object.keys(modelOptions).filter((use): use is RunnableModel => isRunnableModel(use) && !others.has(use));
}

/** The options of a model, for the kind of target it is to predict. */
export function modelOptionsOf(use: RunnableModel, kind: 'classes' | 'numbers'): z.ZodObject {
  return use === 'svm' && kind === 'classes' ? classOptionsOfSvm : modelOptions[use];
}

const classOptionsOfSvm = modelOptions.svm.omit({ epsilon: true });

export function isRunnableSolver(use: string): use is RunnableSolver {
  return Object.hasOwn(solverOptions, use);
}

/** The solvers of a task; none for tasks that learn from a table. */
export function solversOf(task: string): readonly RunnableSolver[] {
  if (task === 'ground-state') return ['exact-diagonalisation'];
  return task === 'optimisation' ? ['brute-force', 'greedy', 'simulated-annealing'] : [];
}

/** Whether a task solves a problem instead of learning from a table. */
export function solvesProblem(task: string): task is keyof typeof problemMetrics {
  return Object.hasOwn(problemMetrics, task);
}

/** Options of built-in circuits; the others have none. */
export const templateOptions = {
  angle: z.strictObject({
    axis: z.enum(['x', 'y', 'z']).optional().describe('Axis the qubits are turned about. Default: y.'),
  }),
  hamiltonian: z.strictObject({
    time: aboveZero('t of the evolution, which lasts t times the number of features. Default: 1.'),
    seed: z.int().optional().describe('Of the random first rotations. Default: 1.'),
    rotations: z
      .array(z.number())
      .optional()
      .describe('phi, theta, omega of the first rotation of each qubit, instead of random ones.'),
  }),
} as const;

type TemplateWithOptions = keyof typeof templateOptions;

export function hasTemplateOptions(use: string): use is TemplateWithOptions {
  return Object.hasOwn(templateOptions, use);
}
