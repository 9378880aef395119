import type { Backend, BackendJob } from '#core/backends/backend.ts';
import { createIbmBackend, type IbmBackendOptions } from '#core/backends/ibm/ibmBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { fittedBackend, JobFitter } from '#runner/fittedBackend.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { controlled, gate, measure } from '../../circuitBuilder.ts';
import { emulatedInstance, type IbmEmulator } from './ibmEmulator.ts';

export const ibmKey = 'planted-ibm-key-7b2c';

/** A clock that stands until it is moved; sleeps take no time and are written down. */
export class MovedClock implements Clock {
  readonly sleeps: number[] = [];
  #moved = 0;

  advance(milliseconds: number): void {
    this.#moved += milliseconds;
  }

  now(): number {
    return Date.parse('2026-08-20T00:00:00Z') + this.#moved;
  }

  monotonic(): number {
    return this.#moved;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
  }
}

/** A backend on the emulator, over the real HTTP client. */
export function emulatedIbmBackend(
  emulator: IbmEmulator,
  options: Partial<IbmBackendOptions> = {},
  clock: Clock = new MovedClock(),
): Backend {
  return createIbmBackend({
    id: 'cloud',
    device: 'ibm_aarhus',
    instance: emulatedInstance,
    endpoint: emulator.url,
    tokenEndpoint: emulator.tokenUrl,
    credential: 'ibm',
    http: createHttpClient(),
    clock,
    secrets: heldSecret(ibmKey),
    ...options,
  });
}

/** The same for circuits of any gates, which are fitted to the device. */
export function fittedIbmBackend(
  emulator: IbmEmulator,
  options: Partial<IbmBackendOptions> = {},
  clock: Clock = new MovedClock(),
): Backend {
  const cloud = emulatedIbmBackend(emulator, options, clock);
  const target = async () => {
    const { couplings, device, gates, qubits } = await cloud.describe(neverCancelled);
    return deviceTarget({ name: device, qubitCount: qubits, gates, ...(couplings && { couplings }) });
  };
  return fittedBackend(cloud, new JobFitter({ target, level: 2, seed: 3 }));
}

/** A circuit on the first qubits of the device, each measured into the bit of its number. */
export function measuredOn(qubitCount: number, operations: readonly Operation[]): Circuit {
  return {
    qubitCount,
    bitCount: qubitCount,
    qubitRegisters: [{ name: '$', start: 0, size: qubitCount }],
    bitRegisters: [{ name: 'm', start: 0, size: qubitCount }],
    parameters: [],
    operations: [...operations, ...Array.from({ length: qubitCount }, (_, qubit) => measure(qubit, qubit))],
  };
}

/** x on qubit 0, and qubits 1 and 2 in (|00⟩ + |11⟩)/√2, in gates of `ibm_aarhus`: 001 and 111, half each. */
export const flippedPair: Circuit = measuredOn(3, [
  gate('x', 0),
  ...hadamard(1),
  ...hadamard(2),
  controlled(gate('z', 2), 1),
  ...hadamard(2),
]);

/** Up to the phase of the state. */
export function hadamard(qubit: number): Operation[] {
  return [gate('rz', qubit, Math.PI / 2), gate('sx', qubit), gate('rz', qubit, Math.PI / 2)];
}

export function ibmJob(circuits: readonly Circuit[], shots = 1000, key = 'run-1/a'): BackendJob {
  return { key, circuits, shots };
}
