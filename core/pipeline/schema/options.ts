import * as z from 'zod';
import { angleRangeSchema, nameSchema, positiveIntegerSchema } from './scalars.ts';

/**
 * The options (`with`) of everything this version can run. What is named by the format but missing here is valid to
 * write and refused when run (HP006).
 */

const positive = z.number().positive();

export const stepOptions = {
  standardize: z.strictObject({}),
  minmax: z.strictObject({ range: angleRangeSchema.optional() }),
  pca: z.strictObject({ components: positiveIntegerSchema, sign: z.literal('largest-loading-positive').optional() }),
  'to-angle': z.strictObject({ range: angleRangeSchema.optional(), from: angleRangeSchema.optional() }),
  clip: z.strictObject({ range: angleRangeSchema }),
  'l2-normalize': z.strictObject({}),
  'select-columns': z.strictObject({ columns: z.array(nameSchema).min(1) }),
  impute: z.strictObject({
    strategy: z.enum(['mean', 'median', 'most-frequent', 'constant']).optional(),
    value: z.number().optional(),
  }),
  robust: z.strictObject({}),
  'select-k-best': z.strictObject({ k: positiveIntegerSchema }),
  onehot: z.strictObject({ columns: z.array(nameSchema).min(1).optional() }),
  pad: z.strictObject({ width: positiveIntegerSchema, value: z.number().optional() }),
} as const;

export const optimiserOptions = {
  cobyla: z.strictObject({ rhobeg: positive.optional(), tolerance: positive.optional() }),
  spsa: z.strictObject({
    calibrate: z.boolean().optional(),
    a: positive.optional(),
    c: positive.optional(),
    A: z.number().min(0).optional(),
    alpha: positive.optional(),
    gamma: positive.optional(),
    resamplings: positiveIntegerSchema.optional(),
    averageLast: positiveIntegerSchema.optional(),
    blocking: z.number().min(0).optional(),
  }),
  'nelder-mead': z.strictObject({ initialStep: positive.optional() }),
  adam: z.strictObject({
    learningRate: positive.optional(),
    beta1: z.number().min(0).lt(1).optional(),
    beta2: z.number().min(0).lt(1).optional(),
    tolerance: positive.optional(),
  }),
} as const;

const treeOptions = { depth: positiveIntegerSchema.optional(), leastLeaf: positiveIntegerSchema.optional() };

export const modelOptions = {
  'logistic-regression': z.strictObject({
    C: positive.optional(),
    tolerance: positive.optional(),
    maxIterations: positiveIntegerSchema.optional(),
  }),
  svm: z.strictObject({
    C: positive.optional(),
    kernel: z.enum(['linear', 'rbf']).optional(),
    gamma: z.union([positive, z.enum(['scale', 'auto'])], { error: 'a number above 0, scale or auto' }).optional(),
    tolerance: positive.optional(),
  }),
  ridge: z.strictObject({ alpha: positive.optional() }),
  'random-forest': z.strictObject({ trees: positiveIntegerSchema.optional(), ...treeOptions }),
  'gradient-boosting': z.strictObject({
    rounds: positiveIntegerSchema.optional(),
    learningRate: positive.optional(),
    ...treeOptions,
  }),
  knn: z.strictObject({
    neighbours: positiveIntegerSchema.optional(),
    weights: z.enum(['uniform', 'distance']).optional(),
  }),
  mlp: z.strictObject({
    hidden: z.array(positiveIntegerSchema).min(1).optional(),
    activation: z.enum(['relu', 'tanh']).optional(),
    epochs: positiveIntegerSchema.optional(),
    batch: positiveIntegerSchema.optional(),
    learningRate: positive.optional(),
    penalty: z.number().min(0).optional(),
  }),
  threshold: z.strictObject({ threshold: z.number().optional() }),
  'majority-class': z.strictObject({}),
} as const;

export type RunnableStep = keyof typeof stepOptions;
export type RunnableOptimiser = keyof typeof optimiserOptions;
export type RunnableModel = keyof typeof modelOptions;

export function isRunnableStep(use: string): use is RunnableStep {
  return Object.hasOwn(stepOptions, use);
}

export function isRunnableOptimiser(method: string): method is RunnableOptimiser {
  return Object.hasOwn(optimiserOptions, method);
}

export function isRunnableModel(use: string): use is RunnableModel {
  return Object.hasOwn(modelOptions, use);
}

/** Options of built-in circuits; the others have none. */
export const templateOptions = {
  angle: z.strictObject({ axis: z.enum(['x', 'y', 'z']).optional() }),
} as const;
