import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { readScorecardFile } from '#core/benchmark/scorecardFile.ts';
import { readSuiteFile } from '#core/benchmark/suiteFile.ts';
import type { ScorecardDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { readInputText } from '#platform/inputFile.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { isSuiteFile } from './plannedSuite.ts';

/** What is scored, and the pipelines whose runs count. */
export interface ScorecardSubject {
  readonly name: string;
  readonly definition: ScorecardDefinition;
  /** Absolute paths. */
  readonly pipelines: readonly string[];
}

/**
 * Reads the scorecard of a pipeline, a suite or a *.scorecard.yaml file.
 * @param path absolute
 * @param shownPath how messages name it
 * @throws Failure `not-found`, `unreadable`; `invalid-input` when there is no scorecard in it, or a mistake
 */
export async function readScorecardSubject(
  path: string,
  shownPath: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ScorecardSubject> {
  const text = await readInputText(path, { name: basename(path) });
  const absolute = (pipelines: readonly string[]) => pipelines.map((pipeline) => resolve(dirname(path), pipeline));
  if (/\.scorecard\.(ya?ml|json)$/.test(path)) {
    const { name, pipelines, scorecard: _format, ...definition } = readScorecardFile(text, basename(path));
    return { name, definition, pipelines: absolute(pipelines) };
  }
  if (isSuiteFile(path)) {
    const { name, pipelines, scorecard } = readSuiteFile(text, basename(path));
    if (scorecard === undefined) throw withoutScorecard(path, 'suite', shownPath);
    return { name, definition: scorecard, pipelines: absolute(pipelines) };
  }
  const pipeline = pipelineDefinition(text, basename(path), environment);
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
export function keptScorecardPath(path: string, version: string): string {
  return join(dirname(path), `${keptPrefix(path)}${version.replace(/[^\w.-]/g, '_')}.json`);
}

/** The version in the name of a kept scorecard; undefined for other files of the folder. */
export function keptVersionIn(path: string, fileName: string): string | undefined {
  const prefix = keptPrefix(path);
  return fileName.startsWith(prefix) && fileName.endsWith('.json')
    ? fileName.slice(prefix.length, -'.json'.length) || undefined
    : undefined;
}

function keptPrefix(path: string): string {
  return `${basename(path).replace(/(\.hybrid|\.scorecard|\.suite)?\.(ya?ml|json)$/, '')}.scorecard.`;
}
