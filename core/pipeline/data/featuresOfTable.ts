import { featureNames, type Table } from '#core/learn/table.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/**
 * The pipeline with as many features at the circuit as the table has columns to learn from, where nothing else says how many.
 * @throws Failure `invalid-input` for a table without the columns that are asked for
 */
export function withFeaturesOfTable(pipeline: ResolvedPipeline, table: Table): ResolvedPipeline {
  const { data } = pipeline;
  if (!data || !pipeline.interface.input.asTable) return pipeline;
  return withFeatureCount(pipeline, featureNames(table, data.features, data.target, data.split.group).length);
}

/** The same, where the columns have been counted. */
export function withFeatureCount(pipeline: ResolvedPipeline, columns: number): ResolvedPipeline {
  const { asTable, ...input } = pipeline.interface.input;
  if (!asTable) return pipeline;
  return { ...pipeline, interface: { ...pipeline.interface, input: { ...input, features: columns } } };
}
