import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { lockDifferences, lockFileName, lockText, pipelineLock, readLock } from '#core/pipeline/lock/pipelineLock.ts';
import { memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const file = 'test.hybrid.yaml';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const data = twoClassTable(200);
const digests = { 'data.csv': sha256(data) };

function lockOf(blocks: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = digests) {
  return pipelineLock(file, resolvedPipeline(pipelineText(blocks)), files, '1.0.0');
}

test('the lock file stands beside the pipeline', () => {
  expect(lockFileName('iris.hybrid.yaml')).toBe('iris.hybrid.lock.json');
  expect(lockFileName('iris.hybrid.yml')).toBe('iris.hybrid.lock.json');
  expect(lockFileName('iris.hybrid.json')).toBe('iris.hybrid.lock.json');
});

test('a lock is read as it was written, and says the same twice', () => {
  const lock = lockOf();
  const text = lockText(lock);
  expect(lockText(readLock(text, 'x'))).toBe(text);
  expect(lockText(lockOf())).toBe(text);
  expect(lockDifferences(readLock(text, 'x'), lock)).toEqual([]);
  expect(JSON.parse(text)).toMatchObject({
    lock: 1,
    pipeline: file,
    format: 1,
    product: '1.0.0',
    files: digests,
    backends: { local: { adapter: 'builtin-simulator', kind: 'simulator', version: '1.0.0' } },
    settings: { optimise: { method: 'cobyla', maxIterations: 100 } },
  });
});

test('the order of keys and what changes no result are not locked', () => {
  const reordered = pipelineText({ description: 'Something else', owners: '{ science: a, platform: b }', tags: '[x]' });
  const lines = reordered.trimEnd().split('\n');
  const shuffled = [lines[0], ...lines.slice(1).reverse()].join('\n');
  const lock = pipelineLock(file, resolvedPipeline(shuffled), digests, '1.0.0');
  expect(lockText(lock)).toBe(lockText(lockOf()));
});

describe('differences are phrases', () => {
  const locked = lockOf();
  test.each<[string, ReturnType<typeof lockOf>, string[]]>([
    ['a changed file', lockOf({}, { 'data.csv': '0' }), ['data.csv has changed']],
    ['a missing file', lockOf({}, {}), ['data.csv is missing, or not read any more']],
    ['a new file', lockOf({}, { ...digests, 'a.qasm': '0' }), ['a.qasm is new']],
    ['a setting', lockOf({ optimise: '{ maxIterations: 50 }' }), ['optimise.maxIterations is 50, was 100']],
    ['a version', { ...locked, product: '2.0.0' }, ['the version of the product is "2.0.0", was "1.0.0"']],
    [
      'a seed',
      { ...locked, seeds: { ...locked.seeds, root: 2 } },
      [`seeds.root is 2, was ${JSON.stringify(locked.seeds['root'])}`],
    ],
    [
      'a new block',
      lockOf({ mitigation: '{ zne: { scales: [1, 3], fold: global, fit: linear } }' }),
      ['mitigation is new'],
    ],
  ])('%s', (_, now, differences) => {
    expect(lockDifferences(locked, now)).toEqual(differences);
  });

  test('the embedded simulator has the version of the product, which is said once', () => {
    const now = pipelineLock(file, resolvedPipeline(pipelineText()), digests, '2.0.0');
    expect(lockDifferences(locked, now)).toEqual(['the version of the product is "2.0.0", was "1.0.0"']);
  });
});

describe('other files are refused', () => {
  test.each<[string, string, Failure['reason'], string]>([
    ['no JSON', '{', 'invalid-input', 'not valid JSON'],
    ['no lock', '{"a": 1}', 'invalid-input', 'is damaged'],
    ['a newer lock', '{"lock": 2}', 'unsupported', 'newer version'],
    ['a lock with less', lockText(lockOf()).replace('"seeds"', '"other"'), 'invalid-input', 'seeds'],
  ])('%s', (_, text, reason, message) => {
    let thrown: unknown;
    try {
      readLock(text, 'a.lock.json');
    } catch (failure) {
      thrown = failure;
    }
    expect(Failure.is(thrown, reason)).toBe(true);
    expect(String(thrown)).toContain(message);
  });
});

describe('HP175', () => {
  const withDigests = (files: Readonly<Record<string, string>>): PipelineFiles => ({
    ...memoryFiles(files),
    sha256: async (path) => sha256(files[path] ?? ''),
  });
  const check = async (text: string, files: PipelineFiles, product?: string) => {
    const { diagnostics } = await analysePipeline(text, file, { files, ...(product === undefined ? {} : { product }) });
    return diagnostics.flatMap(({ code, message, range }) =>
      code === 'HP175' ? [`${text.slice(range.start, range.end)}: ${message}`] : [],
    );
  };
  const lock = lockText(lockOf());

  test('is silent without a lock file and while it fits', async () => {
    expect(await check(pipelineText(), withDigests({ 'data.csv': data }))).toEqual([]);
    const files = withDigests({ 'data.csv': data, 'test.hybrid.lock.json': lock });
    expect(await check(pipelineText(), files, '1.0.0')).toEqual([]);
    expect(await check(pipelineText(), files)).toEqual([]);
  });

  test('tells what has changed: settings, data, the product', async () => {
    const files = withDigests({ 'data.csv': `${data}1,1,low\n`, 'test.hybrid.lock.json': lock });
    expect(await check(pipelineText({ optimise: '{ maxIterations: 50 }' }), files, '1.1.0')).toEqual([
      'hybrid: The pipeline is not what test.hybrid.lock.json says: the version of the product is "1.1.0", was "1.0.0"; data.csv has changed; optimise.maxIterations is 50, was 100. Undo the changes, or accept them with hybridq lock test.hybrid.yaml.',
    ]);
  });

  test('tells of a lock file that cannot be read', async () => {
    const files = withDigests({ 'data.csv': data, 'test.hybrid.lock.json': '{}' });
    expect(await check(pipelineText(), files)).toEqual([expect.stringContaining('is damaged')]);
  });
});
