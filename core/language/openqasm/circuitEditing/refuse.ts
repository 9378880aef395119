import { failed, type Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Refusal } from './circuitGesture.ts';

/** Says why a gesture is refused, and what of the text is the cause. */
export function refuse(reason: string, source?: OffsetRange): Result<never, Refusal> {
  return failed({ reason, ...(source && { source }) });
}
