import * as z from 'zod';
import { nameSchema, optionsSchema, positiveIntegerSchema, scalarSchema } from './scalars.ts';

/** The classical side: optimiser of the circuit, head behind it, and the models it is compared with. */

const optimisers = [
  'cobyla',
  'spsa',
  'adam',
  'nelder-mead',
  'l-bfgs',
  'gradient-descent',
  'nesterov',
  'rotosolve',
] as const;

export const optimiseSchema = z.strictObject({
  method: z.enum(optimisers).optional().describe('Optimiser. Default: cobyla.'),
  maxIterations: positiveIntegerSchema
    .optional()
    .describe('Largest number of iterations; of evaluations for cobyla. Default: 100.'),
  maxEvaluations: positiveIntegerSchema.optional().describe('Largest number of evaluations of the loss.'),
  with: optionsSchema.optional().describe('Options of the optimiser; listed below by name.'),
  gradient: z
    .enum(['parameter-shift', 'adjoint', 'finite-difference', 'none'])
    .optional()
    .describe(
      'How gradients are found, for optimisers that use them. Default: adjoint where a simulator has the state, parameter-shift with shots.',
    ),
  loss: z
    .enum(['cross-entropy', 'square', 'hinge', 'kernel-alignment', 'energy', 'cut'])
    .optional()
    .describe(
      'What is minimised; kernel-alignment is that of quantum-features, and its only one. Default: cross-entropy; square on expectations; kernel-alignment for quantum-features.',
    ),
  batch: positiveIntegerSchema
    .optional()
    .describe(
      'Rows per iteration, drawn without replacement until all have been used, then again. For spsa, adam, gradient-descent and nesterov, which then end with their last parameters. Default: all training rows.',
    ),
  crossFit: z
    .int()
    .min(2)
    .optional()
    .describe(
      'For quantum-scoring: parts of the training rows, each scored by a circuit trained on the others, so that the head learns from scores of unseen rows only. Multiplies the training. Default: 3.',
    ),
  tolerance: z.number().positive().optional().describe('Stops when the step or the gain is smaller. Default: 0.0001.'),
  restarts: positiveIntegerSchema
    .optional()
    .describe('Number of random starts; the lowest training loss wins. Default: 1.'),
  checkpoint: z
    .strictObject({
      every: positiveIntegerSchema.describe('Iterations between two checkpoints.'),
      keep: positiveIntegerSchema.optional().describe('Checkpoints that are kept. Always 1: the last one.'),
    })
    .optional()
    .describe('How often the loop is saved, in iterations. Default: every 10.'),
  plateau: z
    .strictObject({
      window: positiveIntegerSchema.describe('Iterations of a start that are looked at together.'),
      minGradient: z
        .number()
        .positive()
        .describe(
          'Length of the gradient (root of the mean square over the window) below which the loss counts as flat. Estimated from the values of the loss for optimisers without gradients.',
        ),
    })
    .optional()
    .describe('When a loss counts as flat: the start is ended there, with a warning.'),
});

const heads = [
  'logistic-regression',
  'svm',
  'ridge',
  'random-forest',
  'gradient-boosting',
  'mlp',
  'knn',
  'threshold',
  'onnx',
  'python',
] as const;

const tuneSchema = z.strictObject({
  grid: z.record(z.string(), z.array(scalarSchema).min(1)).describe('Values to try for each option.'),
  folds: z.int().min(2).describe('Folds of the training rows used to choose.'),
});

export const headSchema = z.strictObject({
  use: z.enum(heads).describe('Classical model behind the quantum step.'),
  inputs: z
    .array(z.enum(['quantum', 'features', 'kernel']))
    .min(1)
    .optional()
    .describe(
      'What the model sees. Default: kernel with quantum.kernel, quantum and features with scores, otherwise quantum.',
    ),
  with: optionsSchema.optional().describe('Options of the model; listed below by name.'),
  tune: tuneSchema.optional().describe('Options chosen by cross-validation inside the training rows.'),
});

const baselineModels = [
  ...heads,
  'majority-class',
  'mean',
  'brute-force',
  'greedy',
  'exact-diagonalisation',
  'simulated-annealing',
] as const;

export const baselineSchema = z.strictObject({
  id: nameSchema.optional().describe('Name in tables. Default: the model.'),
  use: z.enum(baselineModels).describe('Classical model or solver.'),
  inputs: z
    .enum(['raw', 'standardized', 'preprocessed', 'interface'])
    .optional()
    .describe(
      'Features it sees: the columns as they are in the table (raw), the same with mean 0 and variance 1 over the training rows (standardized), the features after preprocess, or exactly what the circuit gets. Default: interface.',
    ),
  with: optionsSchema.optional().describe('Options of the model; listed below by name.'),
  tune: tuneSchema.optional().describe('Options chosen by cross-validation inside the training rows.'),
});
