import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { type ScorecardDifference, scorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import { scorecardDifferenceMarkdown, scorecardMarkdown } from '#core/benchmark/scorecardMarkdown.ts';
import { readScoredScorecard, type ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { readInputText } from '#platform/inputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { keepScorecard } from '#runner/keepScorecard.ts';
import { keptScorecardPath, readScorecardSubject } from '#runner/scorecardSubject.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { scorecardDifferenceText, scorecardText } from '../output/scorecardText.ts';
import { onFile } from '../placedFailure.ts';
import { recordedRunsOf } from '../recordedRuns.ts';

interface ScorecardOptions {
  readonly format: string;
  readonly diff?: string;
  readonly save?: boolean;
  readonly workspace?: string;
}

/** `hybridq scorecard …` */
export function scorecardCommand(context: CommandContext): Command {
  return new Command('scorecard')
    .description('scores a vendor on recorded runs and on what reviewers entered')
    .argument('<file>', 'a pipeline or suite with a scorecard, or a *.scorecard.yaml file')
    .addOption(formatOption('text', 'json', 'markdown'))
    .option('--diff <older>', 'what has changed since an older version: its file, or a version kept with --save')
    .option('--save', 'keep this version as a file beside the scorecard')
    .addOption(workspaceOption())
    .action(async (file: string, options: ScorecardOptions) => {
      const path = resolve(context.folder, file);
      const scored = await onFile(file, async () => await score(path, file, options, context));
      const older = options.diff === undefined ? undefined : await readOlder(options.diff, path, context);
      if (options.save === true) await save(scored, path, context);
      const text =
        older === undefined
          ? shown(scored, options.format, context)
          : shownDifference(scorecardDifference(older, scored), options.format, context);
      context.output.write(text);
    });
}

function shown(scored: ScoredScorecard, format: string, context: CommandContext): string {
  if (format === 'json') return `${JSON.stringify(scored, null, 2)}\n`;
  if (format === 'markdown') return scorecardMarkdown(scored);
  return `${scorecardText(scored, context.colours).join('\n')}\n`;
}

function shownDifference(difference: ScorecardDifference, format: string, context: CommandContext): string {
  if (format === 'json') return `${JSON.stringify(difference, null, 2)}\n`;
  if (format === 'markdown') return scorecardDifferenceMarkdown(difference);
  return `${scorecardDifferenceText(difference, context.colours).join('\n')}\n`;
}

async function score(
  path: string,
  shownPath: string,
  { workspace }: ScorecardOptions,
  context: CommandContext,
): Promise<ScoredScorecard> {
  const { definition, name, pipelines } = await readScorecardSubject(path, shownPath, context.environment);
  const runs = await recordedRunsOf(pipelines, workspace, context.folder);
  return scoreScorecard(definition, name, evidenceOf(runs, systemClock.now()));
}

async function save(scored: ScoredScorecard, path: string, context: CommandContext): Promise<void> {
  context.messages.write(`Kept as ${await keepScorecard(path, scored)}.\n`);
}

async function readOlder(older: string, path: string, context: CommandContext): Promise<ScoredScorecard> {
  const asFile = resolve(context.folder, older);
  const place = existsSync(asFile) ? asFile : keptScorecardPath(path, older);
  if (!existsSync(place)) {
    throw new Failure('not-found', `There is neither a file ${older} nor a kept version ${older} of this scorecard.`, {
      advice: 'Keep a version with --save first.',
    });
  }
  return readScoredScorecard(await readInputText(place, { name: older }), older);
}
