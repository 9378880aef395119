import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { JobReservation, LedgerEntry } from '#core/runs/jobCharge.ts';
import { type Happening, happeningOfJob, type RunEvent } from '#core/runs/runEvent.ts';
import { type RunRecord, type RunSummary, recordVersion, runRecordSchema } from '#core/runs/runRecord.ts';
import { canFollow, isFinal, type RunState } from '#core/runs/runState.ts';
import {
  type AnnotationChange,
  type JobQuery,
  keptDeleted,
  type LedgerQuery,
  type ListedJob,
  type ReservedJob,
  type RunChanges,
  type RunClaim,
  type RunQuery,
  type RunStore,
  type RunValuesPage,
  type StoredJob,
} from '#core/runs/runStore.ts';
import { writeProblem } from '../writeProblem.ts';
import { ArtifactFiles } from './artifactFiles.ts';
import { DamagedHistory, parseStored } from './databaseFailure.ts';
import { EventFiles } from './eventFiles.ts';
import { jobsOfRun, listedJobs, storeJob } from './jobRows.ts';
import { ledgerEntries, reserve, settle } from './ledgerRows.ts';
import { RunDatabase, type Transaction } from './runDatabase.ts';
import {
  annotateRow,
  changedRows,
  discardedBefore,
  listedRows,
  setDeleted,
  storeRow,
  valuesOfRows,
} from './runRows.ts';

/** The name of the folder that keeps the runs of a workspace folder. */
export const runStoreFolder = '.hybrid';

/** The names of the database and of the folder of event logs in it. */
export const databaseFile = 'runs.db';
export const eventFolder = 'events';

/**
 * Opens the run store of a workspace folder, `<workspace>/.hybrid/`, creating it when there is none. The new folder
 * ignores itself in git.
 * @throws Failure `unreadable` (damaged, locked or newer database; no permission), `unsupported` (no SQLite in this Node)
 */
export async function openRunStore(workspaceFolder: string, clock: Clock): Promise<RunStore> {
  const folder = join(workspaceFolder, runStoreFolder);
  const path = join(folder, databaseFile);
  const events = new EventFiles(join(folder, eventFolder));
  refuseEmptied(path, events);
  const database = await RunDatabase.open(path, clock);
  try {
    ignoreInGit(folder);
  } catch (thrown) {
    database.close();
    const { advice, why } = writeProblem(thrown);
    throw new Failure('unreadable', `The folder ${folder} cannot be written: ${why}.`, { advice, cause: thrown });
  }
  const artifacts = new ArtifactFiles(join(folder, 'artifacts'));
  return new SqliteRunStore(database, artifacts, events, clock);
}

/**
 * An empty file would become a new history, as it should where nothing has run yet. Where runs have left their logs, it was
 * cut to nothing, and the changes beside it must stay.
 */
function refuseEmptied(path: string, events: EventFiles): void {
  // SQLite takes a single byte for nothing too.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 2) > 1) return;
  const runs = events.runs().length;
  if (runs > 0)
    throw new DamagedHistory(`The run history ${path} is empty, though there are event logs of ${runs} runs.`);
}

