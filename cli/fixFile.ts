import { applyReplacements, preferredRepairs } from '#core/base/textReplacement.ts';
import type { FileFindings } from './fileFindings.ts';

/** A file after its obvious repairs, with what is left to find in it. */
export interface FixedFile {
  readonly findings: FileFindings;
  /** How many findings were repaired. */
  readonly repaired: number;
}

/** Repairs that wait for others are made in the next round; more rounds than this mean that repairs undo each other. */
const mostRounds = 20;

/**
 * Makes the obvious repairs of a file's findings, and of the findings that show up then, until none is left.
 * @param check finds what is wrong with another text of the file
 */
export async function fixFile(
  findings: FileFindings,
  check: (text: string) => Promise<FileFindings>,
): Promise<FixedFile> {
  let current = findings;
  let repaired = 0;
  for (let round = 0; round < mostRounds; round++) {
    const repairs = preferredRepairs(current.diagnostics);
    if (repairs.repaired.length === 0) break;
    current = await check(applyReplacements(current.text, repairs.replacements));
    repaired += repairs.repaired.length;
  }
  return { findings: current, repaired };
}
