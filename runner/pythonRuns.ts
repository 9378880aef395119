import { resolve } from 'node:path';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { pythonPrograms } from '#core/pipeline/python/pythonProgram.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { withoutCredentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { PythonBridge } from '#platform/python/pythonBridge.ts';
import type { RunExecution } from './runExecution.ts';

/** Which Python runs what a pipeline names in Python. */
export interface PythonPlace {
  /** A path, or a name on the search path; that of the environment, or the usual one, unless given. */
  readonly interpreter?: string | undefined;
  /** The folder of the pipeline. */
  readonly folder: string;
}

/** Names the interpreter where neither an option nor a setting does. */
const interpreterVariable = 'HYBRIDQ_PYTHON';

const usualInterpreter = process.platform === 'win32' ? 'python' : 'python3';

/**
 * Lends `work` the user's Python with the programs of a pipeline, and ends it afterwards; nothing is started for a pipeline
 * without any. Its versions are kept in the record of the run.
 * @param files where the code is read, as the run sees it
 * @throws Failure of {@link PythonBridge.open}, and of the work
 */
export async function withPython<T>(
  execution: RunExecution,
  record: RunRecord,
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  place: PythonPlace,
  work: (python: PythonBridge | undefined) => Promise<T>,
): Promise<T> {
  const programs = pythonPrograms(pipeline);
  if (programs.length === 0) return await work(undefined);
  const { environment } = execution.services;
  const options = {
    interpreter: interpreterOf(place, environment),
    folder: place.folder,
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

function interpreterOf(
  { interpreter }: PythonPlace,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const written = interpreter || environment[interpreterVariable] || usualInterpreter;
  // Names are looked up on the search path; paths start from the current folder, not from that of the pipeline.
  return /[\\/]/.test(written) ? resolve(written) : written;
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
