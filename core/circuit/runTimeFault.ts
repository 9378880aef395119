import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';

/** A mistake of a circuit that only its run shows, such as an index outside its register. */
export class RunTimeFault extends Failure {
  /** The statement that was being executed. */
  readonly source: OffsetRange | undefined;

  constructor(message: string, source?: OffsetRange) {
    super('invalid-circuit', message);
    this.source = source;
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
