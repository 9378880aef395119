import type { CancellationSignal } from './cancellation.ts';

/** Given to long work: says whether it is still wanted, and is told how far it has come. */
export interface WorkSignal extends CancellationSignal {
  /** Told the part of the work that is done, from 0 to 1, now and then; cheap enough for every step. */
  report?(fraction: number): void;
}

/** For a piece of the work, of which the part between `from` and `to` of the whole consists. */
export function pieceOfWork(signal: WorkSignal, from: number, to: number): WorkSignal {
  if (!signal.report) return signal;
  return withReport(signal, (fraction) => signal.report?.(from + fraction * (to - from)));
}

/** The same work, which tells how far it is to somebody else. */
export function withReport(signal: CancellationSignal, report: (fraction: number) => void): WorkSignal {
  return {
    get isCancelled() {
      return signal.isCancelled;
    },
    onCancel: (listener) => signal.onCancel(listener),
    report,
  };
}
