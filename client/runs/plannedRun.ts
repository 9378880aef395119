import type * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { RunnerAnswer, RunOptions } from '#core/protocol/runner.ts';
import type { Settings } from '../app/settings.ts';
import type { RunService } from './runService.ts';

export type PlannedRun = Extract<RunnerAnswer, { kind: 'plan' }>;

/** What a run of the pipeline would do, with what is different from how its file says it; nothing is sent. @throws Failure as the runner gives it */
export async function plannedRun(
  file: vscode.Uri,
  { runs, settings }: { readonly runs: RunService; readonly settings: Settings },
  changed: RunOptions = {},
): Promise<PlannedRun> {
  const answer = await runs.ask({
    kind: 'plan',
    pipeline: file.fsPath,
    includePaths: settings.includePaths(file),
    options: { flags: settings.flags(file), ...changed },
    backends: settings.backends(),
  });
  if (answer.kind === 'plan') return answer;
  throw new Failure('unknown', `The runner answered a plan with '${answer.kind}'.`);
}
