import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { mlflowBatches } from '#core/runs/mlflow/mlflowBatches.ts';
import { levelTag, type MlflowRun, mlflowRun, runIdTag } from '#core/runs/mlflow/mlflowRun.ts';
import { eventLines, type RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { MlflowClient, type MlflowServer } from './mlflowClient.ts';

export interface MlflowExport {
  readonly experimentId: string;
  /** The id of the run at the server. */
  readonly runId: string;
  /** `present` when the server had the run as it is now. */
  readonly outcome: 'created' | 'replaced' | 'present';
  /** How many artifacts the server has not taken, because it keeps them where only its own clients can write. */
  readonly withheldArtifacts: number;
}

const nothing = z.unknown();
const experimentSchema = z.looseObject({ experiment_id: z.string(), lifecycle_stage: z.string().optional() });
const runSchema = z.looseObject({
  info: z.looseObject({
    run_id: z.string(),
    status: z.string(),
    // An old server sends 64-bit numbers as texts.
    end_time: z.coerce.number().optional(),
    artifact_uri: z.string().optional(),
  }),
  data: z
    .looseObject({ tags: z.array(z.looseObject({ key: z.string(), value: z.string() })).default([]) })
    .default({ tags: [] }),
});

/**
 * Puts a run into an experiment of an MLflow server, which is made when it is not there, with its repeats as nested
 * runs. What the server already has of the run is left when it is complete and the run has not changed since; else it is
 * deleted (MLflow can restore it) and written anew, so exporting again never doubles a run.
 * @throws Failure as MlflowClient; `conflict` when the experiment has been deleted
 */
export async function exportToMlflow(
  record: RunRecord,
  events: readonly RunEvent[],
  experiment: string,
  server: MlflowServer,
): Promise<MlflowExport> {
  const client = new MlflowClient(server);
  const experimentId = await experimentNamed(experiment, client);
  const run = mlflowRun(record);
  const known = await runsOf(record.id, experimentId, client);
  const parent = known.find(({ data }) => data.tags.some(({ key, value }) => key === levelTag && value === 'run'));
  if (parent !== undefined && parent.info.status === run.status && parent.info.end_time === run.endTime) {
    return { experimentId, runId: parent.info.run_id, outcome: 'present', withheldArtifacts: 0 };
  }
  for (const { info } of known) await client.post('/mlflow/runs/delete', { run_id: info.run_id }, nothing);
  const withLog = { ...run, artifacts: [...run.artifacts, { path: 'events.jsonl', text: eventLines(events) }] };
  const { runId, withheld } = await writeRun(withLog, experimentId, undefined, client, async (id) => {
    await logDataSets(record, id, client);
  });
  return { experimentId, runId, outcome: known.length === 0 ? 'created' : 'replaced', withheldArtifacts: withheld };
}

async function experimentNamed(name: string, client: MlflowClient): Promise<string> {
  const find = async () =>
    await client.get(
      '/mlflow/experiments/get-by-name',
      { experiment_name: name },
      z.looseObject({ experiment: experimentSchema }),
    );
  try {
    return usable((await find()).experiment, name);
  } catch (thrown) {
    if (!Failure.is(thrown, 'not-found')) throw thrown;
  }
  try {
    const made = await client.post('/mlflow/experiments/create', { name }, experimentSchema);
    return made.experiment_id;
  } catch (thrown) {
    // Somebody else has made it meanwhile.
    if (!Failure.is(thrown, 'conflict')) throw thrown;
    return usable((await find()).experiment, name);
  }
}

function usable(experiment: z.infer<typeof experimentSchema>, name: string): string {
  if (experiment.lifecycle_stage !== 'deleted') return experiment.experiment_id;
  throw new Failure('conflict', `The MLflow experiment ${name} has been deleted.`, {
    advice: 'Restore it there, or name another experiment.',
  });
}

/** What the server has of a run: itself and its repeats. */
async function runsOf(id: string, experimentId: string, client: MlflowClient) {
  const found: z.infer<typeof runSchema>[] = [];
  for (let token: string | undefined; ; ) {
    const answer = await client.post(
      '/mlflow/runs/search',
      {
        experiment_ids: [experimentId],
        filter: `tags.\`${runIdTag}\` = '${id}'`,
        max_results: 1000,
        ...(token === undefined ? {} : { page_token: token }),
      },
      z.looseObject({ runs: z.array(runSchema).default([]), next_page_token: z.string().optional() }),
    );
    found.push(...answer.runs);
    token = answer.next_page_token;
    if (token === undefined || token === '') return found;
  }
}

/** The run is ended last, so that one which was not written to its end can be told from a whole one. */
async function writeRun(
  run: MlflowRun,
  experimentId: string,
  parent: string | undefined,
  client: MlflowClient,
  more: (runId: string) => Promise<void> = async () => {},
): Promise<{ readonly runId: string; readonly withheld: number }> {
  const { run: made } = await client.post(
    '/mlflow/runs/create',
    {
      experiment_id: experimentId,
      run_name: run.name,
      start_time: run.startTime,
      tags: [
        { key: 'mlflow.runName', value: run.name },
        // At once, so that a run which is not written to its end is known by them.
        ...run.tags.filter(({ key }) => key === runIdTag || key === levelTag),
        ...(parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }]),
      ],
    },
    z.looseObject({ run: runSchema }),
  );
  const runId = made.info.run_id;
  for (const batch of mlflowBatches(run))
    await client.post('/mlflow/runs/log-batch', { run_id: runId, ...batch }, nothing);
  await more(runId);
  let withheld = 0;
  for (const artifact of run.artifacts) {
    if (!(await storeArtifact(artifact, made.info.artifact_uri, client))) withheld++;
  }
  for (const child of run.children) withheld += (await writeRun(child, experimentId, runId, client)).withheld;
  const ended = run.endTime === undefined ? {} : { end_time: run.endTime };
  await client.post('/mlflow/runs/update', { run_id: runId, status: run.status, ...ended }, nothing);
  return { runId, withheld };
}

/**
 * Stores a file of a run through the server, where the server passes artifacts on (`mlflow-artifacts:`); false where it
 * leaves that to its clients, which write to a folder or an object store of their own.
 */
async function storeArtifact(
  { path, text }: MlflowRun['artifacts'][number],
  uri: string | undefined,
  client: MlflowClient,
): Promise<boolean> {
  const [, root] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri ?? '') ?? [];
  if (root === undefined) return false;
  await client.put(`/mlflow-artifacts/artifacts/${[...root.split('/'), path].map(encodeURIComponent).join('/')}`, text);
  return true;
}

const dataSourceSchema = z.looseObject({
  data: z.looseObject({ source: z.looseObject({ path: z.string() }) }),
});

/** Names the data the run has read, with their digest. Servers before MLflow 2.4 do not know data sets. */
async function logDataSets(record: RunRecord, runId: string, client: MlflowClient): Promise<void> {
  const configured = dataSourceSchema.safeParse(record.configuration);
  if (!configured.success) return;
  const { path } = configured.data.data.source;
  const digest = record.inputs[path];
  if (digest === undefined) return;
  const source = JSON.stringify({ uri: path });
  const dataset = { name: path.slice(0, 500), digest: digest.slice(0, 36), source_type: 'local', source };
  const tags = [{ key: 'mlflow.data.context', value: 'training and evaluation' }];
  try {
    await client.post('/mlflow/runs/log-inputs', { run_id: runId, datasets: [{ dataset, tags }] }, nothing);
  } catch (thrown) {
    if (!Failure.is(thrown, 'not-found')) throw thrown;
  }
}
