import * as z from 'zod';
import type { GraphLane, GraphNodeKind } from '#core/language/pipeline/pipelineGraph.ts';
import { repeatPartIds } from '#core/runs/runRecord.ts';
import { runStates } from '#core/runs/runState.ts';

/** A request of ours to the language server: the steps of a pipeline and what goes from one to the next. */
export const pipelineGraphRequest = 'hybridQuantum/pipelineGraph';

export const pipelineGraphParamsSchema = z.object({ uri: z.string() });

const nodeKinds = [
  'data',
  'classical',
  'quantum',
  'answer',
  'baseline',
  'ablation',
  'backend',
  'fallback',
] as const satisfies readonly GraphNodeKind[];
const lanes = ['flow', 'beside', 'compared'] as const satisfies readonly GraphLane[];

const offsetRangeSchema = z.object({ start: z.number(), end: z.number() });

export const pipelineGraphSchema = z.object({
  name: z.string(),
  kind: z.string(),
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(nodeKinds),
      lane: z.enum(lanes),
      role: z.string(),
      title: z.string(),
      detail: z.string(),
      source: offsetRangeSchema.optional(),
      run: z.object({ step: z.string(), parts: z.array(z.enum(repeatPartIds)).optional() }).optional(),
      beside: z.string().optional(),
    }),
  ),
  edges: z.array(
    z.object({ from: z.string(), to: z.string(), label: z.string(), kind: z.enum(['flow', 'service', 'fallback']) }),
  ),
});
export type ShownGraph = z.infer<typeof pipelineGraphSchema>;
export type ShownGraphNode = ShownGraph['nodes'][number];
export type ShownGraphEdge = ShownGraph['edges'][number];

export const pipelineGraphAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('graph'), version: z.number(), graph: pipelineGraphSchema }),
  z.object({ kind: z.literal('unavailable'), version: z.number(), reason: z.string() }),
]);

/** The latest run of the pipeline, as far as it is. */
export const graphRunSchema = z.object({
  id: z.string(),
  state: z.enum(runStates),
  /** The step in progress, or the one at which the run ended early. */
  step: z.string().optional(),
  /** Where the run ended early. */
  failedPart: z.enum(repeatPartIds).optional(),
  /** What the step in progress says: `repeat 3 of 10, iteration 41 of 100`. */
  detail: z.string().optional(),
  /** Of the whole run, 0…1. */
  fraction: z.number().optional(),
});
export type GraphRun = z.infer<typeof graphRunSchema>;

/** What the Pipeline tab shows. */
export const pipelineViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('graph'),
    file: z.string(),
    version: z.number(),
    graph: pipelineGraphSchema,
    /** Why this is the graph of an earlier version; absent while it is that of the text. */
    outdated: z.string().optional(),
    run: graphRunSchema.optional(),
  }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
]);
export type PipelineView = z.infer<typeof pipelineViewSchema>;

export type { PipelineGraphAnswer } from '#core/language/pipeline/pipelineGraph.ts';
