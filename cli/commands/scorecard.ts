import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { type ScorecardDifference, scorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import { readScorecardFile } from '#core/benchmark/scorecardFile.ts';
import { scorecardDifferenceMarkdown, scorecardMarkdown } from '#core/benchmark/scorecardMarkdown.ts';
import { readScoredScorecard, type ScoredScorecard } from '#core/benchmark/scoredScorecard.ts';
import { readSuiteFile } from '#core/benchmark/suiteFile.ts';
import type { ScorecardDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { scorecardDifferenceText, scorecardText } from '../output/scorecardText.ts';
import { pipelineDefinition } from '../pipelineDefinition.ts';
import { onFile } from '../placedFailure.ts';
import { recordedRunsOf } from '../recordedRuns.ts';
import { isSuiteFile } from '../suiteCommand.ts';

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
  const { definition, name, pipelines } = await readSubject(path, shownPath, context);
  const runs = await recordedRunsOf(pipelines, workspace, context.folder);
  return scoreScorecard(definition, name, evidenceOf(runs, systemClock.now()));
}

/** What is scored, and the pipelines whose runs count. */
interface Subject {
  readonly name: string;
  readonly definition: ScorecardDefinition;
  readonly pipelines: readonly string[];
}

async function readSubject(path: string, shownPath: string, context: CommandContext): Promise<Subject> {
  const text = await readInputText(path, { name: basename(path) });
  if (/\.scorecard\.(ya?ml|json)$/.test(path)) {
    const { name, pipelines, scorecard: _format, ...definition } = readScorecardFile(text, basename(path));
    return { name, definition, pipelines: pipelines.map((pipeline) => resolve(dirname(path), pipeline)) };
  }
  if (isSuiteFile(path)) {
    const { name, pipelines, scorecard } = readSuiteFile(text, basename(path));
    if (scorecard === undefined) throw withoutScorecard(path, 'suite', shownPath);
    return { name, definition: scorecard, pipelines: pipelines.map((pipeline) => resolve(dirname(path), pipeline)) };
  }
  const pipeline = pipelineDefinition(text, basename(path), context.environment);
  if (pipeline.scorecard === undefined) throw withoutScorecard(path, 'pipeline', shownPath);
  return { name: pipeline.name, definition: pipeline.scorecard, pipelines: [path] };
}

function withoutScorecard(path: string, what: string, shownPath: string): Failure {
  return new Failure('invalid-input', `This ${what} has no scorecard.`, {
    place: { path: basename(path) },
    advice: `Add a scorecard block to ${shownPath}, or write a *.scorecard.yaml file.`,
  });
}

/** Where a version is kept: `iris.hybrid.yaml` in version 1.0 beside it as `iris.scorecard.1.0.json`. */
function keptPath(path: string, version: string): string {
  const name = basename(path).replace(/(\.hybrid|\.scorecard|\.suite)?\.(ya?ml|json)$/, '');
  return join(dirname(path), `${name}.scorecard.${version.replace(/[^\w.-]/g, '_')}.json`);
}

async function save(scored: ScoredScorecard, path: string, context: CommandContext): Promise<void> {
  const kept = keptPath(path, scored.version);
  if (existsSync(kept)) {
    throw new Failure('conflict', `Version ${scored.version} of the scorecard is kept already.`, {
      place: { path: kept },
      advice: 'Give the scorecard a new version; a review that was kept is never changed.',
    });
  }
  await writeOutputFile(kept, `${JSON.stringify(scored, null, 2)}\n`);
  context.messages.write(`Kept as ${kept}.\n`);
}

async function readOlder(older: string, path: string, context: CommandContext): Promise<ScoredScorecard> {
  const asFile = resolve(context.folder, older);
  const place = existsSync(asFile) ? asFile : keptPath(path, older);
  if (!existsSync(place)) {
    throw new Failure('not-found', `There is neither a file ${older} nor a kept version ${older} of this scorecard.`, {
      advice: 'Keep a version with --save first.',
    });
  }
  return readScoredScorecard(await readInputText(place, { name: older }), older);
}
