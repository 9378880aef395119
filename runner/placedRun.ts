import { Failure } from '#core/base/failure.ts';
import type { LineTable } from '#core/base/textRange.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';

/** Says where in the program a run went wrong. @throws Failure what the run throws, with the place */
export async function placed<Value>(run: Promise<Value>, path: string, lines: LineTable): Promise<Value> {
  try {
    return await run;
  } catch (thrown) {
    if (!(thrown instanceof SourceFailure) || !thrown.source) throw thrown;
    const { character, line } = lines.positionAt(thrown.source.start);
    const { advice, message, reason } = thrown;
    const details = { place: { path, line, character }, cause: thrown, ...(advice !== undefined && { advice }) };
    throw new Failure(reason, message, details);
  }
}
