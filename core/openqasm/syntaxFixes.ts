import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** Inserts text at an offset. */
export function insertionFix(title: string, offset: number, newText: string): DiagnosticFix {
  return { title, replacements: [{ range: { start: offset, end: offset }, newText }], isPreferred: true };
}

/** Puts text in the place of a range. */
export function replacementFix(title: string, { end, start }: OffsetRange, newText: string): DiagnosticFix {
  return { title, replacements: [{ range: { start, end }, newText }], isPreferred: true };
}

/** Removes a range. */
export function removalFix(title: string, range: OffsetRange): DiagnosticFix {
  return replacementFix(title, range, '');
}

/**
 * Writes a newer version of OpenQASM 3 in the header of a file, when it has one. In a file of OpenQASM 2 that changes what
 * other statements mean, so it is not done without asking.
 */
export function raiseVersionFix(
  { ends, kinds, starts, version }: TokenStream,
  minor: number,
): DiagnosticFix | undefined {
  if (kinds[0] !== tokenKind.openqasm || !isNumber(kinds[1] ?? 0)) return undefined;
  const number = { start: starts[1] ?? 0, end: ends[1] ?? 0 };
  const fix = replacementFix(`Change the version to 3.${minor}`, number, `3.${minor}`);
  return { ...fix, isPreferred: version.major === 3 };
}

function isNumber(kind: number): boolean {
  return kind === tokenKind.integer || kind === tokenKind.float || kind === tokenKind.badNumber;
}
