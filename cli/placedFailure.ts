import { dirname, isAbsolute, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';

/**
 * Does `work` on a file the user named. Its failures name files relative to the folder of that file, or none; the user
 * is told the path as they would write it.
 */
export async function onFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!Failure.is(thrown) || thrown.reason === 'cancelled') throw thrown;
    const { advice, message, place, reason } = thrown;
    const inner = place?.path ?? '';
    const shown = inner === '' ? path : isAbsolute(inner) ? inner : join(dirname(path), inner);
    throw new Failure(reason, message, {
      place: { ...place, path: shown },
      ...(advice === undefined ? {} : { advice }),
      cause: thrown.cause ?? thrown,
    });
  }
}
