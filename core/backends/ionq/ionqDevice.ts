import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { IonqApi } from './ionqApi.ts';
import { type IonqDevice, ionqBackendSchema, ionqBackendsSchema } from './wire.ts';

/** States in which IonQ says that a device takes no jobs; whatever it may add to them is not refused. */
const closedStates: ReadonlySet<string> = new Set(['unavailable', 'offline', 'retired']);

/**
 * What IonQ tells of a device.
 * @throws Failure `not-found` with the devices there are, and as the interface
 */
export async function ionqDevice(api: IonqApi, device: string, signal: CancellationSignal): Promise<IonqDevice> {
  try {
    return await api.get(`/backends/${encodeURIComponent(device)}`, ionqBackendSchema, signal);
  } catch (thrown) {
    if (!Failure.is(thrown, 'not-found')) throw thrown;
    const devices = await api.get('/backends', ionqBackendsSchema, signal);
    throw new Failure('not-found', `IonQ has no device '${device}' for this account.`, {
      advice: `Use one of ${devices.map(({ backend }) => backend).join(', ')}.`,
      cause: thrown,
    });
  }
}

/**
 * That a device takes jobs, and has a qubit for each of the circuits.
 * @throws Failure `backend-down`, `invalid-circuit`
 */
export function requireTaking({ backend, qubits, status }: IonqDevice, circuits: readonly Circuit[]): void {
  if (closedStates.has(status)) {
    throw new Failure('backend-down', `${backend} is ${status} and takes no jobs now.`, {
      advice:
        status === 'retired'
          ? 'Configure another device ("hybridq backends devices" lists them).'
          : 'Try again later, or run on another device ("hybridq backends devices" lists them).',
    });
  }
  const widest = Math.max(0, ...circuits.map(({ qubitCount }) => qubitCount));
  if (widest <= qubits) return;
  throw new Failure('invalid-circuit', `The circuit has ${widest} qubits, and ${backend} has ${qubits}.`, {
    advice: 'Use fewer qubits, or a wider device ("hybridq backends devices" lists them).',
  });
}
