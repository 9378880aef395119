import type { TextReplacement } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import { flowText } from '#core/base/yaml/flowText.ts';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { addedItem, writtenValue } from '#core/base/yaml/sourceEdits.ts';
import {
  entryOf,
  nodeAt,
  plainValue,
  rangeAt,
  type SourceMapping,
  type SourceNode,
  type SourcePath,
} from '#core/base/yaml/sourceNode.ts';
import type { ChangedValue } from '#core/runs/changedValue.ts';
import { applyDefaults } from '../schema/applyDefaults.ts';
import { parsePipelineText } from './parsePipelineText.ts';
import { readPipeline } from './readPipeline.ts';
import type { EnvironmentLookup } from './substitution.ts';

/** A pipeline as it is run with other values than its file has. */
export interface ChangedPipelineText {
  /** As written, comments and layout included, but for the values. */
  readonly text: string;
  /** As it is in the file. */
  readonly fileText: string;
  /** The values that are others than before, in the order in which they were given. */
  readonly changes: readonly ChangedValue[];
  /** Where a place of the changed text is in the file, or where it would be. */
  offsetInFile(offset: number): number;
  /** The change that a piece of the changed text is a part of: `optimise.maxIterations = 50`. */
  changeAt(range: OffsetRange): string | undefined;
}

/**
 * Sets values in the text of a pipeline.
 * @param name of its file, for failures
 * @param values YAML of one line by path: keys and positions in lists, joined by dots (`benchmark.baselines.0.use`). A key
 * that is not there is added, and so is the item after the last of a list
 * @param environment for what the values were before, where they refer to it
 * @throws Failure `invalid-input` with the place in the file, for a value that is no YAML and for a path that no value can
 * be written at; whether the format has the path and takes the value is for the checks of pipelines to say
 */
export function changedPipelineText(
  text: string,
  name: string,
  values: Readonly<Record<string, string>>,
  environment?: EnvironmentLookup,
): ChangedPipelineText {
  const usual = usualValues(text, name, environment);
  const edits: TextReplacement[] = [];
  const changes: ChangedValue[] = [];
  const paths: SourcePath[] = [];
  let changed = text;
  for (const [written, valueText] of Object.entries(values)) {
    const { root } = parsePipelineText(changed);
    // What is wrong with the file itself is told by its checks.
    if (root === undefined) continue;
    const path = pathIn(root, written);
    const refuse = (why: string, advice: string) => {
      const start = offsetBefore(edits, rangeAt(root, path).start);
      const place = { path: name, ...new LineTable(text).positionAt(start) };
      return new Failure('invalid-input', `'${written}' cannot be set to ${valueText}: ${why}.`, { place, advice });
    };
    const after = yamlValue(valueText);
    if (after === undefined) throw refuse('this is no YAML of one line', 'Put texts with : or # in quotes.');
    const edit = edited(changed, root, path, flowText(after.value));
    const next = edit && applied(changed, edit);
    const node = next === undefined ? undefined : nodeAt(parsePipelineText(next).root, path);
    if (edit === undefined || next === undefined || node === undefined || !isSame(plainValue(node), after.value))
      throw refuse(obstacle(root, path), 'Give the path of a setting, such as optimise.maxIterations.');
    const old = nodeAt(root, path);
    const before = old === undefined ? valueAt(usual, path) : plainValue(old);
    if (!isSame(before, after.value))
      changes.push({ path: written, ...(before === undefined ? {} : { before }), after: after.value });
    edits.push(edit);
    paths.push(path);
    changed = next;
  }
  const { root } = parsePipelineText(changed);
  return {
    text: changed,
    fileText: text,
    changes,
    offsetInFile: (offset) => offsetBefore(edits, offset),
    changeAt: (range) => {
      const index = paths.findLastIndex((path) => touches(root, path, range));
      const [written, value] = Object.entries(values)[index] ?? [];
      return written === undefined ? undefined : `${written} = ${value}`;
    },
  };
}

/** What the file comes to with its defaults; undefined where it is not valid. */
function usualValues(text: string, name: string, environment: EnvironmentLookup | undefined): unknown {
  const { definition } = readPipeline(text, name, environment);
  return definition && applyDefaults(definition);
}

