import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { writeProblem } from '../writeProblem.ts';
import { DamagedHistory, databaseFailure, isBusy, sqliteCode } from './databaseFailure.ts';
import { migrations } from './schema.ts';

/** How long others may keep the database busy before an operation is given up, in milliseconds. */
const patience = 15_000;

/**
 * One connection to a run database. Transactions are run synchronously and never span a turn of the event loop; while
 * another process writes, they are retried without blocking this one.
 */
export class RunDatabase {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #open = true;

  private constructor(path: string, clock: Clock, database: DatabaseSync) {
    this.#path = path;
    this.#clock = clock;
    this.#database = database;
  }

  /**
   * Opens the database, creating it and bringing its tables up to date as needed.
   * @throws Failure `unreadable` when the file is locked or was written by a newer version; of these, DamagedHistory when it
   * is no run database or is damaged
   */
  static async open(path: string, clock: Clock): Promise<RunDatabase> {
    const { DatabaseSync } = sqlite();
    return await patiently(path, clock, () => {
      mkdirSync(dirname(path), { recursive: true });
      const database = new DatabaseSync(path);
      try {
        // Waiting is done by `patiently`, so that it does not block the process.
        database.exec('PRAGMA busy_timeout = 20');
        // Before anything is changed in it.
        requireRunHistory(database, path);
        database.exec('PRAGMA journal_mode = WAL');
        database.exec('PRAGMA synchronous = FULL');
        database.exec('PRAGMA foreign_keys = ON');
        migrate(database);
      } catch (thrown) {
        database.close();
        throw thrown;
      }
      return new RunDatabase(path, clock, database);
    });
  }

  /** Runs `work` in a transaction that may write. What it wrote is on disk when the promise resolves. */
  async write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return await this.#run('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` on one consistent state of the database. */
  async read<T>(work: (transaction: Transaction) => T): Promise<T> {
    return await this.#run('BEGIN', work);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#database.close();
  }

  async #run<T>(begin: string, work: (transaction: Transaction) => T): Promise<T> {
    return await patiently(this.#path, this.#clock, () => {
      if (!this.#open) throw new Failure('unreadable', `The run history ${this.#path} has been closed.`);
      this.#database.exec(begin);
      try {
        const value = work({
          rows: (sql, ...values) => this.#prepare(sql).all(...values),
          column: (sql, ...values) =>
            this.#prepare(sql)
              .all(...values)
              .flatMap(firstOf),
          value: (sql, ...values) => firstOf(this.#prepare(sql).get(...values))[0],
          run: (sql, ...values) => Number(this.#prepare(sql).run(...values).changes),
        });
        this.#database.exec('COMMIT');
        return value;
      } catch (thrown) {
        // Some errors have already ended the transaction.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** What work inside a transaction may do. */
export interface Transaction {
  rows(sql: string, ...values: SQLInputValue[]): readonly unknown[];
  /** The first column of every row. */
  column(sql: string, ...values: SQLInputValue[]): readonly SQLOutputValue[];
  /** The first column of the first row, if there is one. */
  value(sql: string, ...values: SQLInputValue[]): SQLOutputValue | undefined;
  /** Returns how many rows were changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
}

function firstOf(row: Record<string, SQLOutputValue> | undefined): SQLOutputValue[] {
  return row === undefined ? [] : Object.values(row).slice(0, 1);
}

/** Loaded on first use: starting a program that never touches a run should not load SQLite. */
export function sqlite(): typeof import('node:sqlite') {
  const loaded = process.getBuiltinModule?.('node:sqlite');
  if (loaded === undefined) {
    throw new Failure('unsupported', `This Node.js (${process.version}) has no SQLite, which keeps the run history.`, {
      advice: 'Use Node.js 22.13 or newer.',
    });
  }
  return loaded;
}

/** Refuses databases of newer versions, and those of other programs, which have other tables or another count of steps. */
function requireRunHistory(database: DatabaseSync, path: string): void {
  // Of one moment: another process may be creating them.
  database.exec('BEGIN');
  const version = schemaVersion(database);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all().flatMap(firstOf);
  database.exec('COMMIT');
  const isNew = version === 0 && tables.length === 0;
  if (!isNew && (version <= 0 || !tables.includes('run') || !tables.includes('revision'))) {
    throw new DamagedHistory(`The file ${path} is a database, but no run history.`);
  }
  if (version > migrations.length) {
    throw new Failure('unreadable', `The run history ${path} was written by a newer version of Hybrid Quantum.`, {
      advice: 'Update this installation; nothing has been changed.',
    });
  }
}

function migrate(database: DatabaseSync): void {
  if (schemaVersion(database) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated in the meantime.
    const version = schemaVersion(database);
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}

function schemaVersion(database: DatabaseSync): number {
  return Number(firstOf(database.prepare('PRAGMA user_version').get())[0]);
}

/** Repeats `work` while the database is busy elsewhere, with growing pauses, up to {@link patience}. */
async function patiently<T>(path: string, clock: Clock, work: () => T): Promise<T> {
  const start = clock.monotonic();
  for (let pause = 5; ; pause = Math.min(2 * pause, 250)) {
    try {
      return work();
    } catch (thrown) {
      const code = sqliteCode(thrown);
      if (code === undefined) throw asFailure(path, thrown);
      if (!isBusy(code) || clock.monotonic() - start > patience) throw databaseFailure(path, code, thrown);
    }
    await clock.sleep(pause, neverCancelled);
  }
}

function asFailure(path: string, thrown: unknown): unknown {
  if (thrown instanceof Failure || !(thrown instanceof Error) || !('code' in thrown)) return thrown;
  const { advice, why } = writeProblem(thrown);
  return new Failure('unreadable', `The run history ${path} cannot be opened: ${why}.`, { advice, cause: thrown });
}
