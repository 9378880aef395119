import type { CircuitFileUse } from '../schema/resolvedPipeline.ts';

/** What the circuit of a file, or of one entry of it, is found by among others. */
export function circuitKey({ entry, file }: CircuitFileUse): string {
  return entry === undefined ? file : `${file}#${entry}`;
}
