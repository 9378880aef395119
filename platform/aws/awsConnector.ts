import { createRequire } from 'node:module';
import { type AwsAccess, type AwsCall, type AwsConnector, AwsRefusal } from '#core/backends/braket/awsConnector.ts';
import { Failure } from '#core/base/failure.ts';
import { programFile } from '../installation.ts';
import type * as AwsSdkModule from './awsSdk.ts';

/**
 * AWS by its SDK, which is loaded when the first call is made: it is as large as many of the product's programs.
 * @param protect hears the secret parts of the keys that the SDK finds or is given by a sign-in, before they are used
 */
export function createAwsConnector(protect: (secret: string) => void): AwsConnector {
  return {
    open: () => {
      let loaded: AwsSdkModule.AwsSdk | undefined;
      const sdk = () => {
        loaded ??= new (loadSdk().AwsSdk)(protect);
        return loaded;
      };
      return {
        async call(access, call, signal) {
          if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
          const own = sdk();
          const controller = new AbortController();
          const stopListening = signal.onCancel(() => controller.abort());
          try {
            return await own.call(access, call, controller.signal);
          } catch (thrown) {
            if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
            throw translated(thrown, access, call);
          } finally {
            stopListening();
          }
        },
        usualRegion: async (profile) => await sdk().usualRegion(profile),
      };
    },
  };
}

function loadSdk(): typeof AwsSdkModule {
  return createRequire(import.meta.url)(programFile('aws.cjs', 'platform/aws/awsSdk.ts')) as typeof AwsSdkModule;
}

/** What errors of the SDK have besides a name and a message; nothing of it is certain. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Errors of looking for credentials, before anything is sent. */
const credentialErrors = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

function translated(thrown: unknown, access: AwsAccess, call: AwsCall): Error {
  const error: SdkError = thrown instanceof Error ? thrown : { message: String(thrown) };
  const name = error.name ?? 'Error';
  const message = error.message ?? '';
  const status = error.$metadata?.httpStatusCode;
  if (credentialErrors.has(name)) return new AwsRefusal('CredentialsProviderError', message);
  if (status !== undefined && status >= 300) {
    return new AwsRefusal(name, message, status, error.$response?.headers?.['retry-after']);
  }
  const where = `${serviceOf(call)} in ${access.region}`;
  if (name === 'TimeoutError') {
    return new Failure('timeout', `${where} did not answer in time.`, { advice: 'Try again later.' });
  }
  const code = systemCode(thrown);
  if (code !== undefined) {
    const advice = 'Check the network connection, the proxy settings and the name of the region.';
    return new Failure('offline', `${where} cannot be reached (${code}).`, { advice });
  }
  return new Failure('unknown', `${where} answered ${call.operation} with something that cannot be read.`, {
    advice: 'Try again; if it stays, the service may have changed and this version needs an update.',
    cause: thrown,
  });
}

function serviceOf({ operation }: AwsCall): string {
  switch (operation) {
    case 'GetObject':
    case 'HeadBucket':
      return 'Amazon S3';
    case 'GetCallerIdentity':
      return 'AWS STS';
    default:
      return 'Amazon Braket';
  }
}

/** The system's code, such as ECONNREFUSED, of an error or of what caused it. */
function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, errno } = thrown as { readonly code?: unknown; readonly errno?: unknown };
  if (typeof code === 'string' && (errno !== undefined || /^E[A-Z]+$/.test(code))) return code;
  return systemCode(thrown.cause);
}
