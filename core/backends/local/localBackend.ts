import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { fitsVersionPattern } from '#core/base/versionPattern.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CostEstimate,
  DeviceSummary,
  JobHandle,
  JobResult,
} from '../backend.ts';
import type { LocalConfiguration } from '../backendConfiguration.ts';
import { type LocalCircuit, localCircuit } from './localCircuit.ts';
import type { LocalJobs } from './localJobs.ts';
import { gatesOf, type LocalDevice, type LocalPackage, localPackages, mostQubits } from './localPackages.ts';
import type { LocalInstallation } from './localSdk.ts';

export interface LocalBackendOptions extends LocalConfiguration {
  readonly clock: Clock;
  readonly jobs: LocalJobs;
}

const maximumShots = 1_000_000;
const maximumCircuits = 500;

/**
 * A simulator of a Python package on this machine. Its jobs run in what this process has started, so they end with it: a
 * job that is not known any more is submitted again, which costs nothing.
 * @throws Failure `invalid-input` for a device the package does not have
 */
export function createLocalBackend(options: LocalBackendOptions): Backend {
  const { adapter, clock, id, interpreter, jobs } = options;
  const { sdk } = jobs;
  const local = localPackages[adapter];
  const device = deviceOf(options, local);
  const most = mostQubits(device, sdk.memory);
  const names = local.distributions.map(({ name }) => name);

  async function installed(signal: CancellationSignal): Promise<LocalInstallation> {
    const installation = await sdk.installation(interpreter, names, signal);
    requireDistributions(local, installation);
    return installation;
  }

  async function run(job: BackendJob, signal: CancellationSignal): Promise<JobResult> {
    const circuits = job.circuits.map((circuit) => localCircuit(circuit, adapter));
    const work = {
      adapter,
      device: device.device,
      shots: job.shots,
      circuits: circuits.map(({ program }, index) => ({
        program,
        ...(job.seed === undefined ? {} : { seed: deriveSeed(job.seed, 'circuit', index) >>> 1 }),
      })),
    };
    const { counts, duration } = await sdk.run(interpreter, work, signal);
    return {
      outcomes: circuits.map(({ read }, index) => outcomeOf(counts[index] ?? {}, read, job.shots)),
      cost: { amount: 0, currency: 'USD' },
      queueTime: 0,
      executionTime: duration,
    };
  }

  return {
    id,
    device: device.device,
    jobsEndWithProcess: true,

    async devices(signal): Promise<readonly DeviceSummary[]> {
      let notice: string | undefined;
      try {
        await installed(signal);
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (failure.reason === 'cancelled') throw failure;
        notice = describeFailure(failure);
      }
      return local.devices.map((each) => summaryOf(each, sdk.memory, notice));
    },

    async describe(signal): Promise<BackendDescription> {
      const { distributions, version } = await installed(signal);
      return {
        ...summaryOf(device, sdk.memory, undefined),
        id,
        adapter,
        qubits: most,
        gates: gatesOf(device),
        takes: 'any-circuit',
        takesFeedback: device.measuresAtEndOnly === undefined,
        maximumShots,
        maximumCircuits,
        version: `${names.map((name) => `${name} ${distributions[name] ?? ''}`).join(', ')}, Python ${version}`,
      };
    },

    async estimate(): Promise<CostEstimate> {
      return {
        cost: { amount: 0, currency: 'USD' },
        asOf: new Date(clock.now()).toISOString().slice(0, 10),
        source: 'this machine',
        arithmetic: `${local.title} simulates on this machine, free of charge.`,
      };
    },

    async submit(job, signal): Promise<JobHandle> {
      checkJob(job, device, local, most);
      // What cannot be run is refused here, before a package is loaded.
      for (const circuit of job.circuits) checkCircuit(localCircuit(circuit, adapter), device, local);
      await installed(signal);
      jobs.start(job.key, (cancelled) => run(job, cancelled));
      return { backend: id, id: job.key };
    },

    async find(key): Promise<JobHandle | undefined> {
      return jobs.knows(key) ? { backend: id, id: key } : undefined;
    },

    async status(handle) {
      return jobs.status(handle.id);
    },

    async ended(handle, signal): Promise<void> {
      await jobs.ended(handle.id, signal);
    },

    async result(handle, _circuits, signal): Promise<JobResult> {
      return await jobs.result(handle.id, signal);
    },

    async cancel(handle): Promise<void> {
      jobs.cancel(handle.id);
    },

    async test(signal): Promise<BackendCheck> {
      try {
        const { distributions, interpreter: file, version } = await installed(signal);
        await proveBits(options, device, signal);
        const packages = names.map((name) => `${name} ${distributions[name] ?? ''}`).join(', ');
        return {
          ok: true,
          message: `${local.title} runs circuits on ${device.device}, with ${packages} in Python ${version} at ${file}.`,
        };
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (failure.reason === 'cancelled') throw failure;
        return { ok: false, message: describeFailure(failure) };
      }
    },
  };
}

