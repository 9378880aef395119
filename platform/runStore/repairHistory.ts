import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SQLOutputValue } from 'node:sqlite';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { runRecordSchema } from '#core/runs/runRecord.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { writeProblem } from '../writeProblem.ts';
import { DamagedHistory, isMisfit, sqliteCode } from './databaseFailure.ts';
import { EventFiles } from './eventFiles.ts';
import { RunDatabase, sqlite, type Transaction } from './runDatabase.ts';
import { readAnnotation } from './runRows.ts';
import { databaseFile, eventFolder, openRunStore, runStoreFolder } from './sqliteRunStore.ts';

/** What became of a damaged history. */
export interface RepairedHistory {
  /** Where the damaged database is now. */
  readonly setAside: string;
  /** The runs that are in the new one. */
  readonly kept: readonly string[];
  /** Runs that are known to have been there; their event logs are where they were. */
  readonly lost: readonly string[];
}

/** SQLite keeps these beside a database; together they are one. */
const companions = ['', '-wal', '-shm'];

/**
 * Sets a damaged history aside, beside where it was, and begins a new one with every run of it that can still be read.
 * Nothing is deleted, and what is set aside keeps every byte.
 * @returns undefined when the history is sound, which then stays as it is
 * @throws Failure `unreadable` when it is not damaged but cannot be used all the same, as when a newer version has written it
 */
export async function repairHistory(workspaceFolder: string, clock: Clock): Promise<RepairedHistory | undefined> {
  const folder = join(workspaceFolder, runStoreFolder);
  const path = join(folder, databaseFile);
  if (await isSound(workspaceFolder, path, clock)) return undefined;
  const setAside = freeName(folder);
  try {
    moveAll(path, setAside);
  } catch (thrown) {
    const { advice, why } = writeProblem(thrown);
    throw new Failure('unreadable', `The run history ${path} cannot be set aside: ${why}.`, { advice, cause: thrown });
  }
  const found = readableRows(setAside);
  const database = await RunDatabase.open(path, clock);
  let kept: ReadonlySet<string>;
  try {
    kept = await database.write((transaction) => store(transaction, found));
  } finally {
    database.close();
  }
  const logged = new EventFiles(join(folder, eventFolder)).runs();
  const known = new Set([...logged, ...found.run.map(({ id }) => String(id))]);
  return { setAside, kept: [...kept].sort(), lost: [...known].filter((id) => !kept.has(id)).sort() };
}

/** Whether the database is whole and every record in it can be read. */
async function isSound(workspaceFolder: string, path: string, clock: Clock): Promise<boolean> {
  try {
    // Refuses what no history of ours can be.
    (await openRunStore(workspaceFolder, clock)).close();
    const database = await RunDatabase.open(path, clock);
    try {
      return await database.read(
        (transaction) =>
          transaction.value('PRAGMA integrity_check') === 'ok' &&
          transaction.column('SELECT record FROM run').every((record) => readRecord(record) !== undefined) &&
          transaction.column('SELECT summary FROM run').every((summary) => parsed(summary) !== undefined) &&
          transaction.column('SELECT value FROM checkpoint').every((checkpoint) => parsed(checkpoint) !== undefined),
      );
    } finally {
      database.close();
    }
  } catch (thrown) {
    if (thrown instanceof DamagedHistory) return false;
    throw thrown;
  }
}

/** `runs.damaged-1.db`, or with the next number that nothing has. */
function freeName(folder: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `runs.damaged-${number}.db`);
    if (companions.every((ending) => !existsSync(path + ending))) return path;
  }
}

function moveAll(from: string, to: string): void {
  for (const ending of companions) if (existsSync(from + ending)) renameSync(from + ending, to + ending);
}

type Row = Record<string, SQLOutputValue>;

/** The tables of a history with the columns that tell their rows apart, in an order in which they can be stored. */
const keys = {
  run: ['id'],
  run_input: ['run_id', 'sha256'],
  run_transition: ['run_id', 'number'],
  checkpoint: ['run_id'],
  annotation: ['run_id'],
  job: ['key'],
  charge: ['job'],
} as const;
type Table = keyof typeof keys;
const tables = Object.keys(keys) as Table[];

/** What can be read of a damaged database. Reading may change a database, so that a copy is read. */
function readableRows(path: string): Record<Table, Row[]> {
  const copy = `${path}.${randomBytes(6).toString('hex')}`;
  const found: Record<Table, Row[]> = {
    run: [],
    run_input: [],
    run_transition: [],
    checkpoint: [],
    annotation: [],
    job: [],
    charge: [],
  };
  try {
    for (const ending of ['', '-wal']) if (existsSync(path + ending)) copyFileSync(path + ending, copy + ending);
    const { DatabaseSync } = sqlite();
    const database = new DatabaseSync(copy);
    try {
      // Also what is left of a database that has lost its end.
      readWhile(() => database.exec('PRAGMA writable_schema = ON'));
      for (const table of tables) {
        const rows = new Map<string, Row>();
        // From either end up to what cannot be read.
        for (const order of ['ASC', 'DESC']) {
          const by = keys[table].map((column) => `${column} ${order}`).join(', ');
          readWhile(() => {
            for (const row of database.prepare(`SELECT * FROM ${table} ORDER BY ${by}`).iterate())
              rows.set(JSON.stringify(keys[table].map((column) => row[column])), row);
          });
        }
        found[table].push(...rows.values());
      }
    } finally {
      database.close();
    }
  } finally {
    for (const ending of companions) rmSync(copy + ending, { force: true });
  }
  return found;
}

function readWhile(read: () => void): void {
  try {
    read();
  } catch (thrown) {
    // Whatever SQLite has against it: it is damaged.
    if (sqliteCode(thrown) === undefined) throw thrown;
  }
}

/** @returns the ids of the runs that were stored */
function store(transaction: Transaction, found: Record<Table, Row[]>): Set<string> {
  const kept = new Set<string>();
  const annotations = new Map(found.annotation.map((row) => [row['run_id'], readAnnotation(row)]));
  for (const { deleted_at = null, id, record } of found.run) {
    const read = readRecord(record);
    if (read === undefined || read.id !== id) continue;
    const { name, state } = read;
    const summary = JSON.stringify(summariseRun(read, annotations.get(id)));
    if (insert(transaction, 'run', { id, name, state, summary, record: String(record), deleted_at })) kept.add(read.id);
  }
  for (const table of tables) {
    if (table === 'run') continue;
    for (const row of found[table]) {
      // Money stays spent when its run is lost.
      const isWanted = table === 'charge' || kept.has(String(row['run_id']));
      if (isWanted && isReadable(table, row)) insert(transaction, table, row);
    }
  }
  transaction.run('UPDATE revision SET value = value + 1');
  return kept;
}

function isReadable(table: Table, row: Row): boolean {
  if (table === 'checkpoint') return parsed(row['value']) !== undefined;
  return table !== 'annotation' || readAnnotation(row) !== undefined;
}

/** Leaves out what does not fit, such as a row that damage has made of others. */
function insert(transaction: Transaction, table: Table, row: Row): boolean {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  try {
    transaction.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
    return true;
  } catch (thrown) {
    const code = sqliteCode(thrown);
    if (code !== undefined && isMisfit(code)) return false;
    throw thrown;
  }
}

function readRecord(text: SQLOutputValue | undefined) {
  const read = runRecordSchema.safeParse(parsed(text));
  return read.success ? read.data : undefined;
}

function parsed(text: SQLOutputValue | undefined): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