function ignoreInGit(folder: string): void {
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (thrown) {
    // Written before, perhaps changed by the user since.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
}

class SqliteRunStore implements RunStore {
  readonly #database: RunDatabase;
  readonly #artifacts: ArtifactFiles;
  readonly #events: EventFiles;
  readonly #clock: Clock;

  constructor(database: RunDatabase, artifacts: ArtifactFiles, events: EventFiles, clock: Clock) {
    this.#database = database;
    this.#artifacts = artifacts;
    this.#events = events;
    this.#clock = clock;
  }

  async create(record: RunRecord): Promise<void> {
    const checked = checkRecord(record);
    if (checked.state !== 'created') {
      throw new Failure('conflict', `A run begins in the state created, not ${checked.state}.`);
    }
    await this.#database.write((transaction) => {
      if (transaction.value('SELECT 1 FROM run WHERE id = ?', checked.id) !== undefined) {
        throw new Failure('conflict', `There already is a run ${checked.id}.`);
      }
      storeRow(transaction, checked);
      this.#storeInputs(transaction, checked);
      this.#storeTransition(transaction, checked);
      this.#purge(transaction, this.#clock.now() - keptDeleted);
      countRevision(transaction);
    });
  }

  async get(id: string): Promise<RunRecord | undefined> {
    return await this.#database.read((transaction) =>
      transaction.value('SELECT deleted_at IS NULL FROM run WHERE id = ?', id) === 1
        ? findRecord(transaction, id)
        : undefined,
    );
  }

  async list(query: RunQuery): Promise<readonly RunSummary[]> {
    return await this.#database.read((transaction) => listedRows(transaction, query));
  }

  async changes(since: number): Promise<RunChanges> {
    return await this.#database.read((transaction) => changedRows(transaction, since));
  }

  async values(limit: number, before?: string): Promise<RunValuesPage> {
    return await this.#database.read((transaction) => valuesOfRows(transaction, limit, before));
  }

  async annotate(id: string, change: AnnotationChange): Promise<void> {
    await this.#database.write((transaction) => {
      annotateRow(transaction, existingRecord(transaction, id), change);
      countRevision(transaction);
    });
  }

  async discard(id: string): Promise<void> {
    await this.#database.write((transaction) => {
      requireRun(transaction, id);
      refuseClaimed(transaction, id, this.#clock.now());
      setDeleted(transaction, id, this.#clock.now());
      countRevision(transaction);
    });
  }

  async restore(id: string): Promise<void> {
    await this.#database.write((transaction) => {
      requireRun(transaction, id);
      setDeleted(transaction, id, undefined);
      countRevision(transaction);
    });
  }

  async purge(before: number): Promise<readonly string[]> {
    return await this.#database.write((transaction) => this.#purge(transaction, before));
  }

  async transition(id: string, to: RunState, changes: Partial<RunRecord> = {}): Promise<RunRecord> {
    return await this.#database.write((transaction) => {
      const record = existingRecord(transaction, id);
      if (!canFollow(record.state, to)) {
        throw new Failure('conflict', `Run ${id} is ${record.state} and cannot become ${to}.`, {
          advice: isFinal(record.state) ? 'It has ended.' : 'Look at it again: another program may have moved it.',
        });
      }
      const changed = checkRecord(inOrder({ ...record, ...changes, id, state: to }));
      this.#replaceRecord(transaction, changed);
      this.#storeTransition(transaction, changed);
      countRevision(transaction);
      return changed;
    });
  }

  async update(id: string, changes: Partial<Omit<RunRecord, 'id' | 'state'>>): Promise<void> {
    await this.#database.write((transaction) => {
      const record = existingRecord(transaction, id);
      this.#replaceRecord(transaction, checkRecord({ ...record, ...changes, id, state: record.state }));
      countRevision(transaction);
    });
  }

  async delete(id: string): Promise<void> {
    await this.#database.write((transaction) => {
      refuseClaimed(transaction, id, this.#clock.now());
      this.#remove(transaction, id);
    });
  }

  async saveCheckpoint(runId: string, checkpoint: unknown): Promise<void> {
    const value = JSON.stringify(checkpoint ?? null);
    await this.#database.write((transaction) => {
      requireRun(transaction, runId);
      transaction.run(
        'INSERT INTO checkpoint (run_id, value) VALUES (?, ?) ON CONFLICT (run_id) DO UPDATE SET value = excluded.value',
        runId,
        value,
      );
      countRevision(transaction);
    });
  }

  async loadCheckpoint(runId: string): Promise<unknown> {
    const value = await this.#database.read((transaction) => {
      requireRun(transaction, runId);
      return transaction.value('SELECT value FROM checkpoint WHERE run_id = ?', runId);
    });
    return value === undefined ? undefined : parseStored(String(value), `the checkpoint of run ${runId}`);
  }

  async saveJob(job: StoredJob): Promise<void> {
    await this.#database.write((transaction) => {
      this.#storeJob(transaction, job);
      const { charge } = job;
      if (charge === undefined) return;
      const run = existingRecord(transaction, job.runId);
      settle(transaction, charge, {
        time: job.submittedAt,
        job: job.key,
        runId: job.runId,
        runName: run.name,
        backend: job.backend,
        provider: job.backend,
        profile: run.credentialProfile ?? defaultProfile,
      });
    });
  }

  async jobs(runId: string): Promise<readonly StoredJob[]> {
    return await this.#database.read((transaction) => {
      requireRun(transaction, runId);
      return jobsOfRun(transaction, runId);
    });
  }

  async allJobs(query: JobQuery): Promise<readonly ListedJob[]> {
    return await this.#database.read((transaction) => listedJobs(transaction, query));
  }

  async reserveJob(job: StoredJob, reservation: JobReservation): Promise<ReservedJob> {
    return await this.#database.write((transaction) => {
      const answer = reserve(transaction, reservation);
      if (answer.reserved) this.#storeJob(transaction, job);
      return answer;
    });
  }

  async ledger(query: LedgerQuery): Promise<readonly LedgerEntry[]> {
    return await this.#database.read((transaction) => ledgerEntries(transaction, query));
  }

  async leaveNotice(key: string): Promise<void> {
    await this.#database.write((transaction) => {
      transaction.run('INSERT INTO notice (job) VALUES (?) ON CONFLICT DO NOTHING', key);
      countRevision(transaction);
    });
  }

  async takeNotice(key: string): Promise<boolean> {
    return await this.#database.write((transaction) => transaction.run('DELETE FROM notice WHERE job = ?', key) === 1);
  }

  async notices(): Promise<readonly string[]> {
    return await this.#database.read((transaction) => transaction.column('SELECT job FROM notice').map(String));
  }

  async lease(name: string, owner: string, milliseconds: number): Promise<boolean> {
    return await this.#database.write((transaction) => {
      const now = this.#clock.now();
      const holder = inForce(storedLease(transaction, name), now);
      if (holder !== undefined && holder.owner !== owner) return false;
      transaction.run(
        `INSERT INTO lease (name, owner, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at`,
        name,
        owner,
        Math.trunc(now + Math.min(milliseconds, longestClaim)),
      );
      return true;
    });
  }

  async leaseOf(name: string): Promise<RunClaim | undefined> {
    return await this.#database.read((transaction) => inForce(storedLease(transaction, name), this.#clock.now()));
  }

  async releaseLease(name: string, owner: string): Promise<void> {
    await this.#database.write((transaction) => {
      transaction.run('DELETE FROM lease WHERE name = ? AND owner = ?', name, owner);
    });
  }

  async appendEvents(runId: string, events: readonly RunEvent[]): Promise<void> {
    await this.#database.read((transaction) => {
      requireRun(transaction, runId);
      this.#events.append(runId, events);
    });
  }

  async events(runId: string): Promise<readonly RunEvent[]> {
    await this.#database.read((transaction) => requireRun(transaction, runId));
    return await this.#events.read(runId);
  }

  async saveArtifact(bytes: Uint8Array): Promise<string> {
    return await this.#artifacts.save(bytes);
  }

  async loadArtifact(sha256: string): Promise<Uint8Array | undefined> {
    return await this.#artifacts.load(sha256);
  }

  async claim(runId: string, owner: string, milliseconds: number): Promise<boolean> {
    return await this.#database.write((transaction) => {
      requireRun(transaction, runId);
      const now = this.#clock.now();
      const holder = liveClaim(transaction, runId, now);
      if (holder !== undefined && holder.owner !== owner) return false;
      transaction.run(
        `INSERT INTO claim (run_id, owner, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (run_id) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at`,
        runId,
        owner,
        Math.trunc(now + Math.min(milliseconds, longestClaim)),
      );
      return true;
    });
  }

  async release(runId: string, owner: string): Promise<void> {
    await this.#database.write((transaction) => {
      transaction.run('DELETE FROM claim WHERE run_id = ? AND owner = ?', runId, owner);
    });
  }

  async claimOf(runId: string): Promise<RunClaim | undefined> {
    return await this.#database.read((transaction) => liveClaim(transaction, runId, this.#clock.now()));
  }

  async lastClaim(runId: string): Promise<RunClaim | undefined> {
    return await this.#database.read((transaction) => storedClaim(transaction, runId));
  }

  async revision(): Promise<number> {
    return Number(await this.#database.read((transaction) => transaction.value('SELECT value FROM revision')));
  }

  close(): void {
    this.#database.close();
  }

  #replaceRecord(transaction: Transaction, record: RunRecord): void {
    storeRow(transaction, record);
    this.#storeInputs(transaction, record);
  }

  #purge(transaction: Transaction, before: number): readonly string[] {
    const ids = discardedBefore(transaction, before);
    for (const id of ids) this.#remove(transaction, id);
    return ids;
  }

  #remove(transaction: Transaction, id: string): void {
    const unshared = transaction.column(
      `SELECT sha256 FROM run_input AS mine WHERE run_id = ?
         AND NOT EXISTS (SELECT 1 FROM run_input AS other WHERE other.sha256 = mine.sha256 AND other.run_id <> mine.run_id)`,
      id,
    );
    const listed = transaction.value('SELECT deleted_at IS NULL FROM run WHERE id = ?', id);
    if (listed === undefined) throw noSuchRun(id);
    transaction.run('DELETE FROM run WHERE id = ?', id);
    transaction.run('UPDATE revision SET removed = removed + ?', listed);
    // Inside the transaction, which keeps everybody else from storing a reference to these files meanwhile.
    for (const sha256 of unshared) this.#artifacts.remove(String(sha256));
    this.#events.remove(id);
    countRevision(transaction);
  }

  #storeInputs(transaction: Transaction, record: RunRecord): void {
    transaction.run('DELETE FROM run_input WHERE run_id = ?', record.id);
    const { attachments = {}, inputs } = record;
    for (const sha256 of new Set([...Object.values(inputs), ...Object.values(attachments)])) {
      if (!this.#artifacts.exists(sha256)) {
        throw new Failure('not-found', `Run ${record.id} refers to the artifact ${sha256}, which is not stored.`, {
          advice: 'Store the artifact again, then the record.',
        });
      }
      transaction.run('INSERT INTO run_input (run_id, sha256) VALUES (?, ?)', record.id, sha256);
    }
  }

  #storeJob(transaction: Transaction, job: StoredJob): void {
    requireRun(transaction, job.runId);
    if (storeJob(transaction, job)) this.#log(job.runId, happeningOfJob(job));
    countRevision(transaction);
  }

  #storeTransition(transaction: Transaction, record: RunRecord): void {
    transaction.run(
      `INSERT INTO run_transition (run_id, number, state, time)
       SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ? FROM run_transition WHERE run_id = ?`,
      record.id,
      record.state,
      Math.trunc(this.#clock.now()),
      record.id,
    );
    const { failure, state } = record;
    const why = failure === undefined ? {} : { reason: failure.reason, message: failure.message };
    this.#log(record.id, { event: 'state', state, ...why });
  }

  /** Inside a transaction, which fails when the log cannot be written: no change of state is missing in it. */
  #log(runId: string, happening: Happening): void {
    this.#events.append(runId, [{ time: this.#clock.now(), run: runId, ...happening }]);
  }
}

