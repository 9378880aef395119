import type { SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { type RunRecord, type RunSummary, runRecordSchema } from '#core/runs/runRecord.ts';
import {
  type AnnotationChange,
  longestNote,
  longestTag,
  type RunChanges,
  type RunQuery,
  type RunValuesPage,
} from '#core/runs/runStore.ts';
import { noAnnotation, type RunAnnotation, summariseRun } from '#core/runs/runSummary.ts';
import { type RunValues, runValues } from '#core/runs/runValues.ts';
import { DamagedHistory, parseStored } from './databaseFailure.ts';
import { completeRows } from './incompleteRows.ts';
import type { Transaction } from './runDatabase.ts';

/** Writes what tables show of a record beside it. */
export function storeRow(transaction: Transaction, record: RunRecord): void {
  const { id, name, state } = record;
  transaction.run(
    `INSERT INTO run (id, name, state, summary, record, changed)
       VALUES (?, ?, ?, ?, ?, (SELECT value + 1 FROM revision))
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, state = excluded.state, summary = excluded.summary,
       record = excluded.record, changed = excluded.changed`,
    id,
    name,
    state,
    JSON.stringify(summariseRun(record, annotationOf(transaction, id))),
    JSON.stringify(record),
  );
  storeValues(transaction, id, runValues(record));
}

/** The newest run first. */
export function listedRows(transaction: Transaction, query: RunQuery): readonly RunSummary[] {
  if (query.states?.length === 0) return [];
  const { sql, values } = listingOf(query);
  return summariesOf(transaction, transaction.rows(sql, ...values));
}

/** The statement that lists rows. It goes through all runs in their order, or through those of the states asked for alone. */
export function listingOf(query: RunQuery): { readonly sql: string; readonly values: readonly SQLInputValue[] } {
  const conditions: string[] = [query.deleted === true ? 'deleted_at IS NOT NULL' : 'deleted_at IS NULL'];
  const values: SQLInputValue[] = [];
  const where = (condition: string, ...given: readonly SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (query.name !== undefined) where('name = ?', query.name);
  if (query.before !== undefined) where('id < ?', query.before);
  if (query.starred === true) where("json_extract(summary, '$.starred') = 1");
  for (const tag of query.tags ?? [])
    where("EXISTS (SELECT 1 FROM json_each(summary, '$.tags') AS each WHERE each.value = ?)", tag);
  const also = conditions.join(' AND ');
  const limit = query.limit ?? -1;
  if (query.states === undefined)
    return { sql: `SELECT summary, id FROM run WHERE ${also} ORDER BY id DESC LIMIT ?`, values: [...values, limit] };
  const states = [...new Set(query.states)];
  // Each state by itself, in which runs are in their order: for several, SQLite would rather look at every run there is.
  const ofState = `SELECT * FROM (
    SELECT summary, id FROM run INDEXED BY run_by_state WHERE state = ? AND ${also} ORDER BY id DESC LIMIT ?)`;
  return {
    sql: `${states.map(() => ofState).join(' UNION ALL ')} ORDER BY id DESC LIMIT ?`,
    values: [...states.flatMap((state) => [state, ...values, limit]), limit],
  };
}

/** What has changed in the rows since a revision. */
export function changedRows(transaction: Transaction, since: number): RunChanges {
  const changed = 'FROM run INDEXED BY run_by_change WHERE changed > ? AND deleted_at IS';
  return {
    revision: Number(transaction.value('SELECT value FROM revision')),
    rows: summariesOf(transaction, transaction.rows(`SELECT summary, id ${changed} NULL ORDER BY id DESC`, since)),
    deleted: transaction.column(`SELECT id ${changed} NOT NULL`, since).map(String),
    removed: Number(transaction.value('SELECT removed FROM revision')),
    total: Number(transaction.value('SELECT count(*) FROM run INDEXED BY run_by_deletion WHERE deleted_at IS NULL')),
  };
}

/** What runs can show in further columns. Those whose values were not kept yet get them of their records. */
export function valuesOfRows(transaction: Transaction, limit: number, before: string | undefined): RunValuesPage {
  const ids = transaction
    .column(
      `SELECT id FROM run WHERE deleted_at IS NULL ${before === undefined ? '' : 'AND id < ? '}ORDER BY id DESC LIMIT ?`,
      ...(before === undefined ? [] : [before]),
      limit,
    )
    .map(String);
  const rows = ids.map((id) => ({ id, values: keptValues(transaction, id) ?? derivedValues(transaction, id) }));
  const next = ids.length === limit ? ids.at(-1) : undefined;
  return { rows, ...(next === undefined ? {} : { next }) };
}

/** Changes what people say of a run. @throws Failure `invalid-input` */
export function annotateRow(transaction: Transaction, record: RunRecord, change: AnnotationChange): void {
  const { id } = record;
  const before = annotationOf(transaction, id);
  const added = (change.addTags ?? []).map((tag) => tag.trim());
  for (const tag of added) {
    if (tag === '' || tag.length > longestTag || /[\r\n]/.test(tag))
      throw new Failure('invalid-input', `'${tag.slice(0, longestTag)}' cannot be a tag.`, {
        advice: `Give one line of 1 to ${longestTag} characters.`,
      });
  }
  const note = change.note === undefined ? before.note : change.note.trim();
  if (note.length > longestNote)
    throw new Failure('invalid-input', `A note of ${note.length} characters is too long.`, {
      advice: `Keep it within ${longestNote} characters.`,
    });
  const kept = before.tags.filter((tag) => change.removeTags?.includes(tag) !== true);
  const tags = [...new Set([...kept, ...added.filter((tag) => !record.tags.includes(tag))])];
  const starred = change.starred ?? before.starred;
  transaction.run(
    `INSERT INTO annotation (run_id, starred, tags, note) VALUES (?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET starred = excluded.starred, tags = excluded.tags, note = excluded.note`,
    id,
    starred ? 1 : 0,
    JSON.stringify(tags),
    note,
  );
  transaction.run(
    'UPDATE run SET summary = ?, changed = (SELECT value + 1 FROM revision) WHERE id = ?',
    JSON.stringify(summariseRun(record, { starred, tags, note })),
    id,
  );
}

/** Takes a run out of the lists, or brings it back. */
export function setDeleted(transaction: Transaction, id: string, time: number | undefined): void {
  transaction.run(
    'UPDATE run SET deleted_at = ?, changed = (SELECT value + 1 FROM revision) WHERE id = ?',
    time === undefined ? null : Math.trunc(time),
    id,
  );
}

/** The runs that were discarded before a time. */
export function discardedBefore(transaction: Transaction, time: number): readonly string[] {
  return transaction.column('SELECT id FROM run WHERE deleted_at < ?', Math.trunc(time)).map(String);
}

function annotationOf(transaction: Transaction, id: string): RunAnnotation {
  const [row] = transaction.rows('SELECT starred, tags, note FROM annotation WHERE run_id = ?', id);
  if (row === undefined) return noAnnotation;
  const annotation = readAnnotation(row);
  if (annotation === undefined) throw new DamagedHistory(`The stored tags of run ${id} are damaged.`);
  return annotation;
}

/** What people say of a run by its row; undefined where that is damaged. */
export function readAnnotation(row: unknown): RunAnnotation | undefined {
  const read = annotationRowSchema.safeParse(row);
  return read.success ? read.data : undefined;
}

const annotationRowSchema = z.object({
  starred: z.number().transform((starred) => starred === 1),
  note: z.string(),
  tags: z.string().transform((text, context) => {
    try {
      return z.array(z.string()).parse(JSON.parse(text));
    } catch {
      context.addIssue('It is no list of texts.');
      return z.NEVER;
    }
  }),
});

function keptValues(transaction: Transaction, id: string): RunValues | undefined {
  const text = transaction.value('SELECT value FROM run_values WHERE run_id = ?', id);
  return text === undefined ? undefined : (parseStored(String(text), `the columns of run ${id}`) as RunValues);
}

/** Of a run that was stored by an earlier version. One whose record cannot be read has none. */
function derivedValues(transaction: Transaction, id: string): RunValues {
  const text = String(transaction.value('SELECT record FROM run WHERE id = ?', id));
  let read: z.ZodSafeParseResult<RunRecord>;
  try {
    read = runRecordSchema.safeParse(JSON.parse(text));
  } catch {
    // Whoever opens the run is told that it is damaged.
    return {};
  }
  const values = read.success ? runValues(read.data) : {};
  storeValues(transaction, id, values);
  return values;
}

function storeValues(transaction: Transaction, id: string, values: RunValues): void {
  transaction.run(
    'INSERT INTO run_values (run_id, value) VALUES (?, ?) ON CONFLICT (run_id) DO UPDATE SET value = excluded.value',
    id,
    JSON.stringify(values),
  );
}

function summariesOf(transaction: Transaction, rows: readonly unknown[]): readonly RunSummary[] {
  const texts = completeRows(transaction, rows as readonly { readonly id: string; readonly summary: string }[]);
  return texts.map((text) => parseStored(text, 'the list of runs') as RunSummary);
}