/** A path as it is written, in a file whose own keys may have dots in them. */
function pathIn(root: SourceNode, written: string): SourcePath {
  const parts = written.split('.');
  const path: (string | number)[] = [];
  let node: SourceNode | undefined = root;
  for (let index = 0; index < parts.length; ) {
    const part = parts[index] ?? '';
    if (node?.kind === 'list' && /^\d+$/.test(part)) {
      path.push(Number(part));
      node = node.items[Number(part)];
      index++;
      continue;
    }
    const block: SourceNode | undefined = node;
    const rest = parts.slice(index);
    const length = rest.findLastIndex((_, last) => entryOf(block, rest.slice(0, last + 1).join('.')) !== undefined) + 1;
    const key = rest.slice(0, Math.max(1, length)).join('.');
    path.push(key);
    node = entryOf(block, key)?.value;
    index += Math.max(1, length);
  }
  return path;
}

function edited(text: string, root: SourceMapping, path: SourcePath, value: string): TextReplacement | undefined {
  if (path.includes('')) return undefined;
  const [last, parent] = [path.at(-1), nodeAt(root, path.slice(0, -1))];
  if (parent?.kind === 'list' && last === parent.items.length) return addedItem(text, root, path.slice(0, -1), value);
  return writtenValue(text, root, path, value);
}

/** Why nothing can be written at a path. */
function obstacle(root: SourceNode, path: SourcePath): string {
  const length = path.findIndex((_, index) => nodeAt(root, path.slice(0, index + 1)) === undefined);
  if (path.includes('')) return 'the path has a part without a name';
  const parent = length < 0 ? undefined : nodeAt(root, path.slice(0, length));
  const [where, part] = [path.slice(0, length).join('.'), path[length]];
  if (parent?.kind === 'list' && typeof part === 'number')
    return `${where} has ${countText(parent.items.length, 'item')}, the first of which is 0`;
  if (parent?.kind === 'list') return `${where} is a list, whose items have numbers`;
  if (parent?.kind === 'scalar' && parent.value !== null) return `${where} is a single value`;
  return 'it is written in a way that leaves no room for it, such as an alias';
}

/** Of one line, in YAML's core schema; undefined for anything else. */
function yamlValue(text: string): { readonly value: unknown } | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  const kind = { name: 'value', beginning: 'value:', whenEmpty: '' };
  const { problems, root } = parseYaml(`value: ${text}`, kind);
  const value = entryOf(root, 'value')?.value;
  if (value === undefined || root?.entries.length !== 1 || problems.length > 0) return undefined;
  return { value: plainValue(value) };
}

function applied(text: string, { newText, range }: TextReplacement): string {
  return text.slice(0, range.start) + newText + text.slice(range.end);
}

function offsetBefore(edits: readonly TextReplacement[], offset: number): number {
  return edits.toReversed().reduce((place, { newText, range }) => {
    if (place <= range.start) return place;
    const end = range.start + newText.length;
    return place >= end ? place - newText.length + (range.end - range.start) : range.start;
  }, offset);
}

/** Whether a range is about what stands at a path: its value or the key it is written under, or something inside. */
function touches(root: SourceNode | undefined, path: SourcePath, { end, start }: OffsetRange): boolean {
  const node = nodeAt(root, path);
  if (node === undefined) return false;
  const last = path.at(-1);
  const entry = typeof last === 'string' ? entryOf(nodeAt(root, path.slice(0, -1)), last) : undefined;
  const from = Math.min(node.range.start, entry?.keyRange.start ?? node.range.start);
  return start >= from && end <= Math.max(node.range.end, entry?.keyRange.end ?? 0);
}

function valueAt(value: unknown, path: SourcePath): unknown {
  return path.reduce<unknown>((outer, part) => {
    if (typeof outer !== 'object' || outer === null || !Object.hasOwn(outer, part)) return undefined;
    return Reflect.get(outer, part);
  }, value);
}

function isSame(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && flowText(left) === flowText(right);
}
