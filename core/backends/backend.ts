import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** A piece of work for a backend: bound circuits (no free parameters), each run with the same number of shots. */
export interface BackendJob {
  /** Our idempotency key; also the job's name at the provider. */
  readonly key: string;
  readonly circuits: readonly Circuit[];
  readonly shots: number;
  readonly seed?: number;
}

/** Enough to find a job again from another process; plain JSON. */
export interface JobHandle {
  readonly backend: string;
  readonly id: string;
}

export type JobStatus =
  | { readonly state: 'queued'; readonly position?: number; readonly expectedWait?: number }
  | { readonly state: 'running' }
  | { readonly state: 'completed' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string }
  | { readonly state: 'cancelled' };

/** Per circuit: probabilities (exact or from shots) and counts where the provider gives shots. Keys: basis index as a decimal string, qubit 0 least significant. */
export interface CircuitOutcome {
  readonly probabilities: Readonly<Record<string, number>>;
  readonly counts?: Readonly<Record<string, number>>;
}

export interface JobResult {
  readonly outcomes: readonly CircuitOutcome[];
  readonly cost?: Money;
  /** Milliseconds. */
  readonly queueTime?: number;
  readonly executionTime?: number;
}

export interface BackendDescription {
  readonly id: string;
  readonly adapter: string;
  readonly kind: 'simulator' | 'emulator' | 'hardware';
  readonly device: string;
  readonly qubits: number;
  readonly status: 'available' | 'unavailable' | 'unknown';
  readonly gates: readonly string[];
  readonly maximumShots?: number;
  /** Milliseconds. */
  readonly queueTime?: number;
  readonly version: string;
}

/** The state of a device as its provider last measured it. */
export interface DeviceCalibration {
  /** The provider's name of it. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly calibratedAt?: number;
  /** What was measured, as the provider gives it: plain JSON. */
  readonly values: unknown;
}

export interface CostEstimate {
  readonly cost: Money;
  /** The date the price is valid for, ISO 8601. */
  readonly asOf: string;
  /** How the figure came about, e.g. `100 shots × 24 two-qubit gates × 0.000975 USD`. */
  readonly arithmetic: string;
  /** Milliseconds. */
  readonly expectedWait?: number;
}

export interface BackendCheck {
  readonly ok: boolean;
  /** A sentence a person can act on. */
  readonly message: string;
}

/**
 * One device of one provider. Every method can be cancelled and fails with a Failure whose reason is one of
 * `auth`, `quota`, `offline`, `invalid-circuit`, `backend-down`, `timeout`, `cancelled`, `unknown`.
 */
export interface Backend {
  readonly id: string;
  describe(signal: CancellationSignal): Promise<BackendDescription>;
  /** Undefined for a device without; absent where the provider tells none. */
  calibration?(signal: CancellationSignal): Promise<DeviceCalibration | undefined>;
  estimate(job: BackendJob, signal: CancellationSignal): Promise<CostEstimate>;
  submit(job: BackendJob, signal: CancellationSignal): Promise<JobHandle>;
  /** The job submitted under this key, if it reached the provider: asked after a broken submission, never to submit twice. */
  find(key: string, signal: CancellationSignal): Promise<JobHandle | undefined>;
  status(handle: JobHandle, signal: CancellationSignal): Promise<JobStatus>;
  result(handle: JobHandle, signal: CancellationSignal): Promise<JobResult>;
  cancel(handle: JobHandle, signal: CancellationSignal): Promise<void>;
  test(signal: CancellationSignal): Promise<BackendCheck>;
}
