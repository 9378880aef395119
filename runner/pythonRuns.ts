import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { pythonPrograms } from '#core/pipeline/python/pythonProgram.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { withoutCredentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { findPython } from '#platform/python/findPython.ts';
import { PythonBridge } from '#platform/python/pythonBridge.ts';
import type { RunExecution } from './runExecution.ts';

/**
 * Lends `work` the user's Python with the programs of a pipeline, and ends it afterwards; nothing is started for a pipeline
 * without any. Its versions are kept in the record of the run.
 * @param files where the code is read, as the run sees it
 * @param folder of the pipeline, in which the code runs
 * @throws Failure of {@link findPython} and {@link PythonBridge.open}, and of the work
 */
export async function withPython<T>(
  execution: RunExecution,
  record: RunRecord,
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  folder: string,
  work: (python: PythonBridge | undefined) => Promise<T>,
): Promise<T> {
  const programs = pythonPrograms(pipeline);
  if (programs.length === 0) return await work(undefined);
  const { environment } = execution.services;
  const options = {
    ...(await findPython(execution.interpreter, environment)),
    folder,
    environment: withoutCredentials(environment, pipeline),
  };
  const bridge = await PythonBridge.open(programs, files, options, execution.signal);
  try {
    keepVersions(execution, record, bridge.versions());
    return await work(bridge);
  } finally {
    bridge.close();
  }
}

/** Code of a pipeline has no business with the credentials of its backends. */
function withoutCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  { backends, tracking }: ResolvedPipeline,
): Readonly<Record<string, string | undefined>> {
  const named = new Set([
    ...Object.values(backends).map(({ credentials }) => credentials?.env),
    tracking?.mlflow?.credentials?.env,
  ]);
  const rest = Object.entries(withoutCredentialVariables(environment)).filter(([name]) => !named.has(name));
  return Object.fromEntries(rest);
}

/** The record keeps the versions a run began with; whoever goes on with others is told. */
function keepVersions(execution: RunExecution, { environment }: RunRecord, versions: Record<string, string>): void {
  const kept = environment.components ?? {};
  const changed = Object.entries(versions).filter(([name, version]) => (kept[name] ?? version) !== version);
  for (const [name, version] of changed) {
    const message = `This run was begun with ${name} ${kept[name]}; results with ${version} may differ.`;
    execution.report({ kind: 'warning', message });
  }
  execution.writer.later(async (store, runId) => {
    const current = (await store.get(runId))?.environment ?? environment;
    await store.update(runId, { environment: { ...current, components: { ...versions, ...current.components } } });
  });
}