function deviceOf({ device, id }: LocalConfiguration, { devices, title }: LocalPackage): LocalDevice {
  if (device === undefined) return devices[0];
  const found = devices.find((each) => each.device === device);
  if (found !== undefined) return found;
  const known = devices.map((each) => each.device).join(', ');
  throw new Failure('invalid-input', `Backend '${id}' asks for the device '${device}', which ${title} does not have.`, {
    advice: `Use one of: ${known}.`,
  });
}

function summaryOf(device: LocalDevice, memory: number, notice: string | undefined): DeviceSummary {
  return {
    device: device.device,
    title: device.title,
    kind: 'simulator',
    qubits: mostQubits(device, memory),
    status: notice === undefined ? 'available' : 'unavailable',
    ...(notice === undefined ? { queueLength: 0, queueTime: 0 } : { notice }),
  };
}

/** @throws Failure `not-found` for a package that is missing, `unsupported` for one that is too old */
function requireDistributions({ distributions, title }: LocalPackage, installation: LocalInstallation): void {
  const { interpreter, version } = installation;
  const [main] = distributions;
  const where = `Python ${version} at ${interpreter}`;
  for (const { name, oldest } of distributions) {
    const found = installation.distributions[name];
    if (found === undefined) {
      throw new Failure('not-found', `${title} needs the package ${name}, which ${where} does not have.`, {
        advice: `Install it with “${interpreter} -m pip install ${main.name}”, or choose another interpreter.`,
      });
    }
    if (!fitsVersionPattern(found, `>=${oldest}`)) {
      throw new Failure('unsupported', `${title} needs ${name} ${oldest} or newer; ${where} has ${found}.`, {
        advice: `Update it with “${interpreter} -m pip install --upgrade ${name}”, or choose another interpreter.`,
      });
    }
  }
}

function checkJob({ circuits, shots }: BackendJob, device: LocalDevice, { title }: LocalPackage, most: number): void {
  const here = `${device.device} of ${title}`;
  if (circuits.length === 0 || circuits.length > maximumCircuits) {
    throw new Failure(
      'invalid-circuit',
      `${here} takes 1 to ${maximumCircuits} circuits a job, not ${circuits.length}.`,
      {
        advice: 'Split the work into several jobs.',
      },
    );
  }
  if (!Number.isInteger(shots) || shots < 1 || shots > maximumShots) {
    throw new Failure('invalid-circuit', `${here} takes 1 to ${maximumShots} shots, not ${shots}.`, {
      advice: 'Change the number of shots.',
    });
  }
  const widest = Math.max(...circuits.map(({ qubitCount }) => qubitCount));
  if (widest > most) {
    const memory = device.mostQubits === most ? '' : ' in the memory of this machine';
    throw new Failure('invalid-circuit', `The circuit has ${widest} qubits; ${here} simulates ${most}${memory}.`, {
      advice: 'Use fewer qubits, another device of the package, or a simulator of a provider.',
    });
  }
}

/** @throws Failure `invalid-circuit` for a measurement in the middle where the device takes none */
function checkCircuit({ program }: LocalCircuit, device: LocalDevice, { title }: LocalPackage): void {
  if (!device.measuresAtEndOnly || 'openqasm' in program || program.measuredAtEnd) return;
  throw new Failure('invalid-circuit', `${device.device} of ${title} measures at the end of a circuit only.`, {
    advice: 'Measure at the end, or use another device of the package.',
  });
}

/** Counts by bits of the circuit, and their shares. */
function outcomeOf(counted: Readonly<Record<string, number>>, read: (digits: string) => string, shots: number) {
  const counts: Record<string, number> = {};
  for (const [digits, count] of Object.entries(counted)) {
    const bits = read(digits);
    counts[bits] = (counts[bits] ?? 0) + count;
  }
  const probabilities = Object.fromEntries(Object.entries(counts).map(([bits, count]) => [bits, count / shots]));
  return { counts, probabilities };
}

/**
 * Loads the package and runs a circuit whose outcome is certain and not the same from both ends.
 * @throws Failure of `LocalSdk.run`, `unknown` for another outcome
 */
async function proveBits(
  { adapter, interpreter, jobs }: LocalBackendOptions,
  { device }: LocalDevice,
  signal: CancellationSignal,
): Promise<void> {
  const { program, read } = localCircuit(asymmetricCircuit, adapter);
  const work = { adapter, device, shots: 10, circuits: [{ program, seed: 1 }] };
  const { counts } = await jobs.sdk.run(interpreter, work, signal);
  const { counts: found } = outcomeOf(counts[0] ?? {}, read, 10);
  if (found['01'] === 10) return;
  throw new Failure('unknown', `${device} gave ${JSON.stringify(found)} where only 01 can be.`, {
    advice: 'Install the package anew, in a version that this product was made for.',
  });
}

/** An X on the first of two qubits. */
const asymmetricCircuit = {
  qubitCount: 2,
  bitCount: 2,
  qubitRegisters: [{ name: 'q', start: 0, size: 2 }],
  bitRegisters: [{ name: 'c', start: 0, size: 2 }],
  parameters: [],
  operations: [
    { kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [0] },
    { kind: 'measure', qubit: 0, bit: 0 },
    { kind: 'measure', qubit: 1, bit: 1 },
  ],
} as const;