function countRevision(transaction: Transaction): void {
  transaction.run('UPDATE revision SET value = value + 1');
}

function findRecord(transaction: Transaction, id: string): RunRecord | undefined {
  const stored = transaction.value('SELECT record FROM run WHERE id = ?', id);
  if (stored === undefined) return undefined;
  const content = parseStored(String(stored), `run ${id}`);
  const version = versionOf(content);
  if (version > recordVersion) {
    throw new Failure('unsupported', `Run ${id} was kept by a newer version of this product (record ${version}).`, {
      advice: 'Install that version to look at it.',
    });
  }
  const parsed = runRecordSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Failure('unreadable', `The stored run ${id} is damaged: ${issueText(parsed.error)}.`, {
    advice: 'Other runs are not affected; this one can be deleted.',
    cause: parsed.error,
  });
}

/** Records of version 1 have no number. */
function versionOf(content: unknown): number {
  const parsed = z.object({ version: z.number() }).safeParse(content);
  return parsed.success ? parsed.data.version : 1;
}

function existingRecord(transaction: Transaction, id: string): RunRecord {
  const record = findRecord(transaction, id);
  if (record === undefined) throw noSuchRun(id);
  return record;
}

function requireRun(transaction: Transaction, id: string): void {
  if (transaction.value('SELECT 1 FROM run WHERE id = ?', id) === undefined) throw noSuchRun(id);
}

