import type { RunRecord, Verdict } from '#core/runs/runRecord.ts';
import type { RunState } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';

const stateWords: Record<RunState, string> = {
  created: 'Created',
  validating: 'Validating',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  stopped: 'Stopped',
};

export function stateWord(state: RunState): string {
  return stateWords[state];
}

const outcomeWords: Record<Verdict['outcome'], string> = {
  better: 'Better',
  worse: 'Worse',
  'no-difference-shown': 'No difference shown',
};

/** The outcome for a table cell, read as said of the hybrid. */
export function outcomeWord(outcome: Verdict['outcome']): string {
  return outcomeWords[outcome];
}

/** The outcome as a headline about two named contenders. */
export function verdictHeadline(verdict: Verdict, hybrid: string, other: string): string {
  switch (verdict.outcome) {
    case 'better':
      return `${hybrid} did better than ${other}`;
    case 'worse':
      return `${hybrid} did worse than ${other}`;
    case 'no-difference-shown':
      return `No difference shown between ${hybrid} and ${other}`;
  }
}

/** How long a run took, or has taken by `now`; undefined before it starts. */
export function runDuration(run: RunRecord | RunRow, now: number): number | undefined {
  const start = 'startedAt' in run && run.startedAt !== undefined ? run.startedAt : run.createdAt;
  if (run.state === 'created') return undefined;
  return Math.max(0, (run.endedAt ?? now) - start);
}

/** `feature-map` as `Feature map`. */
export function titleOf(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words === '' ? id : words.charAt(0).toUpperCase() + words.slice(1);
}
