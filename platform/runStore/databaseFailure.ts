import { Failure } from '#core/base/failure.ts';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html), primary part. */
const sqlitePermission = 3;
const sqliteBusy = 5;
const sqliteLocked = 6;
const sqliteReadOnly = 8;
const sqliteReadError = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteProtocol = 15;
const sqliteConstraint = 19;
const sqliteNotADatabase = 26;
/** With its secondary part. */
const sqliteShortRead = 522;

/** The failure of a history that is not what was written. */
export class DamagedHistory extends Failure {
  constructor(message: string, cause?: unknown) {
    super('unreadable', message, {
      advice:
        'It has been left as it is: hybridq runs repair sets it aside and begins a new one with every run that can still be read; or restore a backup.',
      cause,
    });
  }
}

/** What was stored as JSON. @throws DamagedHistory */
export function parseStored(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new DamagedHistory(`The stored data of ${what} is damaged.`, thrown);
  }
}

/** The primary result code of an error of SQLite; undefined for other errors. */
export function sqliteCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return undefined;
  // A file that ends in the middle of a page is no error of the disk.
  return thrown.errcode === sqliteShortRead ? sqliteCorrupt : thrown.errcode & 0xff;
}

/** Whether others use the database at the moment, so that it is worth trying again. */
export function isBusy(code: number): boolean {
  return code === sqliteBusy || code === sqliteLocked || code === sqliteProtocol;
}

/** Whether a row does not fit the table it was meant for. */
export function isMisfit(code: number): boolean {
  return code === sqliteConstraint;
}

/** What a result code of SQLite means for whoever keeps runs in a database. */
export function databaseFailure(path: string, code: number, cause: unknown): Failure {
  const failure = (what: string, advice: string) =>
    new Failure('unreadable', `The run history ${path} ${what}.`, { advice, cause });
  switch (code) {
    case sqliteBusy:
    case sqliteLocked:
    case sqliteProtocol:
      return failure(
        'has been in use by other programs for too long',
        'Close other programs that use it and try again; nothing has been changed.',
      );
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return new DamagedHistory(`The run history ${path} is damaged or is not a run history.`, cause);
    case sqliteFull:
      return failure('cannot be written: the disk is full', 'Free some space and try again.');
    case sqliteReadError:
      return failure(
        'cannot be read or written: the disk reports an error, as it does when it is full',
        'Check the space on the disk, that it is a local one, and the limit for files (ulimit -f); then try again.',
      );
    case sqlitePermission:
    case sqliteReadOnly:
      return failure(
        'cannot be written: the file or its folder is read-only',
        'Check their permissions, or keep the runs in another folder.',
      );
    case sqliteCannotOpen:
      return failure(
        'cannot be opened: its folder is missing or read-only, or something else has its name',
        'Check that the folder exists, is writable and is on a local disk.',
      );
    default:
      return failure(
        `cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
        'Check that its folder exists, is writable and is on a local disk.',
      );
  }
}
