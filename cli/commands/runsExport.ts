import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import { runTrace } from '#core/runs/otlp/otlpTraces.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { authorization } from '#runner/authorization.ts';
import { exportToMlflow } from '#runner/mlflow/exportToMlflow.ts';
import { mlflowAddressVariable } from '#runner/mlflow/trackInMlflow.ts';
import {
  collectorVariable,
  environmentAddress,
  environmentHeaders,
  environmentResource,
  environmentTimeout,
  tracesAddress,
} from '#runner/openTelemetry/otlpServer.ts';
import { sendTrace } from '#runner/openTelemetry/sendTrace.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { readConfiguration } from '../configuration.ts';
import { workspaceOption } from '../options.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

interface ExportOptions {
  readonly format: 'json' | 'csv' | 'markdown' | 'otlp';
  readonly output?: string;
  readonly workspace?: string;
  readonly to?: 'mlflow' | 'otlp';
  readonly uri?: string;
  readonly experiment: string;
  readonly credential?: string;
}

export function runsExportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('runs as a file for other programs, or to an MLflow server or OpenTelemetry collector')
    .argument('[ids...]', 'the runs; all of them unless given')
    .addOption(
      new Option('--format <format>', 'the kind of file; otlp is a trace a line')
        .choices(['json', 'csv', 'markdown', 'otlp'])
        .default('json'),
    )
    .option('-o, --output <file>', 'where to write; standard output unless given')
    .addOption(new Option('--to <service>', 'a service instead of a file').choices(['mlflow', 'otlp']))
    .option(
      '--uri <address>',
      `of the service; what ${mlflowAddressVariable} or ${collectorVariable} says unless given`,
    )
    .option('--experiment <name>', 'of MLflow, made when it is not there', 'hybrid-quantum')
    .option('--credential <name>', 'the name of a token or user:password for the service')
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: ExportOptions) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        const records = await wantedRecords(store, wanted);
        if (options.to === 'mlflow') await sendToMlflow(records, store, options, context);
        else if (options.to === 'otlp') await sendToCollector(records, store, options, context);
        else await writeFile(records, store, options, context);
      } finally {
        store.close();
      }
    });
}

async function wantedRecords(store: RunStore, wanted: readonly string[]): Promise<readonly RunRecord[]> {
  const ids =
    wanted.length === 0
      ? (await store.list({})).map((run) => run.id)
      : await Promise.all(wanted.map((name) => findRunId(store, name)));
  const records: RunRecord[] = [];
  for (const id of ids) {
    const record = await store.get(id);
    if (record !== undefined) records.push(record);
    else if (wanted.length > 0) throw new Failure('not-found', `Run ${id} has just been deleted.`);
  }
  return records;
}

/**
 * What may leave the store. What was stored before a credential was known to this process is cleaned on the way out as
 * well.
 */
function exported<T>(value: T, record: RunRecord, { redactor }: CommandContext): T {
  return withoutKeptBack(redactor.redactJson(value), record);
}

async function writeFile(
  records: readonly RunRecord[],
  store: RunStore,
  options: ExportOptions,
  context: CommandContext,
): Promise<void> {
  const clean = records.map((record) => exported(record, record, context));
  const text = options.format === 'otlp' ? await traceLines(clean, store, context) : textOf(clean, options.format);
  if (options.output === undefined) context.output.write(text);
  else await writeOutputFile(resolve(context.folder, options.output), text);
}

/** A file of traces as collectors read it: a message with one run a line. */
async function traceLines(clean: readonly RunRecord[], store: RunStore, context: CommandContext): Promise<string> {
  const lines: string[] = [];
  for (const record of clean) {
    const events = exported(await store.events(record.id), record, context);
    const { requests } = runTrace(record, events, environmentResource(context.environment));
    for (const request of requests) lines.push(`${JSON.stringify(request)}\n`);
  }
  return lines.join('');
}

function textOf(records: readonly RunRecord[], format: Exclude<ExportOptions['format'], 'otlp'>): string {
  switch (format) {
    case 'json':
      return exportRunsAsJson(records);
    case 'csv':
      return exportRunsAsCsv(records);
    case 'markdown':
      return exportRunsAsMarkdown(records);
  }
}

/** Exports run after run, and says what has become of each. */
async function sendToMlflow(
  records: readonly RunRecord[],
  store: RunStore,
  options: ExportOptions,
  context: CommandContext,
): Promise<void> {
  const uri = options.uri ?? context.environment[mlflowAddressVariable];
  if (uri === undefined || uri === '') {
    throw new Failure('invalid-input', 'There is no address of an MLflow server.', {
      advice: `Give one with --uri, or set ${mlflowAddressVariable}.`,
    });
  }
  const credential = options.credential === undefined ? undefined : await namedCredential(options.credential, context);
  const server = { uri, credential, http: createHttpClient(), clock: systemClock, signal: context.signal };
  for (const record of records) {
    const clean = exported(record, record, context);
    const events = exported(await store.events(record.id), record, context);
    const { outcome, runId, withheldArtifacts } = await exportToMlflow(clean, events, options.experiment, server);
    const withheld = withheldArtifacts === 0 ? '' : `; the server does not take its ${withheldArtifacts} files`;
    context.output.write(`${record.id} ${outcome} as ${runId}${withheld}\n`);
  }
}

/** Sends run after run as a trace. */
async function sendToCollector(
  records: readonly RunRecord[],
  store: RunStore,
  options: ExportOptions,
  context: CommandContext,
): Promise<void> {
  const { environment } = context;
  const endpoint = options.uri ?? environmentAddress(environment);
  if (endpoint === undefined || endpoint === '') {
    throw new Failure('invalid-input', 'There is no address of an OpenTelemetry collector.', {
      advice: `Give one with --uri, or set ${collectorVariable}.`,
    });
  }
  const credential = options.credential === undefined ? undefined : await namedCredential(options.credential, context);
  const known = environmentHeaders(environment);
  for (const value of Object.values(known)) context.redactor.add(value);
  const server = {
    url: tracesAddress(endpoint),
    headers: { ...known, ...(credential === undefined ? {} : { authorization: authorization(credential) }) },
    resource: environmentResource(environment),
    timeout: environmentTimeout(environment),
    ...{ http: createHttpClient(), clock: systemClock, signal: context.signal },
  };
  for (const record of records) {
    const events = exported(await store.events(record.id), record, context);
    const { spanCount, traceId } = await sendTrace(exported(record, record, context), events, server);
    context.output.write(`${record.id} sent as trace ${traceId}, ${spanCount} spans\n`);
  }
}

async function namedCredential(name: string, context: CommandContext): Promise<string> {
  return await commandCredentials(context, await readConfiguration(undefined, context)).secret(name);
}
