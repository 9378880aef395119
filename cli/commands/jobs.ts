import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { ageText, chargeText, sizeText, waitText } from '#core/runs/jobText.ts';
import { activeJobStates, isActiveJob, type ListedJob } from '#core/runs/runStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { attachJob } from '#runner/attachedJobs.ts';
import type { RunnerServices } from '#runner/runnerServices.ts';
import { cancelJob, findJob } from '#runner/storedJobs.ts';
import { waitForJob } from '#runner/watchJobs.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { withServices } from '../commandServices.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, integerParser, profileOption, workspaceOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { timeText } from '../output/valueText.ts';
import { executeAndReport } from '../runExecution.ts';
import { nearestStore, openExistingStore } from '../workspace.ts';

interface JobsOptions {
  readonly format: string;
  readonly workspace?: string;
  readonly config?: string;
  readonly profile?: string;
}

/** `hybridq jobs …` */
export function jobsCommand(context: CommandContext): Command {
  return new Command('jobs')
    .description('jobs at providers')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(waitCommand(context))
    .addCommand(cancelCommand(context))
    .addCommand(attachCommand(context));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('jobs of this workspace, the last submitted first, as they were last heard of')
    .option('--active', 'only those that are out')
    .option('--limit <number>', 'at most so many', integerParser(1, 1_000_000), 50)
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .action(async (options: JobsOptions & { readonly active?: boolean; readonly limit: number }) => {
      const jobs = await listed(options, context.folder);
      if (options.format === 'json') context.output.write(`${JSON.stringify({ jobs }, null, 2)}\n`);
      else context.output.write(`${listText(jobs).join('\n')}\n`);
    });
}

async function listed(
  { active, limit, workspace }: JobsOptions & { readonly active?: boolean; readonly limit: number },
  folder: string,
): Promise<readonly ListedJob[]> {
  if (workspace === undefined && nearestStore(folder) === undefined) return [];
  const { store } = await openExistingStore(workspace, folder);
  try {
    return await store.allJobs({ limit, ...(active === true ? { states: activeJobStates } : {}) });
  } finally {
    store.close();
  }
}

function listText(jobs: readonly ListedJob[]): readonly string[] {
  if (jobs.length === 0) return ['No jobs.'];
  const titles = ['id', 'backend', 'device', 'state', 'waits', 'submitted', 'cost', 'run'];
  return textTable(
    titles.map((title) => ({ title })),
    jobs.map((job) => [
      job.handle ?? job.key,
      job.backend,
      job.device ?? '',
      job.state,
      waitText(job),
      timeText(job.submittedAt),
      chargeText(job.charge),
      `${job.runName} ${job.runId}`,
    ]),
  );
}

function showCommand(context: CommandContext): Command {
  return new Command('show')
    .description('all that is known of a job')
    .argument('<job>', "the provider's id, or our key")
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .action(async (wanted: string, options: JobsOptions) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        show(await findJob(store, wanted), options, context);
      } finally {
        store.close();
      }
    });
}

function show(job: ListedJob, { format }: JobsOptions, { output }: CommandContext): void {
  if (format === 'json') {
    output.write(`${JSON.stringify({ job }, null, 2)}\n`);
    return;
  }
  const { charge } = job;
  const rows = [
    ['job', job.handle ?? '(no id yet)'],
    ['key', job.key],
    ['backend', job.backend],
    ['device', job.device ?? ''],
    ['state', job.message === undefined ? job.state : `${job.state}: ${job.message}`],
    ['waits', waitText(job)],
    ['size', sizeText(job)],
    ['submitted', timeText(job.submittedAt)],
    ['age', ageText(job, systemClock.now())],
    ['last heard of', job.seenAt === undefined ? '' : timeText(job.seenAt)],
    ['cost', chargeText(charge)],
    ['price', charge === undefined ? '' : `${charge.arithmetic}; of ${charge.asOf}, from ${charge.source}`],
    ['run', `${job.runName} ${job.runId}, ${job.runState}`],
  ].filter(([, value]) => value !== '');
  output.write(`${rows.map(([name = '', value]) => `${name.padEnd(14)}${value}`).join('\n')}\n`);
}

function waitCommand(context: CommandContext): Command {
  return reaching('wait')
    .description('waits until a job has ended, and takes the result of a circuit; exit code 1 if it failed')
    .argument('<job>', "the provider's id, or our key")
    .action(async (wanted: string, options: JobsOptions) => {
      const { store, workspaceFolder } = await openExistingStore(options.workspace, context.folder);
      store.close();
      const job = await withBackends(options, context, ({ backends }, services) =>
        waitForJob(wanted, { workspaceFolder, backends }, services, context.signal),
      );
      show(job, options, context);
      if (job.state === 'cancelled') context.exitWith(exitCodes.cancelled);
      else if (job.state !== 'completed') context.exitWith(exitCodes.failed);
    });
}

function cancelCommand(context: CommandContext): Command {
  return reaching('cancel')
    .description('cancels a job at its provider')
    .argument('<job>', "the provider's id, or our key")
    .option('--yes', 'do not ask')
    .action(async (wanted: string, options: JobsOptions & { readonly yes?: boolean }) => {
      const { store, workspaceFolder } = await openExistingStore(options.workspace, context.folder);
      let job: ListedJob;
      try {
        job = await findJob(store, wanted);
      } finally {
        store.close();
      }
      if (isActiveJob(job) && options.yes !== true) await confirmCancel(job, context);
      await withBackends(options, context, ({ backends }, services) =>
        cancelJob({ job: job.key, workspaceFolder, backends }, services, context.signal),
      );
      const again = await openExistingStore(options.workspace, context.folder);
      try {
        show(await findJob(again.store, job.key), options, context);
      } finally {
        again.store.close();
      }
    });
}

/** @throws Failure `cancelled`, `invalid-input` where nobody can be asked */
async function confirmCancel(job: ListedJob, { signal, terminal }: CommandContext): Promise<void> {
  const name = job.handle ?? job.key;
  if (terminal === undefined) {
    throw new Failure('invalid-input', `Cancelling job ${name} needs --yes where nobody can be asked.`);
  }
  const answer = await terminal.question(`Cancel job ${name} on ${job.backend}? [y]es, [n]o (no): `, signal);
  if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw new Failure('cancelled', 'The job goes on.');
}

function attachCommand(context: CommandContext): Command {
  return reaching('attach')
    .description('makes a job that was submitted elsewhere a run of this workspace, and waits for its result')
    .argument('<backend>', 'a backend of hybridq.json')
    .argument('<id>', "the provider's id of the job")
    .action(async (backend: string, job: string, options: JobsOptions) => {
      const workspaceFolder =
        options.workspace === undefined
          ? (nearestStore(context.folder) ?? context.folder)
          : resolve(context.folder, options.workspace);
      await withBackends(options, context, ({ backends }, services) =>
        executeAndReport(context, { workspaceFolder, format: options.format }, (listener) =>
          attachJob({ backend, job, workspaceFolder, backends }, services, listener, context.signal),
        ),
      );
    });
}

/** A command that reaches backends. */
function reaching(name: string): Command {
  return new Command(name)
    .addOption(profileOption())
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .option('--config <file>', 'the configuration file');
}

async function withBackends<T>(
  options: JobsOptions,
  context: CommandContext,
  work: (configuration: Configuration, services: RunnerServices) => Promise<T>,
): Promise<T> {
  const configuration = await readConfiguration(options.config, context);
  const credentials = commandCredentials(context, configuration, options.profile);
  return await withServices(context, credentials, (services) => work(configuration, services), {
    budget: configuration.budget,
  });
}
