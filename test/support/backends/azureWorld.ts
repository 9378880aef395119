import type { AccessToken, AccessTokenRequest } from '#core/backends/accessTokens.ts';
import { type AzureBackendOptions, createAzureBackend } from '#core/backends/azure/azureBackend.ts';
import type { Backend, BackendJob } from '#core/backends/backend.ts';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type AzureEmulator, emulatedWorkspace, startAzureEmulator } from '../emulators/azure/azureEmulator.ts';

/** A key that tests look for where it must not be. */
export const plantedKey = 'planted-azure-key-77c2';

/** A clock that stands still, whose sleeps take no time and are written down. */
export function recordingClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.parse('2026-08-20T00:00:00Z'),
    monotonic: () => 0,
    sleep: async (milliseconds: number, signal: CancellationSignal) => {
      sleeps.push(milliseconds);
      if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
    },
  };
}

/** An emulated workspace and backends in it. */
export interface AzureWorld {
  readonly emulator: AzureEmulator;
  readonly clock: ReturnType<typeof recordingClock>;
  /** A backend on a target, with the planted key unless told otherwise. */
  backend(device: string, changes?: Partial<AzureBackendOptions>): Backend;
  /** A backend whose tokens are these, one after the other, and what was asked for them. */
  signedIn(device: string, tokens: (AccessToken | undefined)[]): Backend & { readonly asked: AccessTokenRequest[] };
}

export async function azureWorld(): Promise<AzureWorld> {
  const emulator = await startAzureEmulator({ keys: [plantedKey] });
  const clock = recordingClock();
  const usual = {
    id: 'cloud',
    workspace: emulatedWorkspace.resourceId,
    location: 'eastus',
    endpoint: emulator.url,
    http: createHttpClient(),
    clock,
    secrets: heldSecret(plantedKey),
    tokens: { accessToken: async () => undefined },
  };
  return {
    emulator,
    clock,
    backend: (device, changes = {}) => createAzureBackend({ ...usual, credential: 'azure', device, ...changes }),
    signedIn(device, tokens) {
      const asked: AccessTokenRequest[] = [];
      const accessToken = async (request: AccessTokenRequest) => {
        asked.push(request);
        return tokens.shift();
      };
      return Object.assign(createAzureBackend({ ...usual, device, tokens: { accessToken } }), { asked });
    },
  };
}

export function azureJob(circuits: readonly Circuit[], shots = 100): BackendJob {
  return { key: 'run-1-a', circuits, shots };
}

/** Takes a job to its end and tells the states it was seen in. */
export async function finished(backend: Backend, job: BackendJob) {
  const handle = await backend.submit(job, neverCancelled);
  const states: string[] = [];
  for (let poll = 0; poll < 20; poll++) {
    const status = await backend.status(handle, neverCancelled);
    states.push(status.state);
    if (status.state !== 'queued' && status.state !== 'running') return { handle, status, states };
  }
  throw new Error('The job did not end.');
}
