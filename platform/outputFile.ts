import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { writeProblem } from './writeProblem.ts';

/**
 * Writes a whole file or nothing: readers never see half of it, and the old content survives a crash. Keeps the
 * permissions of a file that was there.
 * @throws Failure `unreadable` with the cause
 */
export async function writeOutputFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const mode = await stat(path).then(
      (status) => {
        if (status.isDirectory()) {
          throw new Failure('unreadable', 'This is a folder, so no file can be written here.', {
            place: { path },
            advice: 'Give the path of a file.',
          });
        }
        return status.mode;
      },
      () => 0o666,
    );
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (thrown instanceof Failure) throw thrown;
    const { advice, why } = writeProblem(thrown);
    throw new Failure('unreadable', `The file cannot be written: ${why}.`, { place: { path }, advice, cause: thrown });
  }
}
