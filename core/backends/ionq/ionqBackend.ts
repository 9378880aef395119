import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import { exportIonqCircuit, type IonqGate, ionqMaximumShots } from '#core/circuit/export/ionqJson.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CircuitOutcome,
  CostEstimate,
  DeviceCalibration,
  DeviceSummary,
  JobHandle,
  JobResult,
  JobStatus,
} from '../backend.ts';
import type { HttpClient } from '../http.ts';
import type { SecretSource } from '../secrets.ts';
import { IonqApi } from './ionqApi.ts';
import { ionqDevice, requireTaking } from './ionqDevice.ts';
import { ionqOutcome } from './ionqOutcome.ts';
import {
  type IonqDevice,
  type IonqJob,
  ionqAggregatedProbabilitiesSchema,
  ionqBackendsSchema,
  ionqCharacterizationsSchema,
  ionqCostSchema,
  ionqEstimateSchema,
  ionqJobListSchema,
  ionqJobSchema,
  ionqProbabilitiesSchema,
  ionqSubmissionSchema,
  ionqWhoamiSchema,
} from './wire.ts';

export interface IonqBackendOptions {
  /** The name the user gave this backend. */
  readonly id: string;
  /** IonQ's name of the device: `simulator`, `qpu.forte-1`, … */
  readonly device: string;
  readonly endpoint: string;
  readonly credential: string;
  /** Noise model of the cloud simulator; `ideal` unless given. */
  readonly noise?: string;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

const maximumCircuits = circuitLimits.ionq;

/** The seed is a signed number of 32 bits there. */
const largestSeed = 0x7fff_ffff;

const priceSource = 'IonQ, /jobs/estimate';

/** IonQ, reached directly through its REST API v0.4. */
export function createIonqBackend(options: IonqBackendOptions): Backend {
  const api = new IonqApi(options);
  const { device, id } = options;

  async function job(handle: JobHandle, signal: CancellationSignal): Promise<IonqJob> {
    return api.get(`/jobs/${encodeURIComponent(handle.id)}`, ionqJobSchema, signal);
  }

  return {
    id,

    async devices(signal): Promise<readonly DeviceSummary[]> {
      return (await api.get('/backends', ionqBackendsSchema, signal)).map(summaryOf);
    },

    async describe(signal): Promise<BackendDescription> {
      const info = await ionqDevice(api, device, signal);
      return {
        ...summaryOf(info),
        id,
        adapter: 'ionq',
        qubits: info.qubits,
        gates: info.supported_gates ?? [],
        takes: 'any-circuit',
        maximumShots: ionqMaximumShots,
        maximumCircuits,
        version: info.characterization_id ?? 'v0.4',
      };
    },

    async calibration(signal): Promise<DeviceCalibration | undefined> {
      const path = `/backends/${encodeURIComponent(device)}/characterizations?limit=1`;
      const { characterizations } = await api.get(path, ionqCharacterizationsSchema, signal);
      const [newest] = characterizations ?? [];
      if (newest === undefined) return undefined;
      const { date, id: name, ...values } = newest;
      const calibratedAt = date == null ? Number.NaN : new Date(date).getTime();
      return { id: name, ...(Number.isFinite(calibratedAt) ? { calibratedAt } : {}), values };
    },

    async estimate(backendJob, signal): Promise<CostEstimate> {
      const asOf = new Date(options.clock.now()).toISOString().slice(0, 10);
      if (device === 'simulator') {
        return {
          cost: { amount: 0, currency: 'USD' },
          asOf,
          source: priceSource,
          arithmetic: "IonQ's cloud simulator is free of charge.",
        };
      }
      let total = 0;
      let wait: number | undefined;
      const lines: string[] = [];
      for (const circuit of backendJob.circuits) {
        const counts = gateCounts(exportIonqCircuit(circuit));
        const query = queryText({
          backend: device,
          type: 'ionq.circuit.v1',
          qubits: circuit.qubitCount,
          shots: backendJob.shots,
          '1q_gates': counts.oneQubit,
          '2q_gates': counts.twoQubit,
          error_mitigation: false,
        });
        const estimate = await api.get(`/jobs/estimate?${query}`, ionqEstimateSchema, signal);
        const amount = estimate.estimated_total_cost ?? estimate.estimated_cost;
        if (amount == null) {
          return {
            asOf,
            source: priceSource,
            arithmetic: `IonQ quotes no price for ${device}: it depends on the contract. Ask IonQ, or set \`price\` for this backend.`,
            ...(estimate.current_predicted_queue_time == null
              ? {}
              : { expectedWait: estimate.current_predicted_queue_time }),
          };
        }
        total += amount;
        wait = estimate.current_predicted_queue_time ?? wait;
        lines.push(
          `${backendJob.shots} shots of ${counts.oneQubit} one-qubit and ${counts.twoQubit} two-qubit gates: ${amount} USD`,
        );
      }
      const shown = lines.length > 3 ? [...lines.slice(0, 3), `… ${lines.length} circuits in all`] : lines;
      return {
        cost: { amount: total, currency: 'USD' },
        asOf,
        source: priceSource,
        arithmetic: shown.join('; '),
        ...(wait === undefined ? {} : { expectedWait: wait }),
      };
    },

    async submit(backendJob, signal): Promise<JobHandle> {
      checkJob(backendJob);
      const body = submissionBody(backendJob, device, options.noise ?? 'ideal');
      requireTaking(await ionqDevice(api, device, signal), backendJob.circuits);
      const submission = await api.post('/jobs', body, ionqSubmissionSchema, signal);
      return { backend: id, id: submission.id };
    },

    async find(key, signal): Promise<JobHandle | undefined> {
      let next: string | undefined;
      do {
        const page: string = next === undefined ? '' : `&next=${encodeURIComponent(next)}`;
        const list = await api.get(
          `/jobs?target=${encodeURIComponent(device)}&limit=100${page}`,
          ionqJobListSchema,
          signal,
        );
        const match = list.jobs.find((candidate) => candidate.name === key);
        if (match) return { backend: id, id: match.id };
        next = list.next ?? undefined;
      } while (next !== undefined);
      return undefined;
    },

    async status(handle, signal): Promise<JobStatus> {
      return statusOf(await job(handle, signal));
    },

    async result(handle, circuits, signal): Promise<JobResult> {
      const finished = await job(handle, signal);
      const children = finished.child_job_ids ?? [];
      const path = `/jobs/${encodeURIComponent(handle.id)}/results/probabilities`;
      let outcomes: CircuitOutcome[];
      if (children.length > 0) {
        const all = await api.get(`${path}/aggregated`, ionqAggregatedProbabilitiesSchema, signal);
        outcomes = children.map((child, index) => {
          const probabilities = all[child];
          if (probabilities === undefined) {
            throw new Failure('unknown', `IonQ's result of job ${handle.id} lacks circuit ${child}.`, {
              advice: 'Fetch the result again; if it stays, submit the job anew.',
            });
          }
          return ionqOutcome(probabilities, circuits?.[index], finished.stats?.qubits);
        });
      } else {
        const probabilities = await api.get(path, ionqProbabilitiesSchema, signal);
        outcomes = [ionqOutcome(probabilities, circuits?.[0], finished.stats?.qubits)];
      }
      const cost = await api.get(`/jobs/${encodeURIComponent(handle.id)}/cost`, ionqCostSchema, signal);
      const charged = cost.cost ?? cost.estimated_cost;
      const submitted = Date.parse(finished.submitted_at ?? '');
      const started = Date.parse(finished.started_at ?? '');
      return {
        outcomes,
        ...(charged ? { cost: { amount: charged.value, currency: charged.unit.toUpperCase() } } : {}),
        ...(Number.isFinite(started - submitted) ? { queueTime: Math.max(0, started - submitted) } : {}),
        ...(finished.execution_duration_ms == null ? {} : { executionTime: finished.execution_duration_ms }),
      };
    },

    async cancel(handle, signal): Promise<void> {
      await api.put(`/jobs/${encodeURIComponent(handle.id)}/status/cancel`, signal);
    },

    async test(signal): Promise<BackendCheck> {
      const who = await api.get('/whoami', ionqWhoamiSchema, signal);
      const info = await ionqDevice(api, device, signal);
      const key = who.key_name ? `the key '${who.key_name}'` : 'the key';
      const message = `IonQ accepts ${key}; ${device} has ${info.qubits} qubits and is ${info.status}.`;
      return { ok: info.status === 'available', message };
    },
  };
}

function summaryOf({ average_queue_time: queueTime, backend, qubits, status }: IonqDevice): DeviceSummary {
  return {
    device: backend,
    kind: backend === 'simulator' ? 'simulator' : 'hardware',
    qubits,
    status: status === 'available' || status === 'unavailable' ? status : 'unknown',
    ...(queueTime == null ? {} : { queueTime }),
  };
}

function queryText(entries: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function checkJob(job: BackendJob): void {
  if (job.circuits.length === 0 || job.circuits.length > maximumCircuits) {
    throw new Failure(
      'invalid-circuit',
      `IonQ takes 1 to ${maximumCircuits} circuits a job, not ${job.circuits.length}.`,
      {
        advice: 'Split the work into several jobs.',
      },
    );
  }
  if (!Number.isInteger(job.shots) || job.shots < 1 || job.shots > ionqMaximumShots) {
    throw new Failure('invalid-circuit', `IonQ takes 1 to ${ionqMaximumShots} shots, not ${job.shots}.`, {
      advice: 'Change the number of shots.',
    });
  }
}

function submissionBody(job: BackendJob, device: string, noise: string): Record<string, unknown> {
  const circuits = job.circuits.map((circuit) => exportIonqCircuit(circuit));
  const qubits = Math.max(...job.circuits.map((circuit) => circuit.qubitCount));
  const [only = []] = circuits;
  const single = circuits.length === 1;
  return {
    type: single ? 'ionq.circuit.v1' : 'ionq.multi-circuit.v1',
    name: job.key,
    backend: device,
    shots: job.shots,
    input: {
      qubits,
      gateset: 'qis',
      ...(single ? { circuit: only } : { circuits: circuits.map((circuit, index) => ({ name: `${index}`, circuit })) }),
    },
    ...(device === 'simulator'
      ? { noise: { model: noise, ...(job.seed === undefined ? {} : { seed: job.seed & largestSeed }) } }
      : {}),
  };
}

/** IonQ's codes of failed jobs that are not about the circuit. */
const failureReasons: Readonly<Record<string, 'quota' | 'backend-down'>> = {
  ContractExpiredError: 'quota',
  QuotaExhaustedError: 'quota',
  UnknownBillingError: 'quota',
  InternalError: 'backend-down',
  PreflightError: 'backend-down',
  QuantumComputerError: 'backend-down',
  SimulationError: 'backend-down',
  SystemCancel: 'backend-down',
};

function statusOf(job: IonqJob): JobStatus {
  switch (job.status) {
    case 'completed':
      return { state: 'completed' };
    case 'canceled':
      return { state: 'cancelled' };
    case 'failed': {
      const message = job.failure?.message ?? job.failure?.error ?? 'IonQ gave no reason.';
      const code = job.failure?.code ?? 'unknown';
      const reason = failureReasons[code];
      return { state: 'failed', code, message, ...(reason === undefined ? {} : { reason }) };
    }
    case 'started':
      return { state: 'running' };
    default:
      // `submitted`, `ready`, and whatever IonQ may add before `started`.
      return {
        state: 'queued',
        ...(job.predicted_wait_time_ms == null ? {} : { expectedWait: job.predicted_wait_time_ms }),
      };
  }
}

function gateCounts(gates: readonly IonqGate[]): { oneQubit: number; twoQubit: number } {
  let oneQubit = 0;
  let twoQubit = 0;
  for (const gate of gates) {
    const width = gate.targets.length + (gate.controls?.length ?? 0);
    if (width === 1) oneQubit++;
    // A gate on k qubits compiles to at least 2k − 3 two-qubit gates.
    else twoQubit += 2 * width - 3;
  }
  return { oneQubit, twoQubit };
}
