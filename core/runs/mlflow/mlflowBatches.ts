import type { MlflowEntry, MlflowMetric, MlflowRun } from './mlflowRun.ts';

/** What one `runs/log-batch` carries. */
export interface MlflowBatch {
  readonly metrics: readonly MlflowMetric[];
  readonly params: readonly MlflowEntry[];
  readonly tags: readonly MlflowEntry[];
}

/** Limits of MLflow's REST interface for one batch; `bytes` leaves room for the run's id and for JSON around the lists. */
const limits = { entries: 1000, params: 100, tags: 100, bytes: 900_000 };

type Item =
  | { readonly list: 'metrics'; readonly item: MlflowMetric }
  | { readonly list: 'params' | 'tags'; readonly item: MlflowEntry };

/** Everything of a run that is logged in batches, in as few as the limits allow when filled in order. */
export function mlflowBatches({ metrics, params, tags }: MlflowRun): MlflowBatch[] {
  const items: Item[] = [
    ...tags.map((item): Item => ({ list: 'tags', item })),
    ...params.map((item): Item => ({ list: 'params', item })),
    ...metrics.map((item): Item => ({ list: 'metrics', item })),
  ];
  const batches: { metrics: MlflowMetric[]; params: MlflowEntry[]; tags: MlflowEntry[]; bytes: number }[] = [];
  for (const added of items) {
    const bytes = new TextEncoder().encode(JSON.stringify(added.item)).length + 1;
    let batch = batches.at(-1);
    const isFull =
      batch !== undefined &&
      (batch.metrics.length + batch.params.length + batch.tags.length >= limits.entries ||
        batch.bytes + bytes > limits.bytes ||
        (added.list === 'params' && batch.params.length >= limits.params) ||
        (added.list === 'tags' && batch.tags.length >= limits.tags));
    if (batch === undefined || isFull) {
      batch = { metrics: [], params: [], tags: [], bytes: 0 };
      batches.push(batch);
    }
    batch.bytes += bytes;
    if (added.list === 'metrics') batch.metrics.push(added.item);
    else batch[added.list].push(added.item);
  }
  return batches.map((batch) => ({ metrics: batch.metrics, params: batch.params, tags: batch.tags }));
}