function noSuchRun(id: string): Failure {
  return new Failure('not-found', `There is no run ${id}.`, { advice: 'List the runs to see which there are.' });
}

function refuseClaimed(transaction: Transaction, id: string, now: number): void {
  if (liveClaim(transaction, id, now) === undefined) return;
  throw new Failure('conflict', `Run ${id} is being executed and cannot be deleted.`, { advice: 'Cancel it first.' });
}

/** No claim is taken for longer, in milliseconds. */
const longestClaim = 60_000;

/** A claim that ends later than a claim can was taken before the clock was set back: nothing is known of its owner. */
function liveClaim(transaction: Transaction, runId: string, now: number): RunClaim | undefined {
  return inForce(storedClaim(transaction, runId), now);
}

function inForce(claim: RunClaim | undefined, now: number): RunClaim | undefined {
  return claim !== undefined && claim.expiresAt > now && claim.expiresAt <= now + longestClaim ? claim : undefined;
}

function storedClaim(transaction: Transaction, runId: string): RunClaim | undefined {
  return claimOf(transaction.rows('SELECT owner, expires_at FROM claim WHERE run_id = ?', runId));
}

function storedLease(transaction: Transaction, name: string): RunClaim | undefined {
  return claimOf(transaction.rows('SELECT owner, expires_at FROM lease WHERE name = ?', name));
}

function claimOf([row]: readonly unknown[]): RunClaim | undefined {
  if (row === undefined) return undefined;
  const { owner, expires_at: expiresAt } = claimRowSchema.parse(row);
  return { owner, expiresAt };
}

/** Clocks are set back now and then; no run ends before it began. */
function inOrder(record: RunRecord): RunRecord {
  const { createdAt, endedAt, startedAt = createdAt } = record;
  return endedAt === undefined || endedAt >= startedAt ? record : { ...record, endedAt: startedAt };
}

/** Refuses what could not be read back. */
function checkRecord(record: RunRecord): RunRecord {
  const parsed = runRecordSchema.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new Failure('invalid-input', `Run ${record.id} cannot be stored: ${issueText(parsed.error)}.`, {
    cause: parsed.error,
  });
}

function issueText(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'it has no content' : `${issue.path.join('.') || 'the record'}: ${issue.message}`;
}

const claimRowSchema = z.object({ owner: z.string(), expires_at: z.number() });
