import { expect, test } from 'vitest';
import { changedRun } from '#test/support/fixtures/changedRun.ts';
import {
  changedSettingValues,
  fieldText,
  foundSettings,
  isChangedSetting,
  runSettings,
} from '#webview/runAgain/changedSettings.ts';
import { isOneLineValue } from '#webview/runAgain/oneLineValue.ts';

const settings = runSettings(changedRun());

test('the changed settings come first, then the leaves of the configuration that a file can say', () => {
  expect(settings[0]).toEqual({ path: 'optimise.maxIterations', text: '60', before: '100' });
  const paths = settings.map(({ path }) => path);
  expect(paths.filter((path) => path === 'optimise.maxIterations')).toHaveLength(1);
  expect(paths).toContain('data.split.test');
  expect(paths).toContain('benchmark.baselines.0.use');
  expect(paths).toContain('interface.input.range');
  for (const derived of ['hybrid', 'seeds.split', 'data.seed', 'optimise.checkpointEvery'])
    expect(paths).not.toContain(derived);
  expect(settings.find(({ path }) => path === 'hypothesis')?.text).toMatch(/^A four-qubit circuit/);
});

test('what is sent are the texts that differ from the file, those of the run among them', () => {
  expect(changedSettingValues(settings, {})).toEqual({ 'optimise.maxIterations': '60' });
  const draft = { 'data.split.test': ' 0.4', 'optimise.method': 'cobyla' };
  expect(changedSettingValues(settings, draft)).toEqual({ 'optimise.maxIterations': '60', 'data.split.test': '0.4' });
  expect(changedSettingValues(settings, { 'optimise.maxIterations': '100' })).toEqual({});
  const [first] = settings;
  if (first === undefined) throw new Error('There are no settings.');
  expect([fieldText(first, {}), isChangedSetting(first, {})]).toEqual(['60', true]);
});

test('a change of what the file does not say is undone by an empty field', () => {
  const record = { ...changedRun(), changes: [{ path: 'data.split.folds', after: 'a: b' }] };
  const added = runSettings(record);
  expect(added[0]).toEqual({ path: 'data.split.folds', text: '"a: b"', before: '' });
  expect(changedSettingValues(added, {})).toEqual({ 'data.split.folds': '"a: b"' });
  expect(changedSettingValues(added, { 'data.split.folds': '' })).toEqual({});
});

test('of a run that did not pass validation only the changes are known', () => {
  const record = { ...changedRun(), configuration: { options: { approved: false } } };
  expect(runSettings(record).map(({ path }) => path)).toEqual(['optimise.maxIterations']);
});

test('settings are found by words of their paths', () => {
  expect(foundSettings(settings, 'SPLIT te').map(({ path }) => path)).toEqual(['data.split.test']);
  expect(foundSettings(settings, '')).toHaveLength(settings.length);
  expect(foundSettings(settings, 'nothing at all')).toEqual([]);
});

test.each([
  '5',
  '-1e-3',
  'cobyla',
  'a b',
  "[1, \"x, ]\", 'y''s']",
  '{ use: knn, with: { k: 3 } }',
  '"a: b" # why',
  "it's",
  '~',
  '[:"]',
  '{ ?": 1 }',
  '["a":"]", b? "]',
  "[&a '}', ! ']']",
])('%s can be a value', (text) => expect(isOneLineValue(text)).toBe(true));

test.each(['', '  ', 'a: b', 'a:', '[1', '{ a: [1 }', '"open', "'open", '1\n2', '[1] 2', ', 1', '@x'])(
  '%j can be none',
  (text) => expect(isOneLineValue(text)).toBe(false),
);
