import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';

/** A failure because of one operation of a circuit, which knows the statement that came from. */
export class SourceFailure extends Failure {
  readonly source: OffsetRange | undefined;

  constructor(reason: FailureReason, message: string, source: OffsetRange | undefined, advice?: string) {
    super(reason, message, advice === undefined ? {} : { advice });
    this.source = source;
  }
}
