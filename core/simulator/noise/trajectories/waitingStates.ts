/** Memory for the states that wait while other shots are followed. */
const waitingMemory = 2 * 2 ** 30;

/** Shots that are followed together at most, however small their states. */
const mostTogether = 1 << 14;

/**
 * How many shots may be followed together: where they part, the larger part goes on in place, so no more states wait than
 * the binary logarithm of their number.
 */
export function largestGroup(stateBytes: number): number {
  const waiting = Math.max(0, Math.floor(waitingMemory / stateBytes) - 1);
  return Math.min(mostTogether, 2 ** Math.min(30, waiting));
}

/** Bytes that the states of so many shots take at most, those that wait included. */
export function trajectoryBytes(stateBytes: number, shots: number): number {
  const together = Math.max(1, Math.min(shots, largestGroup(stateBytes)));
  return stateBytes * (1 + Math.floor(Math.log2(together)));
}
