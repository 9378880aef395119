import { RunTimeFault } from '../runTimeFault.ts';
import { TooManyCases } from './decision.ts';
import { DependsOnInput } from './measuredState.ts';

/**
 * Why something computed during a run does not become conditions on results.
 * @param thrown by a `MeasuredState`; anything else is thrown again
 */
export function inexpressibleReason(thrown: unknown, language: string): string {
  if (thrown instanceof TooManyCases) return `it depends on more results than a program for ${language} can ask for`;
  if (thrown instanceof DependsOnInput) {
    return `${language} computes nothing from inputs during the run; give them values`;
  }
  if (thrown instanceof RunTimeFault) return `a run can fail here: ${thrown.message}`;
  throw thrown;
}
