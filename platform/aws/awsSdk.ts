import {
  BraketClient,
  type BraketClientConfig,
  CancelQuantumTaskCommand,
  CreateQuantumTaskCommand,
  GetDeviceCommand,
  GetQuantumTaskCommand,
  SearchDevicesCommand,
  SearchQuantumTasksCommand,
} from '@aws-sdk/client-braket';
import { GetObjectCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsAccess, AwsCall } from '#core/backends/braket/awsConnector.ts';
import { callerIdentity } from './callerIdentity.ts';

// A bundle of its own, loaded when the first call is made. It throws what the SDK throws and nothing of this project:
// classes of two bundles are not the same.

const connectionTimeout = 10_000;
const requestTimeout = 30_000;
const pageSize = 100;

interface Clients {
  readonly braket: BraketClient;
  readonly s3: S3Client;
}

/** Calls AWS through its SDK; one client for each service, region and identity. */
export class AwsSdk {
  readonly #clients = new Map<string, Clients>();
  readonly #protect: (secret: string) => void;

  /** @param protect hears the secret parts of keys before they are used */
  constructor(protect: (secret: string) => void) {
    this.#protect = protect;
  }

  async call(access: AwsAccess, call: AwsCall, abortSignal: AbortSignal): Promise<unknown> {
    const { braket, s3 } = this.#clientsOf(access);
    const options = { abortSignal };
    switch (call.operation) {
      case 'SearchDevices': {
        const { nextToken } = call;
        return await braket.send(new SearchDevicesCommand({ filters: [], maxResults: pageSize, nextToken }), options);
      }
      case 'GetDevice': {
        const device = await braket.send(new GetDeviceCommand({ deviceArn: call.deviceArn }), options);
        // The SDK's own kind of string.
        return { ...device, deviceCapabilities: String(device.deviceCapabilities) };
      }
      case 'CreateQuantumTask': {
        const { operation: _, ...input } = call;
        return await braket.send(new CreateQuantumTaskCommand(input), options);
      }
      case 'GetQuantumTask': {
        const { quantumTaskArn } = call;
        const input = { quantumTaskArn, additionalAttributeNames: ['QueueInfo' as const] };
        return await braket.send(new GetQuantumTaskCommand(input), options);
      }
      case 'SearchQuantumTasks': {
        const { deviceArn, nextToken } = call;
        const filters = [{ name: 'deviceArn', operator: 'EQUAL' as const, values: [deviceArn] }];
        return await braket.send(new SearchQuantumTasksCommand({ filters, maxResults: pageSize, nextToken }), options);
      }
      case 'CancelQuantumTask': {
        const { clientToken, quantumTaskArn } = call;
        return await braket.send(new CancelQuantumTaskCommand({ quantumTaskArn, clientToken }), options);
      }
      case 'GetObject': {
        const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: call.bucket, Key: call.key }), options);
        return { body: (await body?.transformToString()) ?? '' };
      }
      case 'HeadBucket':
        await s3.send(new HeadBucketCommand({ Bucket: call.bucket }), options);
        return {};
      case 'GetCallerIdentity':
        return await callerIdentity(braket, access, abortSignal);
    }
  }

  async usualRegion(profile: string | undefined): Promise<string | undefined> {
    try {
      return await new BraketClient(profile === undefined ? {} : { profile }).config.region();
    } catch {
      // Neither the environment nor the files of AWS name one.
      return undefined;
    }
  }

  #clientsOf(access: AwsAccess): Clients {
    const known = JSON.stringify(access);
    const clients = this.#clients.get(known) ?? clientsFor(access, this.#protect);
    this.#clients.set(known, clients);
    return clients;
  }
}

function clientsFor({ endpoint, keys, profile, region }: AwsAccess, protect: (secret: string) => void): Clients {
  const find = fromNodeProviderChain(profile === undefined ? {} : { profile });
  const common = {
    region,
    // Whoever calls repeats, with a clock and a signal to stop.
    maxAttempts: 1,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    credentials:
      keys ??
      (async () => {
        const found = await find();
        for (const secret of [found.secretAccessKey, found.sessionToken]) if (secret !== undefined) protect(secret);
        return found;
      }),
    ...(endpoint === undefined ? {} : { endpoint }),
  } satisfies BraketClientConfig;
  return {
    braket: new BraketClient(common),
    s3: new S3Client({ ...common, forcePathStyle: endpoint !== undefined, followRegionRedirects: true }),
  };
}
