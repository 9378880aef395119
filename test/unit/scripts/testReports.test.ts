import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { summary } from '#scripts/testing/stageResult.ts';
import { readSuiteReport, readVitestReport } from '#scripts/testing/testReports.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  path = join(folder, 'report.json');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function vitestFile(name: string, status: string, outcomes: readonly (readonly [string, string])[]): unknown {
  return {
    name: join(projectRoot, name),
    status,
    assertionResults: outcomes.map(([fullName, outcome]) => ({ fullName, status: outcome })),
  };
}

describe('a report of vitest', () => {
  test('is counted by the outcome of each test', async () => {
    const outcomes = [
      ['adds', 'passed'],
      ['divides', 'failed'],
      ['later', 'pending'],
      ['some day', 'todo'],
    ] as const;
    await writeFile(path, JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'failed', outcomes)] }));
    expect(await readVitestReport('unit', path, 1)).toEqual({
      name: 'unit',
      passed: 1,
      failed: ['test/a.test.ts: divides'],
      skipped: ['test/a.test.ts: later', 'test/a.test.ts: some day'],
    });
  });

  test('counts a file that could not be loaded', async () => {
    await writeFile(path, JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'failed', [])] }));
    expect((await readVitestReport('unit', path, 1)).failed).toEqual(['test/a.test.ts: could not be run']);
  });

  test('with nothing in it is a failure, and so is an exit code that no test explains', async () => {
    await writeFile(path, JSON.stringify({ testResults: [] }));
    expect((await readVitestReport('unit', path, 0)).failed).toHaveLength(1);
    await writeFile(path, JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'passed', [['a', 'passed']])] }));
    expect(await readVitestReport('unit', path, 1)).toMatchObject({ passed: 1, failed: [expect.any(String)] });
  });

  test.for(['', '{"testRes', '[]'])('that is cut off is a failure: %j', async (text) => {
    await writeFile(path, text);
    expect((await readVitestReport('unit', path, 0)).failed).toHaveLength(1);
  });

  test('that is missing is a failure', async () => {
    expect((await readVitestReport('unit', join(folder, 'none.json'), 0)).failed).toHaveLength(1);
  });
});

test('a report from inside the editor is counted', async () => {
  const report = { passed: ['a', 'b'], failed: [{ title: 'c', reason: 'because' }], skipped: ['d'] };
  await writeFile(path, JSON.stringify(report));
  expect(await readSuiteReport('vscode', path, 1)).toEqual({
    name: 'vscode',
    passed: 2,
    failed: ['c'],
    skipped: ['d'],
  });
});

describe('the summary', () => {
  const unit = { name: 'unit', passed: 10, failed: [], skipped: [] };

  test('ends with the totals alone on the last line', () => {
    expect(summary([unit]).split('\n').at(-1)).toBe('10 passed, 0 failed');
  });

  test('names failures and skips, and counts both', () => {
    const text = summary([unit, { name: 'e2e', passed: 1, failed: ['opens'], skipped: ['no browser'] }]);
    expect(text).toContain('FAILED  e2e: opens');
    expect(text).toContain('skipped e2e: no browser');
    expect(text.split('\n').at(-1)).toBe('11 passed, 1 failed, 1 skipped');
  });
});
