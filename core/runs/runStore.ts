import type { JobCharge, JobReservation, LedgerEntry, LimitUse } from './jobCharge.ts';
import type { Primitive } from './jobPhase.ts';
import type { RunEvent } from './runEvent.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';
import type { RunState } from './runState.ts';
import type { RunValues } from './runValues.ts';

export const jobStates = ['submitting', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;

/** A job at a provider. Stored before anybody waits for it, so that it is never submitted twice and never lost. */
export interface StoredJob {
  /** Chosen by us before submission; the same key is never submitted again once it has a handle. */
  readonly key: string;
  readonly runId: string;
  readonly backend: string;
  readonly submittedAt: number;
  /** The provider's id; absent while the submission is under way. */
  readonly handle?: string;
  readonly state: (typeof jobStates)[number];
  /** The provider's device. */
  readonly device?: string;
  /** How many circuits the device runs, with how many shots each. */
  readonly circuits?: number;
  readonly shots?: number;
  /** Where the provider has both. */
  readonly primitive?: Primitive;
  /** When the provider last told the state and what follows, milliseconds since 1970. */
  readonly seenAt?: number;
  readonly position?: number;
  /** Milliseconds. */
  readonly expectedWait?: number;
  /** Why it failed, in the provider's words. */
  readonly message?: string;
  /** What it costs; absent for a job that is free or whose price is not known. */
  readonly charge?: JobCharge;
}

export const activeJobStates = ['submitting', 'queued', 'running'] as const satisfies readonly StoredJob['state'][];

export function isActiveJob({ state }: Pick<StoredJob, 'state'>): boolean {
  return (activeJobStates as readonly string[]).includes(state);
}

/** A job with the run it belongs to. */
export interface ListedJob extends StoredJob {
  readonly runName: string;
  readonly runKind: RunRecord['kind'];
  readonly runState: RunState;
}

export interface JobQuery {
  readonly states?: readonly StoredJob['state'][];
  readonly limit?: number;
}

export interface LedgerQuery {
  /** Entries from this time on, and before this time; milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  readonly runId?: string;
}

/** Whether a job was written down, and what was used of each of its limits before. */
export interface ReservedJob {
  readonly reserved: boolean;
  readonly uses: readonly LimitUse[];
}

export interface RunQuery {
  readonly states?: readonly RunState[];
  readonly name?: string;
  /** Runs that have all of these. */
  readonly tags?: readonly string[];
  readonly starred?: boolean;
  /** The runs that people have deleted and that can still be restored, instead of the others. */
  readonly deleted?: boolean;
  readonly limit?: number;
  /** Runs created before this run id. */
  readonly before?: string;
}

/** What of a run has changed: for views that follow the store without reading all of it again. */
export interface RunChanges {
  /** The revision of the store they lead to. */
  readonly revision: number;
  /** Runs that are new or whose row says something else. */
  readonly rows: readonly RunSummary[];
  /** Those that were discarded. */
  readonly deleted: readonly string[];
  /** How many listed runs were ever removed for good: when it has grown, rows are to be read anew. */
  readonly removed: number;
  /** How many runs there are now. */
  readonly total: number;
}

/** A part of what runs can show in further columns. */
export interface RunValuesPage {
  readonly rows: readonly { readonly id: string; readonly values: RunValues }[];
  /** Where the next part begins: before this run. Absent after the last part. */
  readonly next?: string;
}

/** What people say of a run; what is absent stays as it is. */
export interface AnnotationChange {
  readonly starred?: boolean | undefined;
  /** Empty for none; at most {@link longestNote} characters. */
  readonly note?: string | undefined;
  /** One line each, at most {@link longestTag} characters. Tags of the pipeline itself cannot be removed. */
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
}

/** How long a discarded run can be restored before it may be purged, in milliseconds. */
export const keptDeleted = 30 * 24 * 3_600_000;

export const longestNote = 10_000;
export const longestTag = 64;

/** Who executes a run, and until when unless renewed (milliseconds since 1970). */
export interface RunClaim {
  readonly owner: string;
  readonly expiresAt: number;
}

/**
 * Keeps runs. Every method is durable when its promise resolves, atomic, and safe to call from several processes at
 * once. Failures: `not-found` (no such run), `conflict` (the transition is not allowed from the state the run is in
 * now), `unreadable` (the store cannot be read or written).
 */
export interface RunStore {
  /**
   * The record's state is `created` and the artifacts it names as inputs have been saved. Purges what was discarded longer
   * than {@link keptDeleted} ago.
   */
  create(record: RunRecord): Promise<void>;
  /** Undefined also for a run that was discarded. */
  get(id: string): Promise<RunRecord | undefined>;
  /** The newest run first. */
  list(query: RunQuery): Promise<readonly RunSummary[]>;
  /** What has changed in the rows of runs since a revision; all runs have since 0. */
  changes(since: number): Promise<RunChanges>;
  /** What the runs can show in further columns, the newest run first, a part of at most `limit` runs at a time. */
  values(limit: number, before?: string): Promise<RunValuesPage>;
  /** @throws Failure `not-found`, `invalid-input` for a tag or note that is too long */
  annotate(id: string, change: AnnotationChange): Promise<void>;
  /**
   * Deletes a run so that it can be restored: it is not listed any more, everything of it is kept until it is purged.
   * `conflict` while somebody holds a claim on it.
   */
  discard(id: string): Promise<void>;
  /** Brings a discarded run back. */
  restore(id: string): Promise<void>;
  /** Deletes for good what was discarded before a time, in milliseconds since 1970. Returns the ids of these runs. */
  purge(before: number): Promise<readonly string[]>;
  /** Changes the state and the given fields at once, if the state machine allows it. No run ends before it has started. */
  transition(id: string, to: RunState, changes?: Partial<RunRecord>): Promise<RunRecord>;
  /** Changes fields other than the state. */
  update(id: string, changes: Partial<Omit<RunRecord, 'id' | 'state'>>): Promise<void>;
  /** Removes the run, its event log and the artifacts no other run refers to. `conflict` while somebody holds a claim on it. */
  delete(id: string): Promise<void>;

  /** Replaces the checkpoint of a run; `checkpoint` is plain JSON. */
  saveCheckpoint(runId: string, checkpoint: unknown): Promise<void>;
  loadCheckpoint(runId: string): Promise<unknown>;

  /** Replaces what is known of a job; its charge stays in the ledger where the job names none. */
  saveJob(job: StoredJob): Promise<void>;
  jobs(runId: string): Promise<readonly StoredJob[]>;
  /** The jobs of all runs, the last submitted first. */
  allJobs(query: JobQuery): Promise<readonly ListedJob[]>;
  /**
   * Writes a job down that is about to be submitted, and sets aside what it is expected to cost, both or neither: nothing is
   * stored where what was spent, what is out and this job together go beyond one of the limits. Two processes never set the
   * same money aside. A job of the same key replaces what was set aside for it before.
   */
  reserveJob(job: StoredJob, reservation: JobReservation): Promise<ReservedJob>;
  /** The ledger, oldest entry first. Entries outlive their runs. */
  ledger(query: LedgerQuery): Promise<readonly LedgerEntry[]>;
  /** Notes that people should be told that a job has ended, by whoever asks first with {@link takeNotice}. */
  leaveNotice(key: string): Promise<void>;
  /** True for one caller only after {@link leaveNotice}. */
  takeNotice(key: string): Promise<boolean>;
  /** The keys of jobs whose end nobody has been told of. */
  notices(): Promise<readonly string[]>;

  /** Takes or renews the right to do something for all processes, for `milliseconds`, a minute at most; false while another live owner has it. */
  lease(name: string, owner: string, milliseconds: number): Promise<boolean>;
  leaseOf(name: string): Promise<RunClaim | undefined>;
  releaseLease(name: string, owner: string): Promise<void>;

  /** Adds to the event log of the run. The store itself logs changes of state and of jobs. */
  appendEvents(runId: string, events: readonly RunEvent[]): Promise<void>;
  /** The event log of the run from its beginning; empty for runs of versions that kept none. */
  events(runId: string): Promise<readonly RunEvent[]>;

  /** Stores bytes once under their SHA-256 (hexadecimal) and returns it. */
  saveArtifact(bytes: Uint8Array): Promise<string>;
  loadArtifact(sha256: string): Promise<Uint8Array | undefined>;

  /** Takes or renews the right to execute the run, for `milliseconds`, a minute at most; false while another live owner has it. */
  claim(runId: string, owner: string, milliseconds: number): Promise<boolean>;
  release(runId: string, owner: string): Promise<void>;
  /** Who executes the run now. A run that is `running` and that nobody claims was interrupted. */
  claimOf(runId: string): Promise<RunClaim | undefined>;
  /** The claim that was taken last and not released, also when it has run out by the clock. */
  lastClaim(runId: string): Promise<RunClaim | undefined>;

  /** A number that grows with every change anybody makes to runs, checkpoints and jobs; cheap to ask, for views that follow the store. */
  revision(): Promise<number>;
  close(): void;
}
