import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../projectRoot.ts';
import type { FailedTest } from './failedTest.ts';
import type { StageResult } from './stageResult.ts';

const vitestSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

const suiteSchema = z.object({
  passed: z.array(z.string()),
  failed: z.array(z.object({ title: z.string(), reason: z.string().optional() })),
  skipped: z.array(z.string()),
});

/**
 * Counts the tests in vitest's JSON report. A file that could not be loaded counts as one failure, and so does an exit
 * code other than 0 that no failed test explains: an error outside any test, no test at all, or a time-out.
 */
export async function readVitestReport(stage: string, path: string, exitCode: number): Promise<StageResult> {
  const report = vitestSchema.safeParse(await readJson(path));
  if (!report.success) return unexplained(stage, `no report was written, exit code ${exitCode}`);
  const passed: string[] = [];
  const failed: FailedTest[] = [];
  const skipped: string[] = [];
  for (const { name, status, message, assertionResults } of report.data.testResults) {
    const file = relative(projectRoot, name);
    let isAfterAnother = false;
    for (const { fullName, status: outcome, failureMessages } of assertionResults) {
      const title = `${file}: ${fullName}`;
      if (outcome === 'failed') {
        failed.push(failedTest(title, failureMessages[0], isAfterAnother));
        isAfterAnother = true;
      } else (outcome === 'passed' ? passed : skipped).push(title);
    }
    if (status === 'failed' && !isAfterAnother) failed.push(failedTest(`${file}: could not be run`, message));
  }
  if (exitCode !== 0 && failed.length === 0) failed.push({ title: `exit code ${exitCode} without a failed test` });
  if (passed.length + failed.length + skipped.length === 0) failed.push({ title: 'there was no test' });
  return { name: stage, passed: passed.length, failed, skipped };
}

/** Counts the tests in the report of the suite that runs inside the editor. */
export async function readSuiteReport(stage: string, path: string, exitCode: number): Promise<StageResult> {
  const report = suiteSchema.safeParse(await readJson(path));
  if (!report.success) return unexplained(stage, `no report was written, exit code ${exitCode}`);
  const { passed, skipped } = report.data;
  const failed = report.data.failed.map(({ title, reason }) => failedTest(title, reason));
  if (exitCode !== 0 && failed.length === 0) failed.push({ title: `exit code ${exitCode} without a failed test` });
  if (passed.length + failed.length === 0) failed.push({ title: 'there was no test' });
  return { name: stage, passed: passed.length, failed, skipped };
}

function failedTest(title: string, error: string | undefined, isAfterAnother = false): FailedTest {
  return {
    title,
    ...(error === undefined || error === '' ? {} : { error }),
    ...(isAfterAnother ? { isAfterAnother } : {}),
  };
}

function unexplained(name: string, reason: string): StageResult {
  return { name, passed: 0, failed: [{ title: reason }], skipped: [] };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Missing or cut off: the caller reports that there is no report.
    return undefined;
  }
}
