import type { JobsOut } from '#core/runs/jobNews.ts';
import { jobsAfter, jobsOutText, noJobsOut } from '#core/runs/jobsOut.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { TraceEntry } from '#core/runs/runRecord.ts';

/** How much of the optimiser's path is kept while the run works; the record has all of it in the end. */
const longestTrace = 4000;

/** What a run has said so far while it works. */
export interface LiveRun {
  /** 0…1, never falling. */
  readonly fraction: number;
  /** The title of the step in progress, or of the last one. */
  readonly step: string | undefined;
  /** The latest phrase such as `repeat 3 of 10, iteration 41 of 100, loss 0.412`. */
  readonly detail: string;
  /** The jobs of the step at providers. */
  readonly jobs: JobsOut;
  /** The latest steps of the optimiser. */
  readonly trace: readonly TraceEntry[];
  readonly warnings: readonly string[];
  readonly titles: ReadonlyMap<string, string>;
}

export const quietRun: LiveRun = {
  fraction: 0,
  step: undefined,
  detail: '',
  jobs: noJobsOut,
  trace: [],
  warnings: [],
  titles: new Map(),
};

/** The run after one more thing it said. */
export function heardFrom(run: LiveRun, progress: RunProgress): LiveRun {
  switch (progress.kind) {
    case 'plan':
      return { ...run, titles: new Map(progress.steps.map(({ id, title }) => [id, title])) };
    case 'step':
      if (progress.state === 'finished') return run;
      return {
        ...run,
        step: run.titles.get(progress.id) ?? progress.id,
        detail: progress.detail ?? '',
        jobs: jobsAfter(run.jobs, progress),
      };
    case 'job':
      return { ...run, jobs: jobsAfter(run.jobs, progress) };
    case 'advance':
      return { ...run, fraction: Math.max(run.fraction, Math.min(1, progress.fraction)), detail: progress.detail };
    case 'trace':
      return {
        ...run,
        trace: [
          ...(run.trace.length < longestTrace ? run.trace : sparser(run.trace, longestTrace / 2)),
          progress.entry,
        ],
      };
    case 'repeat':
    case 'phase':
    // The record has them.
    case 'decision':
      return run;
    case 'warning':
      return { ...run, warnings: [...run.warnings, progress.message] };
  }
}

/** More steps than these cannot be told apart in a chart, and a window that is told all of them falls behind the run. */
const mostShownSteps = 500;

/** Steps of the optimiser to show: all while they are few, else every so many, and the latest. */
export function shownSteps(trace: readonly TraceEntry[]): TraceEntry[] {
  return sparser(trace, mostShownSteps);
}

/**
 * About as many steps at most: those of the same iterations in every repeat, so that means over repeats are of what belongs
 * together, and the last step of each.
 */
function sparser(trace: readonly TraceEntry[], most: number): TraceEntry[] {
  const longest = Math.max(1, ...trace.map(({ iteration }) => iteration));
  const repeats = new Set(trace.map(({ repeat }) => repeat)).size;
  let kept = [...trace];
  for (let stride = 2; kept.length > most + repeats && stride <= 2 * longest; stride *= 2) {
    kept = trace.filter(
      ({ iteration, repeat }, index) => iteration % stride === 0 || trace[index + 1]?.repeat !== repeat,
    );
  }
  return kept;
}

/** One line for a notification or a tooltip: the step, what it says, and where its jobs are. */
export function phraseOf(run: LiveRun, now: number): string {
  const jobs = jobsOutText(run.jobs, now);
  return [ownPhrase(run), jobs].filter((part) => part !== '').join(' · ');
}

function ownPhrase({ detail, step = '' }: LiveRun): string {
  if (detail === '') return step;
  // Some phrases name their step themselves.
  return detail.startsWith(step) ? detail : `${step}: ${detail}`;
}
