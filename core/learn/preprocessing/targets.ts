/** What rows are to be told: their classes as 0, 1, 2 …, or numbers. */
export interface Targets {
  readonly kind: 'classes' | 'numbers';
  readonly values: readonly number[];
}
