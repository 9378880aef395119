import * as z from 'zod';
import type { Backend } from '#core/backends/backend.ts';
import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { calibrationOfValues } from '#core/circuit/device/deviceFile.ts';
import type { ResolvedBackend, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { DeviceSnapshot, RunRecord, RunResult } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { type NamedBackend, pipelineBackend } from './runBackends.ts';
import type { RunExecution } from './runExecution.ts';

/** Where snapshots lie among the attachments of a run. */
export const snapshotFolder = 'calibration/';

const snapshotSchema = z.object({ backend: z.string(), time: z.number() });

/** What of a kept snapshot circuits are fitted by. */
const deviceSchema = z.object({
  backend: z.string(),
  description: z.object({
    device: z.string(),
    qubits: z.number(),
    gates: z.array(z.string()),
    couplings: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
  calibration: z.object({ values: z.unknown() }).optional(),
});

/**
 * Keeps what devices tell of themselves before the first job of a run goes to them: `tracking.calibrationSnapshot`, which
 * is on for hardware unless it is switched off, and always where circuits are fitted by it.
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
    try {
      await keepDevice(this.#execution, id, pipelineBackend(use), signal);
    } catch (thrown) {
      const { message, reason } = Failure.from(thrown);
      if (reason === 'cancelled' || reason === 'unreadable') throw thrown;
      this.#execution.report({ kind: 'warning', message: `The run keeps no calibration of ${id}: ${message}` });
    }
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

/**
 * What the circuits of a run have to be fitted to before a device takes them: by the first that the run has kept of the
 * device, so that a resumed run reads its jobs as they were submitted; undefined where the device takes any circuit.
 * @throws Failure of the device and of the store
 */
export async function keptTarget(
  execution: RunExecution,
  id: string,
  device: Backend,
  signal: CancellationSignal,
): Promise<TranspilerTarget | undefined> {
  const description = await device.describe(signal);
  if (description.takes === 'any-circuit') return undefined;
  const kept = (await keptDevices(execution)).find(({ backend }) => backend === id);
  const facts = kept ?? deviceSchema.parse(await keepDevice(execution, id, device, signal));
  return targetOf(facts);
}

/**
 * What a circuit has to be fitted to now before a device takes it; undefined where it takes any.
 * @throws Failure of the device
 */
export async function presentTarget(
  device: Backend,
  signal: CancellationSignal,
): Promise<TranspilerTarget | undefined> {
  const description = await device.describe(signal);
  return description.takes === 'any-circuit' ? undefined : await targetOfDevice(device, signal);
}

/**
 * What a circuit would be fitted to on a device, whether it has to be or not.
 * @param basis gates instead of those of the device
 * @throws Failure of the device, `invalid-input` where its gates are not known
 */
export async function targetOfDevice(
  device: Backend,
  signal: CancellationSignal,
  basis?: readonly string[],
): Promise<TranspilerTarget> {
  const description = await device.describe(signal);
  const calibration = await device.calibration?.(signal);
  return targetOf({ description, ...(calibration && { calibration }) }, basis);
}

/** What of a device circuits are fitted by. */
interface ToldDevice {
  readonly description: {
    readonly device: string;
    readonly qubits: number;
    readonly gates: readonly string[];
    readonly couplings?: readonly (readonly [number, number])[] | undefined;
  };
  readonly calibration?: { readonly values?: unknown } | undefined;
}

function targetOf({ calibration, description }: ToldDevice, basis?: readonly string[]): TranspilerTarget {
  const { couplings, device: name, gates, qubits: qubitCount } = description;
  const measured = calibration && calibrationOfValues(calibration.values);
  return deviceTarget(
    { name, qubitCount, gates, ...(couplings && { couplings }), ...(measured && { calibration: measured }) },
    basis,
  );
}

/** Stores what a device tells of itself now as an attachment of the run; durable when it resolves. */
export async function keepDevice(
  { runId, services, store, writer }: RunExecution,
  id: string,
  device: Backend,
  signal: CancellationSignal,
): Promise<unknown> {
  const description = await device.describe(signal);
  const calibration = await device.calibration?.(signal);
  const state = services.redactor.redactJson({
    backend: id,
    time: services.clock.now(),
    description,
    ...(calibration && { calibration }),
  });
  const text = `${JSON.stringify(state, null, 2)}\n`;
  const sha256 = await store.saveArtifact(new TextEncoder().encode(text));
  const { attachments = {} } = (await store.get(runId)) ?? {};
  writer.later((to, run) => to.update(run, { attachments: { ...attachments, [freeName(id, attachments)]: sha256 } }));
  await writer.settled();
  return state;
}

/** The devices of the snapshots of a run, the earliest first. */
async function keptDevices({ runId, store }: RunExecution): Promise<z.infer<typeof deviceSchema>[]> {
  const { attachments = {} } = (await store.get(runId)) ?? {};
  const found: z.infer<typeof deviceSchema>[] = [];
  for (const [name, sha256] of Object.entries(attachments)) {
    const bytes = name.startsWith(snapshotFolder) ? await store.loadArtifact(sha256) : undefined;
    const parsed = bytes && deviceSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed?.success) found.push(parsed.data);
  }
  return found;
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
