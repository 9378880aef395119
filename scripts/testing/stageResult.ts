import { type FailedTest, reasonLines } from './failedTest.ts';

/** What one stage of `npm test` came to. */
export interface StageResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  /** A line for each skipped test or, when the machine lacks something, for the whole stage. */
  readonly skipped: readonly string[];
  /** To be shown when the stage has ended. */
  readonly output?: string;
}

/**
 * The end of a test run: a table of the stages, every failure once more with the beginning of
 * its error, because of a long run often only the end of what it printed is kept, and as the last line the totals in the form
 * `N passed, N failed`, followed by `, N skipped` when something was.
 */
export function summary(results: readonly StageResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length), 0);
  const table = results.map(
    ({ name, passed, failed, skipped }) =>
      `${name.padEnd(width)}  ${String(passed).padStart(6)} passed  ${String(failed.length).padStart(4)} failed` +
      (skipped.length > 0 ? `  ${String(skipped.length).padStart(4)} skipped` : ''),
  );
  const failures = results.flatMap(({ name, failed }) => failed.map((test) => failureText(name, test)));
  const skips = results.flatMap(({ name, skipped }) => skipped.map((line) => `skipped ${name}: ${line}`));
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const totals = `${passed} passed, ${failures.length} failed${skips.length > 0 ? `, ${skips.length} skipped` : ''}`;
  const parts = [table, skips, failures].filter((part) => part.length > 0).map((part) => part.join('\n'));
  return [...parts, totals].join('\n\n');
}

function failureText(stage: string, { title, error, isAfterAnother = false }: FailedTest): string {
  const note = isAfterAnother ? ' (after another failure in this file)' : '';
  const reason = error === undefined ? [] : reasonLines(error);
  return [`FAILED  ${stage}: ${title}${note}`, ...reason.map((line) => `        ${line}`)].join('\n');
}
