import type { Failure } from '#core/base/failure.ts';

/** What `hybridq` tells the shell. */
export const exitCodes = {
  done: 0,
  /** The check found errors, the run or the simulation failed. */
  failed: 1,
  /** Wrong usage, or a file that cannot be read. */
  usage: 2,
  /** A run stopped by its budget or a gate. */
  stopped: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that ended with a failure. */
export function exitCodeOf(failure: Failure): ExitCode {
  switch (failure.reason) {
    case 'invalid-input':
      // A finding in a file, or a command that makes no sense.
      return failure.place?.line === undefined ? exitCodes.usage : exitCodes.failed;
    case 'not-found':
    case 'unreadable':
    case 'too-large':
      return exitCodes.usage;
    case 'budget':
    case 'gate':
      return exitCodes.stopped;
    case 'cancelled':
      return exitCodes.cancelled;
    case 'unsupported':
    case 'conflict':
    case 'auth':
    case 'quota':
    case 'offline':
    case 'invalid-circuit':
    case 'backend-down':
    case 'timeout':
    case 'unknown':
      return exitCodes.failed;
  }
}
