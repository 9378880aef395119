/** The mean of an observable in a state, and the variance of reading it. */
export interface ObservableMoments {
  readonly mean: number;
  /** ⟨O²⟩ − ⟨O⟩², not negative. */
  readonly variance: number;
}
