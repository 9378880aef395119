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
      /** How often each assignment was measured, by its text, where counts are kept. */
      readonly counts?: Readonly<Record<string, number>>;
    };

/** An assignment as a text with a character per variable; variable 0 stands at the end that the bit order says. */
export function assignmentText(bits: readonly number[], bitOrder: 'q0-left' | 'q0-right'): string {
  const text = bits.join('');
  return bitOrder === 'q0-left' ? text : [...text].reverse().join('');
}
