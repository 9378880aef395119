import * as z from 'zod';
import { benchmarkSchema, rolloutSchema, scorecardSchema, trackingSchema } from './benchmarkSchema.ts';
import { contractSchema } from './contractSchema.ts';
import { dataSchema, stepSchema } from './dataSchema.ts';
import { backendSchema, budgetSchema, confidenceSchema, executionSchema, mitigationSchema } from './executionSchema.ts';
import { problemSchema, quantumSchema } from './quantumSchema.ts';
import { nameSchema, scalarSchema, seedSchema } from './scalars.ts';
import { headSchema, optimiseSchema } from './trainingSchema.ts';

const seed = (purpose: string) => seedSchema.optional().describe(`Seed of ${purpose}. Default: derived from root.`);

const seedsSchema = z.strictObject({
  root: seedSchema.describe('Seed from which every other one is derived.'),
  data: seed('generated data'),
  split: seed('the splits'),
  init: seed('the starting parameters'),
  optimiser: seed('the optimiser'),
  sampler: seed('the shots'),
  transpiler: seed('the transpiler'),
  bootstrap: seed('resampling for intervals'),
});

/**
 * A pipeline file as a person writes it (format 1): most blocks may be left out, `applyDefaults` fills them. Unknown
 * keys are refused except those that begin with `x-`, which are removed before this schema sees the file.
 */
export const pipelineSchema = z.strictObject({
  hybrid: z.literal(1).describe('Version of this format. Always 1.'),
  name: nameSchema.describe('Name of the pipeline, shown in tables and histories.'),
  description: z.string().optional().describe('What the pipeline is for.'),
  tags: z.array(nameSchema).optional().describe('Words to find its runs by.'),
  vars: z
    .record(z.string(), scalarSchema)
    .optional()
    .describe('Values that can be used elsewhere by reference to vars.name.'),
  pattern: z
    .enum(['quantum-scoring', 'quantum-features', 'variational-loop'])
    .describe('How quantum and classical parts work together.'),
  task: z
    .enum(['classification', 'regression', 'ranking', 'optimisation', 'ground-state'])
    .describe('What kind of answer is sought.'),
  intent: z
    .enum(['learning', 'vendor-evaluation', 'research', 'production'])
    .optional()
    .describe('What the result will be used for. Default: learning.'),
  hypothesis: z.string().optional().describe('What the quantum step is expected to change.'),
  owners: z
    .strictObject({
      science: nameSchema.describe('Who answers for what is learnt.'),
      platform: nameSchema.describe('Who answers for what it runs on.'),
      research: nameSchema.optional().describe('Who answers for the circuit.'),
      finops: nameSchema.optional().describe('Who answers for what it costs.'),
      architecture: nameSchema.optional().describe('Who answers for how it fits in.'),
    })
    .optional()
    .describe('Who answers for the pipeline. Default: nobody yet.'),
  seeds: seedsSchema.optional().describe('Seeds of everything random. Default: root 1.'),
  data: dataSchema.optional().describe('Table to learn from.'),
  problem: problemSchema.optional().describe('Optimisation problem or Hamiltonian, instead of data.'),
  preprocess: z
    .array(stepSchema)
    .optional()
    .describe(
      'Steps in front of the circuit. Default: standardize, pca to the circuit’s width, to-angle; none where interface.input.normalization is none or bits.',
    ),
  interface: contractSchema.optional().describe('What crosses the border to the circuit. Default: derived.'),
  quantum: quantumSchema.describe('The quantum step.'),
  optimise: optimiseSchema
    .optional()
    .describe('How the trainable parameters are found. Default: cobyla, 100 iterations, cross-entropy.'),
  head: headSchema
    .optional()
    .describe(
      'Classical model behind the quantum step. Default: svm on a kernel, logistic-regression otherwise (regression and ranking: ridge).',
    ),
  backends: z
    .record(z.string(), backendSchema)
    .optional()
    .describe('Where circuits can run. Default: local, the built-in simulator, exact.'),
  execution: executionSchema.optional().describe('Which backends are tried, in which order.'),
  budget: budgetSchema.optional().describe('What a run may use.'),
  confidence: confidenceSchema.optional().describe('How precise measured values must be.'),
  mitigation: mitigationSchema.optional().describe('Correction of hardware errors.'),
  benchmark: benchmarkSchema.optional().describe('What the pipeline is compared with, and how.'),
  scorecard: scorecardSchema.optional().describe('Review of the vendor.'),
  rollout: rolloutSchema.optional().describe('Stages on the way to production.'),
  tracking: trackingSchema.optional().describe('Where runs are reported besides the run store.'),
});

/** A pipeline file after substitution, before defaults. */
export type PipelineDefinition = z.infer<typeof pipelineSchema>;
