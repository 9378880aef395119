import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { FailureReason } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { Money } from '#core/runs/jobCharge.ts';

export type { Money } from '#core/runs/jobCharge.ts';

/**
 * A piece of work for a backend: bound circuits (no free parameters) that measure into bits, each run with the same number
 * of shots. With observables it is work for an estimator: the circuits measure nothing, and mean values are asked for.
 */
export interface BackendJob {
  /** Our idempotency key; also the job's name at the provider. */
  readonly key: string;
  readonly circuits: readonly Circuit[];
  /** Of an estimator: for every measurement basis, so that the standard error of a product of Paulis is at most 1/√shots. */
  readonly shots: number;
  readonly seed?: number;
  /** For each circuit, what its mean values are asked of. Only for a backend that {@link Backend.takesObservables}. */
  readonly observables?: readonly (readonly PauliSum[])[];
}

/** Enough to find a job again from another process, unless jobs end with the process; plain JSON. */
export interface JobHandle {
  readonly backend: string;
  readonly id: string;
}

export type JobStatus =
  | { readonly state: 'queued'; readonly position?: number; readonly expectedWait?: number }
  | { readonly state: 'running' }
  | { readonly state: 'completed' }
  /** `reason` is `invalid-circuit` unless the code tells another, `advice` that of the reason unless something better is known. */
  | {
      readonly state: 'failed';
      readonly code: string;
      readonly message: string;
      readonly reason?: FailureReason;
      readonly advice?: string;
    }
  | { readonly state: 'cancelled' };

/**
 * Of one circuit: probabilities (exact or from shots), and counts where the provider gives shots. Keys are its bits, all
 * `bitCount` of them, each a 0 or 1, the last one leftmost.
 */
export interface CircuitOutcome {
  readonly probabilities: Readonly<Record<string, number>>;
  readonly counts?: Readonly<Record<string, number>>;
  /** The keys of all shots in the order in which they were taken, where the provider tells and the job is short. */
  readonly shots?: readonly string[];
}

/** A mean value as it was estimated. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

export interface JobResult {
  /** Empty for a job with observables. */
  readonly outcomes: readonly CircuitOutcome[];
  /** For each circuit of a job with observables, one for each of them. */
  readonly estimates?: readonly (readonly Estimate[])[];
  readonly cost?: Money;
  /** Milliseconds. */
  readonly queueTime?: number;
  readonly executionTime?: number;
}

/** How a job ends. */
export type EndedState = Extract<JobStatus['state'], 'completed' | 'failed' | 'cancelled'>;

/** What a job has used and was charged, as far as it is told. */
export interface JobUse extends Pick<JobResult, 'cost' | 'executionTime'> {
  /** Where the cost is from, and how it came about, when it is not the provider's figure for this job. */
  readonly rule?: { readonly source: string; readonly arithmetic: string };
}

export type DeviceKind = 'simulator' | 'emulator' | 'hardware';
export type DeviceStatus = 'available' | 'unavailable' | 'unknown';

/** What a device costs, as its provider publishes it; each part that is there is charged. */
export interface DevicePrice {
  readonly perTask?: Money;
  readonly perShot?: Money;
  /** Of the time on the device. */
  readonly perSecond?: Money;
  /** The date the price is known to be valid at, ISO 8601. */
  readonly asOf: string;
  /** Where it is published: an address, or the name of the interface that told it. */
  readonly source: string;
}

/** A device of a provider as a list of devices shows it. */
export interface DeviceSummary {
  /** What a configuration names it by. */
  readonly device: string;
  /** As people call it, where that is different. */
  readonly title?: string;
  readonly kind: DeviceKind;
  readonly qubits?: number;
  readonly status: DeviceStatus;
  /** Why it is unavailable or what else to know, in the provider's words. */
  readonly notice?: string;
  /** Jobs waiting. */
  readonly queueLength?: number;
  /** Milliseconds a job submitted now would wait. */
  readonly queueTime?: number;
  readonly price?: DevicePrice;
}

