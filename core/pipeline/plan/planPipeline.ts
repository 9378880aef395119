import { assembleCircuit } from '../circuits/assembleCircuit.ts';
import { readSplitIndices } from '../data/learningData.ts';
import { loadTable } from '../data/loadTable.ts';
import type { CircuitLoader, PipelineFiles } from '../enginePorts.ts';
import { loadProblem } from '../problem/loadProblem.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { planRun, type RunPlan } from './planRun.ts';

/**
 * The plan of a run from the pipeline and its files, for `hybridq plan`. Nothing is run or sent.
 * @throws Failure of the files, or `invalid-circuit` when they do not fit together
 */
export async function planPipeline(
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  circuits: CircuitLoader,
): Promise<RunPlan> {
  const { data } = pipeline;
  if (!data) {
    const { observable } = await loadProblem(pipeline, files);
    const { circuit, parameterCount } = await assembleCircuit(pipeline, circuits, 'full', observable);
    return planRun(pipeline, { circuit, parameters: parameterCount, observable });
  }
  const table = await loadTable(data, files);
  const { circuit, parameterCount } = await assembleCircuit(pipeline, circuits, 'full');
  const { split } = data;
  const path = split.method === 'predefined' ? split.indices : undefined;
  const parts = path === undefined ? undefined : await readSplitIndices(path, files);
  return planRun(pipeline, {
    rows: table.rowCount,
    ...(parts ? { split: { train: parts.train.length, test: parts.test.length } } : {}),
    circuit,
    parameters: parameterCount,
  });
}
