import * as z from 'zod';
import {
  dateSchema,
  durationSchema,
  nameSchema,
  positiveIntegerSchema,
  secretReferenceSchema,
  shareSchema,
} from './scalars.ts';
import { baselineSchema } from './trainingSchema.ts';

/** How the pipeline is compared, scored, rolled out and tracked. */

const metricSchema = z.strictObject({
  name: nameSchema.describe(
    'For classification accuracy, balanced-accuracy, f1-macro, log-loss and, with a kernel, kernel-alignment; for regression and ranking rmse, mse, mae, r2, spearman, kendall, ndcg; of the training rows with train- before it, such as train-accuracy.',
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
      'Classical models or solvers to compare with. Default: logistic regression on what the circuit gets (regression and ranking: ridge); brute-force (optimisation) or exact-diagonalisation (ground-state).',
    ),
  ablations: z
    .array(z.enum(['no-quantum', 'no-entanglement', 'random-features']))
    .optional()
    .describe(
      'The pipeline without one of its parts. Default: no-entanglement; with a kernel or scores also no-quantum.',
    ),
  sameSplit: z
    .boolean()
    .optional()
    .describe('Always true: baselines see the rows of the pipeline. Writing false is an error (HP131).'),
  metrics: z
    .array(metricSchema)
    .min(1)
    .optional()
    .describe(
      'What is measured. Default: accuracy (primary) and log-loss; for regression rmse (primary), mae and r2; for ranking spearman (primary) and kendall; for ground-state energy-error (distance to the best energy, primary) and energy; for optimisation approximation-ratio (mean value over best value, primary), best-found (best value measured, or the most probable one without shots), and expected-value besides.',
    ),
  repeats: positiveIntegerSchema
    .optional()
    .describe('Number of splits and starts. Default: 10; with folds, one per fold.'),
  interval: z
    .strictObject({
      method: z.enum(['t', 'wilson', 'bootstrap', 'nadeau-bengio']).optional().describe('Default: nadeau-bengio.'),
      level: z.number().gt(0).lt(1).optional().describe('Default: 0.95.'),
      variant: z
        .enum(['percentile', 'bca'])
        .optional()
        .describe(
          'Of the bootstrap. percentile takes the quantiles of the resampled means; bca corrects them for bias and skewness, which pays where scores lean to one side. Default: percentile.',
        ),
      resamples: positiveIntegerSchema
        .optional()
        .describe('Of the bootstrap, and of the permutation test. At least 100. Default: 2000.'),
    })
    .optional()
    .describe('Interval of a metric over the repeats.'),
  test: z
    .strictObject({
      method: z
        .enum(['corrected-t', 'wilcoxon', 'mcnemar', 'permutation'])
        .optional()
        .describe(
          'corrected-t, wilcoxon and permutation test the differences of the primary metric over the repeats, mcnemar the rows of one test part (or of all folds of one pass) that only one of two classifiers gets right. Default: corrected-t.',
        ),
      alpha: z.number().gt(0).lt(1).optional().describe('Default: 0.05.'),
    })
    .optional()
    .describe('Test of the difference to a baseline.'),
  minimumEffect: z
    .number()
    .min(0)
    .optional()
    .describe('Smallest difference of the primary metric that matters. Default: 0.'),
  costAdjusted: z
    .boolean()
    .optional()
    .describe(
      'Kept with the run; costAdjustedLift of scorecards and rollouts is computed in any case. Default: false.',
    ),
});

/** Who said something, and when. */
const attributionSchema = {
  by: nameSchema.describe('Who says so.'),
  on: dateSchema.describe('The day.'),
  note: z.string().optional().describe('Why, or how it was found out.'),
};

const measureSchema = z.strictObject({
  id: nameSchema.describe('Name of the measure, unique in the scorecard.'),
  source: z
    .string()
    .regex(/^(run:.+|manual)$/, { error: 'run:<metric>, such as run:queue.p90, or manual' })
    .describe('run:<metric> takes the value from recorded runs; manual takes the one of entered.'),
  better: z.enum(['higher', 'lower']).describe('Which direction is better.'),
  good: z.number().describe('From here on the score is 1.'),
  red: z.number().describe('Here and beyond the score is 0.'),
  entered: z
    .strictObject({
      value: z.number().describe('The value, in the unit of good and red.'),
      ...attributionSchema,
      reviewedBy: nameSchema.optional().describe('The reviewer who has looked at it.'),
    })
    .optional()
    .describe('The value of a manual measure.'),
});

