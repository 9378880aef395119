import type { Backend } from '#core/backends/backend.ts';
import { createIonqBackend, type IonqBackendOptions } from '#core/backends/ionq/ionqBackend.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import { heldSecret } from '../../backends/heldSecret.ts';
import { type IonqEmulator, startIonqEmulator } from './ionqEmulator.ts';

const key = 'planted-ionq-key-77c2';

/** An emulator whose jobs are completed as soon as they arrive. */
export async function startEagerIonqEmulator(): Promise<IonqEmulator> {
  const emulator = await startIonqEmulator({ keys: [key] });
  emulator.eager = true;
  return emulator;
}

/** The adapter of IonQ on {@link startEagerIonqEmulator}, by the clock of this machine. */
export function emulatedIonqBackend(
  emulator: IonqEmulator,
  device: string,
  options: Partial<IonqBackendOptions> = {},
): Backend {
  return createIonqBackend({
    id: 'cloud',
    device,
    endpoint: emulator.url,
    credential: 'ionq',
    http: createHttpClient(),
    clock: systemClock,
    secrets: heldSecret(key),
    ...options,
  });
}
