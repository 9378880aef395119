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

/** What is written in capitals in any sentence. */
const initials = new Set(['knn', 'lda', 'mlp', 'pca', 'qaoa', 'rbf', 'spsa', 'svm', 'vqc', 'vqe', 'zz']);

/** `feature-map` as `Feature map`, `rbf-svm` as `RBF SVM`. */
export function titleOf(id: string): string {
  const words = id.split(/[-_\s]+/).filter((word) => word !== '');
  if (words.length === 0) return id;
  const written = words.map((word) => (initials.has(word) ? word.toUpperCase() : word)).join(' ');
  return written.charAt(0).toUpperCase() + written.slice(1);
}
