import { basename } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { writtenValue } from '#core/base/yaml/sourceEdits.ts';
import type { SourceMapping } from '#core/base/yaml/sourceNode.ts';
import type { ScorecardDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { companionFiles, companionKind } from '#core/pipeline/schema/companionSchema.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import type { ScorecardEntry } from '#core/protocol/runner.ts';
import { type DimensionName, dimensionNames } from '#core/runs/scorecardDimensions.ts';
import { withFileLock } from '#platform/fileLock.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import type { RunnerServices } from './runnerServices.ts';
import { readScorecardSubject } from './scorecardSubject.ts';

type Measure = ScorecardDefinition['dimensions'][DimensionName]['measures'][number];

/**
 * Writes what a person says of a manual measure into the file of its scorecard: a value, which then waits for a review, or
 * that a reviewer has looked at the value. Everything else of the file stays as it is written.
 * @param path absolute
 * @throws Failure `not-found` for a measure that is not there; `invalid-input` for one that comes from runs, and for a
 * review by somebody who is no reviewer or who entered the value; `conflict` for a review of nothing; `unsupported` where
 * the file is written so that nothing can be added
 */
export async function enterMeasure(
  path: string,
  id: string,
  entry: ScorecardEntry,
  { clock, environment }: Pick<RunnerServices, 'clock' | 'environment'>,
): Promise<void> {
  await withFileLock(path, clock, async () => {
    const { definition } = await readScorecardSubject(path, basename(path), environment);
    const { dimension, index, measure } = manualMeasure(definition, id);
    const isJson = path.endsWith('.json');
    const entered = enteredText(entryAfter(measure, entry, definition, clock.now()), isJson);
    const text = await readInputText(path, { name: basename(path) });
    const block = companionKind(path) === 'scorecard' ? [] : ['scorecard'];
    const place = [...block, 'dimensions', dimension, 'measures', index, 'entered'];
    const root = rootOf(path, text);
    const change = root && writtenValue(text, root, place, entered);
    if (!change) {
      throw new Failure('unsupported', `The measure ${id} is not written where something can be added to it.`, {
        place: { path: basename(path) },
        advice: `Write entered: ${entered} to it by hand.`,
      });
    }
    const { newText, range } = change;
    const written = isJson ? newText.replace(/^([,{] )entered: /, '$1"entered": ') : newText;
    await writeOutputFile(path, text.slice(0, range.start) + written + text.slice(range.end));
  });
}

function manualMeasure({ dimensions }: ScorecardDefinition, id: string) {
  const found = dimensionNames.flatMap((dimension) =>
    dimensions[dimension].measures.flatMap((measure, index) =>
      measure.id === id ? [{ dimension, index, measure }] : [],
    ),
  );
  const [first] = found;
  if (first === undefined) throw new Failure('not-found', `The scorecard has no measure ${id}.`);
  if (first.measure.source !== 'manual') {
    throw new Failure('invalid-input', `The measure ${id} comes from runs, so no value can be entered for it.`, {
      advice: 'Make its source manual.',
    });
  }
  return first;
}

type Entered = NonNullable<Measure['entered']>;

function entryAfter(measure: Measure, entry: ScorecardEntry, { reviewers }: ScorecardDefinition, now: number): Entered {
  const { entered, id } = measure;
  // A new value is another one than the reviewer has seen.
  if (entry.kind === 'value') {
    const { by, note = '', value } = entry;
    return { value, by, on: new Date(now).toISOString().slice(0, 10), ...(note === '' ? {} : { note }) };
  }
  if (entered === undefined) {
    throw new Failure('conflict', `Nobody has entered a value for ${id}, so there is nothing to review.`);
  }
  const names = [...new Set([reviewers.ml, reviewers.platform])];
  if (!names.includes(entry.by)) {
    throw new Failure('invalid-input', `${entry.by} is no reviewer of this scorecard.`, {
      advice: `Its reviewers are ${names.join(' and ')}.`,
    });
  }
  if (entered.by === entry.by) {
    throw new Failure(
      'invalid-input',
      `${entry.by} has entered the value of ${id}, so somebody else has to review it.`,
    );
  }
  return { ...entered, reviewedBy: entry.by };
}

/** As YAML on one line, and as JSON where that is wanted. */
function enteredText({ by, note, on, reviewedBy, value }: Entered, isJson: boolean): string {
  const pairs: [string, string | number | undefined][] = [
    ['value', value],
    ['by', by],
    ['on', on],
    ['note', note],
    ['reviewedBy', reviewedBy],
  ];
  const written = pairs.flatMap(([key, content]) =>
    content === undefined ? [] : [`${isJson ? JSON.stringify(key) : key}: ${JSON.stringify(content)}`],
  );
  return `{ ${written.join(', ')} }`;
}

function rootOf(path: string, text: string): SourceMapping | undefined {
  const kind = companionKind(path);
  return kind === undefined ? parsePipelineText(text).root : parseYaml(text, companionFiles[kind]).root;
}
