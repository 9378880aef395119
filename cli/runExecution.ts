import { relative } from 'node:path';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { RunListener } from '#runner/runExecution.ts';
import { terminalDecisions } from './askDecision.ts';
import type { CommandContext } from './commandContext.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { RunProgressLine } from './output/runProgressLine.ts';
import { runReport } from './output/runReport.ts';
import { nearestStore, runStorePath } from './workspace.ts';

/** Executes a run with its progress on stderr, prints its outcome, and sets the exit code to how it ended. */
export async function executeAndReport(
  context: CommandContext,
  options: { readonly workspaceFolder: string; readonly format: string },
  execute: (listener: RunListener) => Promise<RunRecord>,
): Promise<void> {
  const progress = new RunProgressLine(context.messages, context.messageColours, systemClock);
  let record: RunRecord;
  try {
    const ask = terminalDecisions(context, () => progress.end());
    record = await execute({
      ...(ask && { ask }),
      recorded: (runId) => context.messages.write(`Run ${runId}\n`),
      progress: (said) => progress.show(said),
      ending: (failure) => {
        progress.end();
        if (context.debug) context.messages.write(`${failure.stack ?? failure.message}\n${causeText(failure.cause)}`);
      },
    });
  } finally {
    progress.end();
  }
  const path = runStorePath(options.workspaceFolder);
  if (options.format === 'json') {
    context.output.write(`${JSON.stringify({ record, store: path }, null, 2)}\n`);
  } else {
    const place = relative(context.folder, path) || path;
    const lines = [
      '',
      ...runReport(record, context.colours, systemClock.now()),
      `${stateSentence(record)} It is kept as ${record.id} in ${place.startsWith('..') ? path : place}.`,
      `See it again with: hybridq runs show ${record.id}${workspaceHint(options.workspaceFolder, context)}, or in the editor under Hybrid Quantum: Show Run History.`,
    ];
    context.output.write(`${lines.join('\n')}\n`);
  }
  context.exitWith(exitCodeOfState(record));
}

/** What must be added to `hybridq runs …` in the current folder to mean this workspace. */
function workspaceHint(workspaceFolder: string, { folder }: CommandContext): string {
  if (nearestStore(folder) === workspaceFolder) return '';
  const place = relative(folder, workspaceFolder);
  return ` --workspace ${/^[\w./\\-]+$/.test(place) ? place : JSON.stringify(place)}`;
}

function stateSentence(record: RunRecord): string {
  switch (record.state) {
    case 'succeeded':
      return 'The run has succeeded.';
    case 'cancelled':
      return 'The run was cancelled; hybridq runs resume continues it.';
    case 'stopped':
      return 'The run was stopped.';
    case 'failed':
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      return 'The run has failed.';
  }
}

function exitCodeOfState(record: RunRecord): ExitCode {
  switch (record.state) {
    case 'succeeded':
      return exitCodes.done;
    case 'cancelled':
      return exitCodes.cancelled;
    case 'stopped':
      return exitCodes.stopped;
    case 'failed':
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      return exitCodes.failed;
  }
}

function causeText(cause: unknown): string {
  if (cause === undefined) return '';
  return `caused by ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`;
}
