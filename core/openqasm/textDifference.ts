/** One replaced piece between two versions of a text: `start` to `oldEnd` became `start` to `newEnd`. */
export interface TextDifference {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Pieces of this length are compared at once. */
const blockLength = 4096;

/** The smallest piece of a text that was replaced to make another one of it. */
export function textDifference(oldText: string, newText: string): TextDifference {
  const shorter = Math.min(oldText.length, newText.length);
  const start = commonPrefix(oldText, newText, shorter);
  const suffix = commonSuffix(oldText, newText, shorter - start);
  return { start, oldEnd: oldText.length - suffix, newEnd: newText.length - suffix };
}

function commonPrefix(left: string, right: string, limit: number): number {
  let start = 0;
  // Whole blocks are compared by the engine, much faster than character by character.
  while (
    start + blockLength <= limit &&
    left.slice(start, start + blockLength) === right.slice(start, start + blockLength)
  ) {
    start += blockLength;
  }
  while (start < limit && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  return start;
}

function commonSuffix(left: string, right: string, limit: number): number {
  let length = 0;
  while (
    length + blockLength <= limit &&
    left.slice(left.length - length - blockLength, left.length - length) ===
      right.slice(right.length - length - blockLength, right.length - length)
  ) {
    length += blockLength;
  }
  while (length < limit && left.charCodeAt(left.length - length - 1) === right.charCodeAt(right.length - length - 1)) {
    length++;
  }
  return length;
}
