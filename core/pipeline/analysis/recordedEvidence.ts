/** What the recorded runs of a pipeline, the history of its rollout and its kept scorecards show. Times are milliseconds since 1970. */
export interface RecordedEvidence {
  /** Stages before the one the rollout is at that nothing shows to be passed, with what they lack. */
  readonly openStages: readonly { readonly stage: string; readonly lacks: string }[];
  /** The lower end of the interval of the newest lift over the strongest baseline; absent where no run has one. */
  readonly liftAtLeast?: number;
  /** When the newest run that has ended began; absent without runs. */
  readonly newestRun?: number;
  /** When the scorecard was kept in the version it has now; absent where it was not. */
  readonly scorecardKept?: number;
}