const dimensionSchema = z.strictObject({
  owner: nameSchema.describe('Who answers for this part of the review.'),
  weight: shareSchema.describe('Share of the total; the five weights sum to 1.'),
  redFlag: nameSchema.optional().describe('What must not happen. Raised when a measure reaches red, or by raised.'),
  raised: z
    .strictObject(attributionSchema)
    .optional()
    .describe('The red flag as raised by a person, whatever the measures say.'),
  measures: z.array(measureSchema).describe('What is measured; each counts the same.'),
});

export const scorecardSchema = z.strictObject({
  version: nameSchema.describe('Version of the scorecard; a new one for every review.'),
  reviewers: z
    .strictObject({
      ml: nameSchema.describe('Who reviews the measures of learning.'),
      platform: nameSchema.describe('Who reviews those of the platform.'),
    })
    .describe('The two people who review it.'),
  dimensions: z
    .strictObject({
      sdkUsability: dimensionSchema.describe('How well one can work with the kit.'),
      backendAccess: dimensionSchema.describe('How soon and how surely jobs are run.'),
      benchmarkTransparency: dimensionSchema.describe('How much is told of what was measured.'),
      costControl: dimensionSchema.describe('How well spending is known and limited.'),
      portability: dimensionSchema.describe('How much works elsewhere.'),
    })
    .describe('The five parts of the review.'),
});

export type ScorecardDefinition = z.infer<typeof scorecardSchema>;

export const criterionSchema = z.strictObject({
  kind: z.enum(['quality', 'reliability', 'cost']).describe('What it is about; a stage has one of each kind.'),
  metric: nameSchema.describe('A metric of recorded runs, such as accuracy.ciLow or jobs.successRate.'),
  op: z.enum(['>', '>=', '<', '<=', '==']).describe('How the metric is compared with the value.'),
  value: z.number().describe('What the metric is compared with, in its unit.'),
});

/** The stages on the way to production, in their order. */
export const stageIds = ['poc', 'simulation', 'hardware', 'pilot', 'production'] as const;

export const rolloutSchema = z.strictObject({
  stage: z.enum(stageIds).describe('The stage the pipeline is at; hybridq rollout advance moves it.'),
  stages: z
    .array(
      z.strictObject({
        id: z.enum(stageIds).describe('Name of the stage.'),
        success: z.array(criterionSchema).describe('What recorded runs must show before the next stage.'),
        approvers: z.array(nameSchema).optional().describe('Who must approve before the next stage.'),
        maxDuration: durationSchema
          .optional()
          .describe(
            'How long the stage may last, from the decision to enter it or its first run on. Afterwards the quantum step rests until the next stage. Default: for ever.',
          ),
        share: shareSchema
          .optional()
          .describe(
            'Part of the test rows that the quantum step answers; the others are answered as if it were switched off. Default: 1.',
          ),
        evidence: z
          .array(nameSchema)
          .optional()
          .describe(
            'What must be there before the next stage: files, relative to the pipeline, and run:<id> for recorded runs that have succeeded.',
          ),
      }),
    )
    .describe('Stages in their order; each is passed before the next.'),
  rollbackWhen: z
    .array(criterionSchema)
    .optional()
    .describe('When the quantum step is switched off without anybody asking: any one of these holds.'),
});

export type RolloutDefinition = z.infer<typeof rolloutSchema>;

export const trackingSchema = z.strictObject({
  store: nameSchema.optional().describe('Folder of the run records. Always .hybrid of the workspace.'),
  mlflow: z
    .strictObject({
      uri: nameSchema.describe('Address of the MLflow server.'),
      experiment: nameSchema.describe('Name of the experiment there.'),
      credentials: secretReferenceSchema.optional().describe('Where the token for the server is kept.'),
    })
    .optional()
    .describe('MLflow server that runs are sent to.'),
  otel: z
    .strictObject({ endpoint: nameSchema.describe('Address of the collector, such as http://localhost:4318.') })
    .optional()
    .describe('OpenTelemetry collector that runs are sent to as traces, by OTLP over HTTP.'),
  calibrationSnapshot: z
    .boolean()
    .optional()
    .describe('Whether the state of a device is kept before its first job. Default: true for hardware.'),
  keepCounts: z
    .boolean()
    .optional()
    .describe(
      'Whether it is kept how often each answer to a problem, or each reading of the circuit of a test row, was measured. Default: false.',
    ),
  redact: z.array(nameSchema).optional().describe('Texts that are replaced wherever they occur in exports of runs.'),
});
