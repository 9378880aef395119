import { basename, dirname, resolve } from 'node:path';
import { planDocument } from '#core/pipeline/plan/planDocument.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { RunnerAnswer, RunnerRequest, RunOptions } from '#core/protocol/runner.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { changedPipelineFiles } from './changedPipeline.ts';
import { circuitLoader } from './circuitLoader.ts';
import { plannedPrices } from './plannedPrices.ts';
import { isSuiteFile, plannedSuite } from './plannedSuite.ts';
import { preparePipeline } from './preparePipeline.ts';
import type { RunnerServices } from './runnerServices.ts';

/** What a run of a pipeline, or the runs of a suite, would do. @throws Failure of the files */
export async function planAnswer(
  { backends, includePaths, options, pipeline }: Extract<RunnerRequest, { kind: 'plan' }>,
  services: Pick<RunnerServices, 'environment'>,
): Promise<Extract<RunnerAnswer, { kind: 'plan' }>> {
  const planned = async (path: string, wishes: RunOptions) => {
    const { environment } = services;
    const disk = folderFiles(dirname(path));
    const { changed, files } = await changedPipelineFiles(basename(path), disk, wishes.values, environment);
    const inputs = { changed, files, circuits: circuitLoader(files, includePaths) };
    const prepared = await preparePipeline(basename(path), inputs, wishes, backends, environment);
    const plan = await planPipeline(prepared.pipeline, files, inputs.circuits, plannedPrices(backends));
    return { plan, warnings: prepared.warnings };
  };
  const path = resolve(pipeline);
  if (!isSuiteFile(path)) {
    const { plan, warnings } = await planned(path, options);
    return { kind: 'plan', plan, document: planDocument(plan), warnings: [...warnings] };
  }
  const warnings = new Set<string>();
  const { document, plan } = await plannedSuite(path, async (file, wishes) => {
    const each = await planned(file, { ...options, ...wishes });
    for (const warning of each.warnings) warnings.add(`${basename(file)}: ${warning}`);
    return each.plan;
  });
  return { kind: 'plan', plan, document, warnings: [...warnings] };
}
