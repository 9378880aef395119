import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';

/**
 * Says that legal code cannot become a circuit here. These are no mistakes of the program, so they appear only when it is
 * simulated, drawn or sent somewhere.
 */
export function cannotLower(range: OffsetRange, what: string, why: string): Diagnostic {
  const place = { start: range.start, end: range.end };
  return { code: 'QAS9101', severity: 'error', message: `${what} cannot become a circuit: ${why}.`, range: place };
}
