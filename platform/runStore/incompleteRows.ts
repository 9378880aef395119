import type { Transaction } from './runDatabase.ts';

/** What rows of runs that earlier versions have stored lack, of their records; a damaged record leaves its row as it is. */
const completions = [
  `UPDATE run SET summary = json_set(summary, '$.failure', substr(json_extract(record, '$.failure.message'), 1, 200))
   WHERE id = ? AND json_valid(record) AND json_type(record, '$.failure.message') = 'text'`,
  `UPDATE run SET summary = json_set(summary, '$.primaryMetric.better', (
     SELECT json_extract(metric.value, '$.better')
     FROM json_each(record, '$.result.contenders') AS contender, json_each(contender.value, '$.metrics') AS metric
     WHERE json_extract(contender.value, '$.role') = 'hybrid'
       AND json_extract(metric.value, '$.name') = json_extract(summary, '$.primaryMetric.name')))
   WHERE id = ? AND json_valid(record) AND json_type(summary, '$.primaryMetric') = 'object'`,
  'DELETE FROM incomplete_row WHERE run_id = ?',
] as const;

/** The text of a row, which is completed first, for now and later, where an earlier version has stored it. */
export function completeRows(
  transaction: Transaction,
  rows: readonly { readonly id: string; readonly summary: string }[],
): readonly string[] {
  if (transaction.value('SELECT 1 FROM incomplete_row LIMIT 1') === undefined)
    return rows.map(({ summary }) => summary);
  return rows.map(({ id, summary }) => {
    if (transaction.value('SELECT 1 FROM incomplete_row WHERE run_id = ?', id) === undefined) return summary;
    for (const completion of completions) transaction.run(completion, id);
    return String(transaction.value('SELECT summary FROM run WHERE id = ?', id));
  });
}
