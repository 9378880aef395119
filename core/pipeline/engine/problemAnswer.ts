/** What a contender says about a problem in one repeat. */
export type ProblemAnswer =
  | { readonly kind: 'energy'; readonly energy: number }
  | {
      readonly kind: 'assignment';
      /** The mean of the objective over what the contender gives; of a solver, the value it found. */
      readonly expected: number;
      /** The best assignment it gives, 0 or 1 per variable. */
      readonly bits: readonly number[];
      readonly found: number;
    };
