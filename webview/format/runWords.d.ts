import type { RunRecord, Verdict } from '#core/runs/runRecord.ts';
import type { RunState } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
export declare function stateWord(state: RunState): string;
/** The outcome for a table cell, read as said of the hybrid. */
export declare function outcomeWord(outcome: Verdict['outcome']): string;
/** The outcome as a headline about two named contenders. */
export declare function verdictHeadline(verdict: Verdict, hybrid: string, other: string): string;
/** How long a run took, or has taken by `now`; undefined before it starts. */
export declare function runDuration(run: RunRecord | RunRow, now: number): number | undefined;
/** `feature-map` as `Feature map`. */
export declare function titleOf(id: string): string;