export interface BackendDescription extends DeviceSummary {
  readonly id: string;
  readonly adapter: string;
  readonly qubits: number;
  /** Of the device, lower case, by the names of OpenQASM's standard library where they are there; empty if not known. */
  readonly gates: readonly string[];
  /** Pairs of qubits that gates on two can act on, in this order; absent where all pairs can. */
  readonly couplings?: readonly (readonly [number, number])[];
  /** `device-circuit`: submitted circuits must consist of the device's gates on its couplings; nobody compiles them there. */
  readonly takes: 'any-circuit' | 'device-circuit';
  /** Whether circuits may measure in the middle and act on what was measured. */
  readonly takesFeedback?: boolean;
  readonly maximumShots?: number;
  readonly maximumCircuits?: number;
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
  /** Absent where no price is known; then `arithmetic` says why, and what can be said instead. */
  readonly cost?: Money;
  /** The date the price is valid for, ISO 8601. */
  readonly asOf: string;
  /** Where the price is from: an address, or the name of the interface that told it. */
  readonly source: string;
  /** How the figure came about, e.g. `100 shots × 24 two-qubit gates × 0.000975 USD`. */
  readonly arithmetic: string;
  /** Milliseconds. */
  readonly expectedWait?: number;
  /** How long the job is expected to be charged for, in milliseconds, and how that came about; absent where nobody can tell. */
  readonly chargedTime?: { readonly duration: number; readonly arithmetic: string };
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
  /** What the configuration names the device by; absent where that is the usual one. */
  readonly device?: string | undefined;
  /**
   * Jobs run in what this process has started and are known here only: after its end, however it came about, they are gone.
   * They cost nothing, so that a job which is not found any more is submitted again.
   */
  readonly jobsEndWithProcess?: boolean;
  /** Whether it has an estimator for jobs with observables, beside the sampler for all others. */
  readonly takesObservables?: boolean;
  /** What is said of how to run a job beside its circuits, in the provider's words: plain JSON; undefined where nothing is. */
  jobOptions?(job: BackendJob): Readonly<Record<string, unknown>> | undefined;
  /** All devices that the same account can reach, this one among them. */
  devices(signal: CancellationSignal): Promise<readonly DeviceSummary[]>;
  describe(signal: CancellationSignal): Promise<BackendDescription>;
  /** Undefined for a device without; absent where the provider tells none. */
  calibration?(signal: CancellationSignal): Promise<DeviceCalibration | undefined>;
  estimate(job: BackendJob, signal: CancellationSignal): Promise<CostEstimate>;
  submit(job: BackendJob, signal: CancellationSignal): Promise<JobHandle>;
  /** The job submitted under this key, if it reached the provider: asked after a broken submission, never to submit twice. */
  find(key: string, signal: CancellationSignal): Promise<JobHandle | undefined>;
  status(handle: JobHandle, signal: CancellationSignal): Promise<JobStatus>;
  /** Resolves when the job has ended in whatever way; absent where that has to be asked for again and again. */
  ended?(handle: JobHandle, signal: CancellationSignal): Promise<void>;
  /** @param circuits what was submitted; of a job from elsewhere, which has none, bits are as its provider numbers them */
  result(handle: JobHandle, circuits: readonly Circuit[] | undefined, signal: CancellationSignal): Promise<JobResult>;
  /** Of a job that has ended so, without its result; absent where only the result tells. */
  charged?(handle: JobHandle, ended: EndedState, signal: CancellationSignal): Promise<JobUse>;
  cancel(handle: JobHandle, signal: CancellationSignal): Promise<void>;
  test(signal: CancellationSignal): Promise<BackendCheck>;
  /** Gives up what is kept at the provider for the jobs of a run, such as a session; absent where nothing is. */
  close?(signal: CancellationSignal): Promise<void>;
}
