import { describe, expect, test } from 'vitest';
import type { TextReplacement } from '#core/base/diagnostic.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { addedItem, removedNode, writtenValue } from '#core/base/yaml/sourceEdits.ts';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';

const kind = { name: 'file', beginning: 'a: 1', whenEmpty: '' };

type Edit = (text: string, root: SourceNode, path: SourcePath, value: string) => TextReplacement | undefined;

function edited(edit: Edit, text: string, path: SourcePath, value: string): string | undefined {
  const { problems, root } = parseYaml(text, kind);
  if (!root) throw new Error('No block.');
  expect(problems).toEqual([]);
  const replacement = edit(text, root, path, value);
  if (!replacement) return undefined;
  const result = applyReplacements(text, [replacement]);
  expect(parseYaml(result, kind).problems).toEqual([]);
  return result;
}

describe('a value', () => {
  test.each<[string, string, SourcePath, string]>([
    ['in place of one', 'a: 1 # one\nb: 2\n', ['a'], 'a: 9 # one\nb: 2\n'],
    ['in place of a list', 'a:\n  - 1\n  - 2 # two\nb: 2\n', ['a'], 'a:\n  9 # two\nb: 2\n'],
    ['where none is written', 'a:\nb: 2\n', ['a'], 'a: 9\nb: 2\n'],
    ['in place of nothing', 'a: null # one\nb: 2\n', ['a'], 'a: 9 # one\nb: 2\n'],
    ['below where none is written', 'a:\nb: 2\n', ['a', 'x'], 'a: { x: 9 }\nb: 2\n'],
    ['as a key of the file', 'a: 1\nb: 2 # two\n# end\n', ['c'], 'a: 1\nb: 2 # two\nc: 9\n# end\n'],
    ['as a block of its own', 'a: 1', ['c', 'd', 'e'], 'a: 1\nc: { d: { e: 9 } }'],
    ['in a block', 'a:\n  b: 1 # one\n\n# c\nc: 2\n', ['a', 'x'], 'a:\n  b: 1 # one\n  x: 9\n\n# c\nc: 2\n'],
    ['behind a nested block', 'a:\n  b:\n    c: 1\nd: 2\n', ['a', 'x'], 'a:\n  b:\n    c: 1\n  x: 9\nd: 2\n'],
    ['in a flow block', 'a: { b: 1 } # one\n', ['a', 'x'], 'a: { b: 1, x: 9 } # one\n'],
    ['in an empty flow block', 'a: {}\n', ['a', 'x'], 'a: { x: 9 }\n'],
    ['in an item of a list', 'a:\n  - b: 1\n    c: 2\n', ['a', 0, 'x'], 'a:\n  - b: 1\n    c: 2\n    x: 9\n'],
    ['in a file of Windows', 'a: 1\r\nb: 2\r\n', ['c'], 'a: 1\r\nb: 2\r\nc: 9\r\n'],
  ])('is written %s', (_, text, path, expected) => {
    expect(edited(writtenValue, text, path, '9')).toBe(expected);
  });

  test('is not written into an alias or a plain value', () => {
    expect(edited(writtenValue, 'a: &x { b: 1 }\nc: *x\n', ['c', 'd'], '9')).toBeUndefined();
    expect(edited(writtenValue, 'a: &x { b: 1 }\nc: *x\n', ['c'], '9')).toBeUndefined();
    expect(edited(writtenValue, 'a: &x { b: 1 }\nc: *x\n', ['c', 'b'], '9')).toBeUndefined();
    expect(edited(writtenValue, 'a: 1\n', ['a', 'd'], '9')).toBeUndefined();
  });
});

describe('an item', () => {
  test.each<[string, string, string]>([
    ['in brackets', 'a: [1, 2] # two\n', 'a: [1, 2, 9] # two\n'],
    ['under dashes', 'a:\n  - 1\n  - 2 # two\nb: 1\n', 'a:\n  - 1\n  - 2 # two\n  - 9\nb: 1\n'],
    ['as the first in brackets', 'a: []\n', 'a: [9]\n'],
    ['as the first of a list that is missing', 'b: 1\n', 'b: 1\na: [9]\n'],
  ])('is added %s', (_, text, expected) => {
    expect(edited(addedItem, text, ['a'], '9')).toBe(expected);
  });
});

describe('a part', () => {
  const removed = (text: string, path: SourcePath) =>
    edited((content, root, place) => removedNode(content, root, place), text, path, '');

  test.each<[string, string, SourcePath, string]>([
    ['of brackets', 'a: [1, 2, 3] # two\n', ['a', 1], 'a: [1, 3] # two\n'],
    ['of brackets, the last', 'a: [1, 2] # two\n', ['a', 1], 'a: [1] # two\n'],
    ['of a flow block', 'a: { b: 1, c: [2], d: 3 }\n', ['a', 'c'], 'a: { b: 1, d: 3 }\n'],
    ['of a flow block, the last', 'a: { b: 1, c: { d: 2 } } # b\n', ['a', 'c'], 'a: { b: 1 } # b\n'],
    ['under dashes', '# a\na:\n  - 1\n  - 2 # two\n  # three\n  - 3\n', ['a', 1], '# a\na:\n  - 1\n  # three\n  - 3\n'],
    ['under dashes, with its lines', 'a:\n  - b: 1\n    c: 2\n  - d: 3\n', ['a', 0], 'a:\n  - d: 3\n'],
    ['of a block', 'a:\n  b: 1\n  c:\n    - 2\n    - 3\nd: 4\n', ['a', 'c'], 'a:\n  b: 1\nd: 4\n'],
    ['of the file, at its end', 'a: 1\nb: 2', ['b'], 'a: 1'],
    ['of a file of Windows', 'a: 1\r\nb: 2\r\nc: 3\r\n', ['b'], 'a: 1\r\nc: 3\r\n'],
  ])('is taken out %s', (_, text, path, expected) => {
    expect(removed(text, path)).toBe(expected);
  });

  test('stays where nothing would be left of its block, or its line holds more', () => {
    expect(removed('a: [1]\n', ['a', 0])).toBeUndefined();
    expect(removed('a: { b: 1 }\n', ['a', 'b'])).toBeUndefined();
    expect(removed('a:\n  - b: 1\n    c: 2\n', ['a', 0, 'b'])).toBeUndefined();
    expect(removed('a: &x [1, 2]\nb: *x\n', ['b', 0])).toBeUndefined();
    expect(removed('a: [1, 2]\n', ['a', 7])).toBeUndefined();
  });
});
