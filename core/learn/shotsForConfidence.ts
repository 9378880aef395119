import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { normalQuantile } from './distribution.ts';
import { checkLevel, wilsonInterval } from './interval.ts';

export interface ConfidenceGoal {
  /** In (0, 1), e.g. 0.95. */
  readonly level: number;
  /** Half the width of the interval wanted, in the units of the estimate, above 0. */
  readonly halfWidth: number;
}

/** What is estimated. Without a guess of its value the worst case is taken. */
export type EstimatedQuantity =
  /** A probability or a fidelity-kernel entry (the probability of reading all zeros), in [0, 1]. */
  | { readonly of: 'probability' | 'kernel'; readonly guess?: number; readonly rule?: 'normal' | 'wilson' }
  /** The mean of an observable with values +1 and −1. */
  | { readonly of: 'expectation'; readonly guess?: number; readonly rule?: 'normal' | 'hoeffding' }
  /** A sum of Pauli terms, each measured on its own with shots in proportion to |coefficient| · spread. */
  | { readonly of: 'energy'; readonly terms: readonly PauliTerm[] };

export interface PauliTerm {
  readonly coefficient: number;
  /** Expectation value expected; the spread is √(1 − guess²), at worst 1. */
  readonly guess?: number;
}

/**
 * How many shots an estimate needs for its goal. Normal rule with z = quantile((1 + level) / 2) and half width e:
 * p (1 − p) z²/e² for a probability (at worst z²/4e²), (1 − m²) z²/e² for an expectation, (Σ |c| s)² z²/e² for an energy
 * with optimal allocation. Hoeffding's inequality (1963) for values in [−1, 1]: 2 ln(2 / (1 − level)) / e². Wilson: the
 * fewest shots whose interval around the guess is narrow enough.
 * @throws Failure `invalid-input` for a level or guess out of range or a half width that is not above 0
 */
export function shotsForConfidence(goal: ConfidenceGoal, quantity: EstimatedQuantity): number {
  const { level, halfWidth } = goal;
  checkLevel(level);
  if (!(halfWidth > 0 && Number.isFinite(halfWidth)))
    throw new Failure('invalid-input', `The half width of an interval must be above 0, not ${halfWidth}.`);
  const scale = (normalQuantile((1 + level) / 2) / halfWidth) ** 2;
  switch (quantity.of) {
    case 'probability':
    case 'kernel': {
      const share = checkedGuess(quantity.guess ?? 0.5, 0);
      return quantity.rule === 'wilson' ? wilsonShots(share, goal) : wholeShots(share * (1 - share) * scale);
    }
    case 'expectation': {
      if (quantity.rule === 'hoeffding') return wholeShots((2 * logarithmOf(2 / (1 - level))) / halfWidth ** 2);
      return wholeShots((1 - checkedGuess(quantity.guess ?? 0, -1) ** 2) * scale);
    }
    case 'energy': {
      const spread = quantity.terms.reduce(
        (sum, { coefficient, guess = 0 }) => sum + Math.abs(coefficient) * Math.sqrt(1 - checkedGuess(guess, -1) ** 2),
        0,
      );
      return wholeShots(spread ** 2 * scale);
    }
  }
}

function checkedGuess(guess: number, least: number): number {
  if (!(guess >= least && guess <= 1))
    throw new Failure(
      'invalid-input',
      `The value expected of the estimate must lie between ${least} and 1, not at ${guess}.`,
    );
  return guess;
}

function wholeShots(shots: number): number {
  // 0.25 · 1.96²/0.02² must not become one more by rounding.
  return Math.max(1, Math.ceil(shots * (1 - 1e-12)));
}

function wilsonShots(share: number, { level, halfWidth }: ConfidenceGoal): number {
  const isEnough = (shots: number) => {
    const interval = wilsonInterval(share * shots, shots, level);
    return (interval.high - interval.low) / 2 <= halfWidth * (1 + 1e-12);
  };
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let low = enough / 2;
  while (enough - low > 1) {
    const middle = Math.floor((low + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else low = middle;
  }
  return enough;
}
