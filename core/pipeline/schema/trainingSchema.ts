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
    .describe('What is minimised. Default: cross-entropy; square on expectations.'),
  batch: positiveIntegerSchema.optional().describe('Rows per evaluation of the loss. Default: all training rows.'),
  tolerance: z.number().positive().optional().describe('Stops when the step or the gain is smaller. Default: 0.0001.'),
  restarts: positiveIntegerSchema
    .optional()
    .describe('Number of random starts; the lowest training loss wins. Default: 1.'),
  checkpoint: z
    .strictObject({ every: positiveIntegerSchema, keep: positiveIntegerSchema.optional() })
    .optional()
    .describe('How often the loop is saved, in iterations. Default: every 10.'),
  plateau: z
    .strictObject({ window: positiveIntegerSchema, minGradient: z.number().positive() })
    .optional()
    .describe('When to report a flat loss.'),
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
    .enum(['raw', 'preprocessed', 'interface'])
    .optional()
    .describe(
      'Features it sees: raw columns (standardized), preprocessed, or exactly what the circuit gets. Default: interface.',
    ),
  with: optionsSchema.optional().describe('Options of the model; listed below by name.'),
  tune: tuneSchema.optional().describe('Options chosen by cross-validation inside the training rows.'),
});
