import type { RunRecord } from '#core/runs/runRecord.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

/** A run of a pipeline as the store keeps it, with its jobs at providers. */
export interface RecordedRun {
  readonly record: RunRecord;
  readonly jobs: readonly StoredJob[];
}

/** The kinds of place a circuit runs at; `classical` when no circuit ran. */
type PlaceKind = 'simulator' | 'emulator' | 'hardware' | 'classical';

/** Where the circuits of a run were computed in the end; undefined for a run without a result. */
export function usedKind({ record }: Pick<RecordedRun, 'record'>): PlaceKind | undefined {
  return record.result === undefined ? undefined : (record.result.quantum?.kind ?? 'classical');
}

/** Whether the run ended with a result. */
export function hasSucceeded({ record }: RecordedRun): boolean {
  return record.state === 'succeeded' && record.result !== undefined;
}

/** Whether the run ended in a way that says something of reliability; who cancels a run says nothing about it. */
export function hasEnded({ record }: RecordedRun): boolean {
  return record.state === 'succeeded' || record.state === 'failed' || record.state === 'stopped';
}
