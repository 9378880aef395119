import * as z from 'zod';
import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { ResolvedBackend, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { DeviceSnapshot, RunRecord, RunResult } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { type NamedBackend, pipelineBackend } from './runBackends.ts';
import type { RunExecution } from './runExecution.ts';

/** Where snapshots lie among the attachments of a run. */
export const snapshotFolder = 'calibration/';

const snapshotSchema = z.object({ backend: z.string(), time: z.number() });

/**
 * Keeps what devices tell of themselves before the first job of a run goes to them: `tracking.calibrationSnapshot`, which
 * is on for hardware unless it is switched off.
 */
export class DeviceSnapshots {
  readonly #execution: RunExecution;
  readonly #pipeline: ResolvedPipeline;

  constructor(execution: RunExecution, pipeline: ResolvedPipeline) {
    this.#execution = execution;
    this.#pipeline = pipeline;
  }

  #isWanted({ kind }: ResolvedBackend): boolean {
    return this.#pipeline.tracking?.calibrationSnapshot ?? kind === 'hardware';
  }

  /**
   * Stores a snapshot of a device; it is durable when the promise resolves. A device that does not tell leaves a warning.
   * @throws Failure `cancelled`, and those of the store
   */
  async take(use: NamedBackend, signal: CancellationSignal): Promise<void> {
    const { backend, id } = use;
    if (backend.adapter === builtinAdapter || !this.#isWanted(backend)) return;
    const { report, runId, services, store, writer } = this.#execution;
    let state: unknown;
    try {
      const device = pipelineBackend(use);
      const description = await device.describe(signal);
      const calibration = await device.calibration?.(signal);
      state = { backend: id, time: services.clock.now(), description, ...(calibration && { calibration }) };
    } catch (thrown) {
      const { message, reason } = Failure.from(thrown);
      if (reason === 'cancelled') throw thrown;
      report({ kind: 'warning', message: `The run keeps no calibration of ${id}: ${message}` });
      return;
    }
    const text = `${JSON.stringify(services.redactor.redactJson(state), null, 2)}\n`;
    const sha256 = await store.saveArtifact(new TextEncoder().encode(text));
    const { attachments = {} } = (await store.get(runId)) ?? {};
    writer.later((to, run) => to.update(run, { attachments: { ...attachments, [freeName(id, attachments)]: sha256 } }));
    await writer.settled();
  }

  /** The result with the snapshots of the run, those of an interrupted part of it included. */
  async linkedTo(result: RunResult): Promise<RunResult> {
    const record = await this.#execution.store.get(this.#execution.runId);
    if (record === undefined || result.quantum === undefined) return result;
    const calibration = [...(await storedSnapshots(record, this.#execution.store)), ...this.#emulated(record)];
    return calibration.length === 0 ? result : { ...result, quantum: { ...result.quantum, calibration } };
  }

  /** Devices that are emulated after a calibration file, which is kept with the inputs. */
  #emulated({ createdAt, inputs }: RunRecord): DeviceSnapshot[] {
    const { backends, execution } = this.#pipeline;
    return execution.chain.flatMap(({ backend: id }) => {
      const backend = Object.hasOwn(backends, id) ? backends[id] : undefined;
      const sha256 = backend?.noise?.from === undefined ? undefined : inputs[backend.noise.from];
      return backend && sha256 !== undefined && this.#pipeline.tracking?.calibrationSnapshot === true
        ? [{ backend: id, time: createdAt, sha256 }]
        : [];
    });
  }
}

/** What was kept of devices before jobs of a run. */
export async function storedSnapshots(
  { attachments = {} }: Pick<RunRecord, 'attachments'>,
  store: RunStore,
): Promise<DeviceSnapshot[]> {
  const snapshots: DeviceSnapshot[] = [];
  for (const [name, sha256] of Object.entries(attachments)) {
    const bytes = name.startsWith(snapshotFolder) ? await store.loadArtifact(sha256) : undefined;
    const parsed = bytes && snapshotSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed?.success) snapshots.push({ ...parsed.data, sha256 });
  }
  return snapshots.sort((one, other) => one.time - other.time);
}

/** A resumed run may take another snapshot of the same device. */
function freeName(backend: string, attachments: Readonly<Record<string, string>>): string {
  const plain = `${snapshotFolder}${backend}.json`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${snapshotFolder}${backend}-${number}.json`;
    if (!Object.hasOwn(attachments, name)) return name;
  }
}
