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

function vitestFile(
  name: string,
  status: string,
  outcomes: readonly (readonly [name: string, outcome: string, ...messages: string[]])[],
  message = '',
): unknown {
  return {
    name: join(projectRoot, name),
    status,
    message,
    assertionResults: outcomes.map(([fullName, outcome, ...failureMessages]) => ({
      fullName,
      status: outcome,
      failureMessages,
    })),
  };
}

describe('a report of vitest', () => {
  test('is counted by the outcome of each test', async () => {
    const outcomes = [
      ['adds', 'passed'],
      ['divides', 'failed', 'Error: by nothing'],
      ['subtracts', 'failed', 'Error: from nothing'],
      ['later', 'pending'],
      ['some day', 'todo'],
    ] as const;
    await writeFile(path, JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'failed', outcomes)] }));
    expect(await readVitestReport('unit', path, 1)).toEqual({
      name: 'unit',
      passed: 1,
      failed: [
        { title: 'test/a.test.ts: divides', error: 'Error: by nothing' },
        { title: 'test/a.test.ts: subtracts', error: 'Error: from nothing', isAfterAnother: true },
      ],
      skipped: ['test/a.test.ts: later', 'test/a.test.ts: some day'],
    });
  });

  test('counts a file that could not be loaded, and keeps why', async () => {
    await writeFile(
      path,
      JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'failed', [], 'no such module')] }),
    );
    expect((await readVitestReport('unit', path, 1)).failed).toEqual([
      { title: 'test/a.test.ts: could not be run', error: 'no such module' },
    ]);
  });

  test('with nothing in it is a failure, and so is an exit code that no test explains', async () => {
    await writeFile(path, JSON.stringify({ testResults: [] }));
    expect((await readVitestReport('unit', path, 0)).failed).toHaveLength(1);
    await writeFile(path, JSON.stringify({ testResults: [vitestFile('test/a.test.ts', 'passed', [['a', 'passed']])] }));
    expect(await readVitestReport('unit', path, 1)).toMatchObject({
      passed: 1,
      failed: [{ title: expect.any(String) }],
    });
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
    failed: [{ title: 'c', error: 'because' }],
    skipped: ['d'],
  });
});

describe('the summary', () => {
  const unit = { name: 'unit', passed: 10, failed: [], skipped: [] };

  test('ends with the totals alone on the last line', () => {
    expect(summary([unit]).split('\n').at(-1)).toBe('10 passed, 0 failed');
  });

  test('names failures and skips, and counts both', () => {
    const text = summary([unit, { name: 'e2e', passed: 1, failed: [{ title: 'opens' }], skipped: ['no browser'] }]);
    expect(text).toContain('FAILED  e2e: opens');
    expect(text).toContain('skipped e2e: no browser');
    expect(text.split('\n').at(-1)).toBe('11 passed, 1 failed, 1 skipped');
  });

  test('shows what failed at most five lines long, and where', () => {
    const error = [
      'TimeoutError: locator.click: Timeout exceeded.',
      '',
      '\u001b[2mCall log:\u001b[22m',
      `  - ${'x'.repeat(1000)}`,
      '  - the fourth line is beyond six hundred characters',
      `    at ${projectRoot}/node_modules/library/click.js:1:2`,
      `    at Workbench.pick (${projectRoot}/test/support/workbench.ts:20:3)`,
      `    at async file://${projectRoot}/test/e2e/opens.test.ts:10:5`,
      '    at file:///elsewhere/run.js:1:1',
    ].join('\n');
    const failed = [
      { title: 'opens', error },
      { title: 'closes', error: '1\n2\n3\n4\n5\n6', isAfterAnother: true },
    ];
    const shown = summary([{ name: 'e2e', passed: 1, failed, skipped: [] }]).split('\n');
    const cut = 600 - 'TimeoutError: locator.click: Timeout exceeded.Call log:  - '.length;
    expect(shown.slice(2, -2)).toEqual([
      'FAILED  e2e: opens',
      '        TimeoutError: locator.click: Timeout exceeded.',
      '        Call log:',
      `          - ${'x'.repeat(cut)}…`,
      '        at test/support/workbench.ts:20:3, called at test/e2e/opens.test.ts:10:5',
      'FAILED  e2e: closes (after another failure in this file)',
      ...['1', '2', '3', '4', '5'].map((line) => `        ${line}`),
    ]);
    expect(shown.at(-1)).toBe('1 passed, 2 failed');
  });
});
