import * as z from 'zod';
import type { ContenderResult, RunRecord } from '#core/runs/runRecord.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

/** A run of a pipeline as the store keeps it, with its jobs at providers. */
export interface RecordedRun {
  readonly record: RunRecord;
  readonly jobs: readonly StoredJob[];
}

/** The kinds of place a circuit runs at; `classical` when no circuit ran. */
export type PlaceKind = 'simulator' | 'emulator' | 'hardware' | 'classical';

const chosenBackends = z.looseObject({
  execution: z.looseObject({ quantum: z.looseObject({ state: z.string() }) }).optional(),
  backends: z.record(z.string(), z.looseObject({ kind: z.enum(['simulator', 'emulator', 'hardware']) })),
});

/** Where the circuits of a run were to go first: the kind of the backend its chain begins with, if that is known; `classical` when the quantum step was switched off. */
export function intendedKind({ record }: RecordedRun): PlaceKind | undefined {
  const chosen = chosenBackends.safeParse(record.configuration);
  if (!chosen.success) return usedKind({ record });
  if (chosen.data.execution?.quantum.state === 'disabled') return 'classical';
  return Object.hasOwn(chosen.data.backends, record.backend) ? chosen.data.backends[record.backend]?.kind : undefined;
}

/** Where the circuits of a run were computed in the end; undefined for a run without a result. */
export function usedKind({ record }: Pick<RecordedRun, 'record'>): PlaceKind | undefined {
  return record.result === undefined ? undefined : (record.result.quantum?.kind ?? 'classical');
}

/** Whether the run ended with a result. */
export function hasSucceeded({ record }: RecordedRun): boolean {
  return record.state === 'succeeded' && record.result !== undefined;
}

/** Whether the run ended in a way that says something of reliability; a person or a gate that ends it does not. */
export function hasEnded({ record }: RecordedRun): boolean {
  if (record.failure?.reason === 'gate') return false;
  return record.state === 'succeeded' || record.state === 'failed' || record.state === 'stopped';
}

/** The row of a run that its quantum step has answered: in shadow, the one beside the classical answer. */
export function quantumAnswer({ result }: RunRecord): ContenderResult | undefined {
  const contenders = result?.contenders ?? [];
  return contenders.find(({ id }) => id === 'shadow') ?? contenders.find(({ role }) => role === 'hybrid');
}
