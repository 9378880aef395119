import * as z from 'zod';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import type { RecordedDevice } from '#core/pipeline/analysis/recordedEvidence.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { snapshotFolder } from './deviceSnapshots.ts';

/** As far as it is read; see `DeviceSnapshots.take`. */
const snapshotSchema = z.object({
  backend: z.string(),
  time: z.number(),
  description: z.object({
    device: z.string(),
    qubits: z.number(),
    maximumShots: z.number().optional(),
    version: z.string(),
  }),
  calibration: z.object({ calibratedAt: z.number().optional() }).optional(),
});

/** The newest snapshots that runs have kept of the devices they used, one per backend. */
export async function recordedDevices(store: RunStore, runs: readonly RecordedRun[]): Promise<RecordedDevice[]> {
  const devices = new Map<string, RecordedDevice>();
  for (const { record } of runs) {
    for (const [name, sha256] of Object.entries(record.attachments ?? {})) {
      const bytes = name.startsWith(snapshotFolder) ? await store.loadArtifact(sha256) : undefined;
      const parsed = bytes && snapshotSchema.safeParse(jsonOf(bytes));
      if (!parsed?.success) continue;
      const { backend, calibration, description, time: seenAt } = parsed.data;
      const known = devices.get(backend);
      if (known !== undefined && known.seenAt >= seenAt) continue;
      const calibratedAt = calibration?.calibratedAt;
      devices.set(backend, {
        backend,
        seenAt,
        ...description,
        ...(calibratedAt === undefined ? {} : { calibratedAt }),
      });
    }
  }
  return [...devices.values()];
}

/** A damaged artifact tells nothing. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
