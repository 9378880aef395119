import type { Diagnostic } from '#core/base/diagnostic.ts';
import { inOrderOfPlace } from '../source/inOrderOfPlace.ts';

/** More findings than this in one file are counted, not listed. */
export const mostDiagnostics = 100;

/** In order of place, at most {@link mostDiagnostics} with a notice of how many more there are. */
export function limitedDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = inOrderOfPlace(diagnostics);
  const more = sorted.length - mostDiagnostics;
  const first = sorted[0];
  if (more <= 0 || !first) return sorted;
  const notice: Diagnostic = {
    code: 'HP005',
    severity: 'information',
    message: `${more} further ${more === 1 ? 'finding is' : 'findings are'} not shown; fix the first ${mostDiagnostics} and check again.`,
    range: first.range,
  };
  return [...sorted.slice(0, mostDiagnostics), notice];
}
