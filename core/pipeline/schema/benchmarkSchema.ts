import * as z from 'zod';
import { durationSchema, nameSchema, positiveIntegerSchema, secretReferenceSchema, shareSchema } from './scalars.ts';
import { baselineSchema } from './trainingSchema.ts';

/** How the pipeline is compared, scored, rolled out and tracked. */

const metricSchema = z.strictObject({
  name: nameSchema.describe(
    'For classification accuracy, balanced-accuracy, f1-macro, log-loss; for regression and ranking rmse, mse, mae, r2, spearman, kendall, ndcg.',
  ),
  primary: z
    .boolean()
    .optional()
    .describe('Whether decisions rest on this metric. Default: true if it is the only one.'),
  better: z
    .enum(['higher', 'lower'])
    .optional()
    .describe('Which direction is better. Default: known for the named metrics.'),
});

export const benchmarkSchema = z.strictObject({
  baselines: z
    .array(baselineSchema)
    .optional()
    .describe(
      'Classical models to compare with. Default: logistic regression on what the circuit gets (regression and ranking: ridge).',
    ),
  ablations: z
    .array(z.enum(['no-quantum', 'no-entanglement', 'random-features']))
    .optional()
    .describe('The pipeline without one of its parts. Default: no-entanglement; with a kernel also no-quantum.'),
  sameSplit: z
    .boolean()
    .optional()
    .describe('Always true: baselines see the rows of the pipeline. Writing false is an error (HP131).'),
  metrics: z
    .array(metricSchema)
    .min(1)
    .optional()
    .describe(
      'What is measured. Default: accuracy (primary) and log-loss; for regression rmse (primary), mae and r2; for ranking spearman (primary) and kendall.',
    ),
  repeats: positiveIntegerSchema
    .optional()
    .describe('Number of splits and starts. Default: 10; with folds, one per fold.'),
  interval: z
    .strictObject({
      method: z.enum(['t', 'wilson', 'bootstrap', 'nadeau-bengio']).optional().describe('Default: nadeau-bengio.'),
      level: z.number().gt(0).lt(1).optional().describe('Default: 0.95.'),
      resamples: positiveIntegerSchema.optional(),
    })
    .optional()
    .describe('Interval of a metric over the repeats.'),
  test: z
    .strictObject({
      method: z
        .enum(['corrected-t', 'wilcoxon', 'mcnemar', 'permutation'])
        .optional()
        .describe('Default: corrected-t.'),
      alpha: z.number().gt(0).lt(1).optional().describe('Default: 0.05.'),
    })
    .optional()
    .describe('Test of the difference to a baseline.'),
  minimumEffect: z
    .number()
    .min(0)
    .optional()
    .describe('Smallest difference of the primary metric that matters. Default: 0.'),
  costAdjusted: z.boolean().optional(),
});

const measureSchema = z.strictObject({
  id: nameSchema,
  source: nameSchema.describe('run:<metric path>, or manual.'),
  better: z.enum(['higher', 'lower']),
  good: z.number(),
  red: z.number(),
});

const dimensionSchema = z.strictObject({
  owner: nameSchema,
  weight: shareSchema,
  redFlag: nameSchema.optional(),
  measures: z.array(measureSchema),
});

export const scorecardSchema = z.strictObject({
  version: nameSchema,
  reviewers: z.strictObject({ ml: nameSchema, platform: nameSchema }),
  dimensions: z.strictObject({
    sdkUsability: dimensionSchema,
    backendAccess: dimensionSchema,
    benchmarkTransparency: dimensionSchema,
    costControl: dimensionSchema,
    portability: dimensionSchema,
  }),
});

const criterionSchema = z.strictObject({
  kind: z.enum(['quality', 'reliability', 'cost']),
  metric: nameSchema,
  op: z.enum(['>', '>=', '<', '<=', '==']),
  value: z.number(),
});

const stageIds = ['poc', 'simulation', 'hardware', 'pilot', 'production'] as const;

export const rolloutSchema = z.strictObject({
  stage: z.enum(stageIds),
  stages: z.array(
    z.strictObject({
      id: z.enum(stageIds),
      success: z.array(criterionSchema),
      approvers: z.array(nameSchema).optional(),
      maxDuration: durationSchema.optional(),
      share: shareSchema.optional(),
      evidence: z.array(nameSchema).optional(),
    }),
  ),
  rollbackWhen: z.array(criterionSchema).optional(),
});

export const trackingSchema = z.strictObject({
  store: nameSchema.optional(),
  mlflow: z
    .strictObject({ uri: nameSchema, experiment: nameSchema, credentials: secretReferenceSchema.optional() })
    .optional(),
  otel: z.strictObject({ endpoint: nameSchema }).optional(),
  calibrationSnapshot: z.boolean().optional(),
  keepCounts: z.boolean().optional(),
  redact: z.array(nameSchema).optional(),
});
