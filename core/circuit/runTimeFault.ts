import type { OffsetRange } from '#core/base/textRange.ts';
import { SourceFailure } from './sourceFailure.ts';

/** A mistake of a circuit that only its run shows, such as an index outside its register. */
export class RunTimeFault extends SourceFailure {
  /** @param source the statement that was being executed */
  constructor(message: string, source?: OffsetRange) {
    super('invalid-circuit', message, source);
  }

  /** Runs `work`; faults in it get the source, unless they have one. */
  static within<Value>(source: OffsetRange | undefined, work: () => Value): Value {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof RunTimeFault && thrown.source === undefined && source !== undefined) {
        throw new RunTimeFault(thrown.message, source);
      }
      throw thrown;
    }
  }
}
