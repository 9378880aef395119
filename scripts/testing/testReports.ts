import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../projectRoot.ts';
import type { StageResult } from './stageResult.ts';

const vitestSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const suiteSchema = z.object({
  passed: z.array(z.string()),
  failed: z.array(z.object({ title: z.string() })),
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
  const failed: string[] = [];
  const skipped: string[] = [];
  for (const { name, status, assertionResults } of report.data.testResults) {
    const file = relative(projectRoot, name);
    for (const { fullName, status: outcome } of assertionResults) {
      const list = outcome === 'passed' ? passed : outcome === 'failed' ? failed : skipped;
      list.push(`${file}: ${fullName}`);
    }
    const explained = assertionResults.some(({ status: outcome }) => outcome === 'failed');
    if (status === 'failed' && !explained) failed.push(`${file}: could not be run`);
  }
  if (exitCode !== 0 && failed.length === 0) failed.push(`exit code ${exitCode} without a failed test`);
  if (passed.length + failed.length + skipped.length === 0) failed.push('there was no test');
  return { name: stage, passed: passed.length, failed, skipped };
}

/** Counts the tests in the report of the suite that runs inside the editor. */
export async function readSuiteReport(stage: string, path: string, exitCode: number): Promise<StageResult> {
  const report = suiteSchema.safeParse(await readJson(path));
  if (!report.success) return unexplained(stage, `no report was written, exit code ${exitCode}`);
  const { passed, skipped } = report.data;
  const failed = report.data.failed.map(({ title }) => title);
  if (exitCode !== 0 && failed.length === 0) failed.push(`exit code ${exitCode} without a failed test`);
  if (passed.length + failed.length === 0) failed.push('there was no test');
  return { name: stage, passed: passed.length, failed, skipped };
}

function unexplained(name: string, reason: string): StageResult {
  return { name, passed: 0, failed: [reason], skipped: [] };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Missing or cut off: the caller reports that there is no report.
    return undefined;
  }
}
