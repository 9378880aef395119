import * as z from 'zod';
import { builtinDataSets } from './options.ts';
import { nameSchema, optionsSchema, positiveIntegerSchema, scalarSchema, shareSchema } from './scalars.ts';

/** The rows a pipeline learns from, how they are split, and the preprocessing in front of the circuit. */

const splitSchema = z.strictObject({
  method: z
    .enum(['holdout', 'kfold', 'repeated-kfold', 'predefined'])
    .optional()
    .describe('How rows are divided into train and test parts. Default: holdout.'),
  train: shareSchema
    .optional()
    .describe('Share of the rows to learn from (holdout). Default: what test and validation leave, 0.7.'),
  validation: shareSchema.optional().describe('Share of the rows for tuning (holdout). Default: 0.'),
  test: shareSchema
    .optional()
    .describe('Share of the rows to judge on (holdout). Default: what train and validation leave, 0.3.'),
  folds: z.int().min(2).optional().describe('Number of folds (kfold, repeated-kfold). Default: 5.'),
  repeats: positiveIntegerSchema
    .optional()
    .describe('Number of times the folds are drawn (repeated-kfold). Default: 2.'),
  shuffle: z
    .boolean()
    .optional()
    .describe('Whether rows are drawn at random instead of in file order. Default: true; false for kfold.'),
  stratify: z
    .boolean()
    .optional()
    .describe('Whether every part keeps the shares of the classes. Default: true for classification.'),
  group: nameSchema
    .optional()
    .describe('Column whose equal values must stay in one part. It is no feature of all-numeric.'),
  indices: nameSchema.optional().describe('JSON file with the row numbers of train, validation and test (predefined).'),
});

export const dataSchema = z.strictObject({
  source: z
    .strictObject({
      path: nameSchema.optional().describe('Data file, relative to this file.'),
      builtin: z.enum(builtinDataSets).optional().describe('A built-in data set.'),
      with: optionsSchema.optional().describe('Options of a data set that is drawn; listed below by name.'),
    })
    .refine((source) => (source.path === undefined) !== (source.builtin === undefined), {
      error: 'a block with either path or builtin',
    })
    .describe('Where the rows come from.'),
  format: z
    .enum(['csv', 'json', 'parquet', 'npy'])
    .optional()
    .describe('Format of the data file. Default: by its name.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, { error: 'a quoted SHA-256 digest of 64 hexadecimal digits' })
    .optional()
    .describe('SHA-256 digest of the data file, quoted. Compared with the file before a run.'),
  licence: nameSchema.optional().describe('Licence of the data.'),
  sensitivity: z
    .enum(['public', 'internal', 'personal'])
    .optional()
    .describe('How the data may be handled. Default: internal.'),
  region: nameSchema
    .optional()
    .describe(
      'Where the data are kept, such as eu-central-1. Data that are not public should not leave that part of the world.',
    ),
  features: z
    .union([z.array(nameSchema).min(1), z.literal('all-numeric')], { error: 'a list of column names, or all-numeric' })
    .optional()
    .describe('Columns to learn from. Default: all-numeric (every column of numbers but the target).'),
  target: nameSchema.describe('Column to predict.'),
  classes: z
    .array(scalarSchema)
    .min(2)
    .optional()
    .describe('Values of the target in the order of the classes. Default: the values found, sorted.'),
  positive: scalarSchema
    .optional()
    .describe('The class that counts as positive when there are two. Default: the second.'),
  split: splitSchema
    .optional()
    .describe('Division of the rows. Default: 70 % train, 30 % test, shuffled, stratified for classification.'),
});

const stepKinds = [
  'impute',
  'standardize',
  'minmax',
  'robust',
  'pca',
  'select-k-best',
  'select-columns',
  'onehot',
  'l2-normalize',
  'pad',
  'clip',
  'to-angle',
  'python',
] as const;

export const stepSchema = z.strictObject({
  id: nameSchema.optional().describe('Name of the step. Default: what it uses.'),
  use: z.enum(stepKinds).describe('What the step does.'),
  with: optionsSchema.optional().describe('Options of the step; listed below by name.'),
  fitOn: z
    .enum(['train', 'all'])
    .optional()
    .describe('Rows the step learns from. Default: train; all leaks the test rows.'),
});
