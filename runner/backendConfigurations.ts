import { type BackendConfiguration, type IbmPrimitives, localAdapters } from '#core/backends/backendConfiguration.ts';
import { jobAdapters, unknownAdapter } from '#core/backends/backendRegistry.ts';
import { Failure } from '#core/base/failure.ts';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import {
  type ConfiguredBackend,
  type ConfiguredPrice,
  configuredBackendSchema,
  ibmPrimitivesSchema,
} from '#core/protocol/configuredBackend.ts';

const environmentPrefix = 'env:';

/** Managed simulators, for pipelines that name no device. */
export const usualDevices: Readonly<Record<string, string>> = {
  ionq: 'simulator',
  braket: 'sv1',
  azure: 'ionq.simulator',
};

/**
 * What a pipeline says of a backend of its own. It cannot name an address, so a pipeline file alone can send a credential
 * nowhere but to its provider, and no interpreter, so it can start no program of the machine.
 * @param interpreter the Python that whoever runs the pipeline named
 * @throws Failure `unsupported` for an adapter there is none of, `invalid-input` where something is missing
 */
export function pipelineConfiguration(
  id: string,
  backend: ResolvedBackend,
  interpreter?: string,
): BackendConfiguration {
  const { adapter, credentials, options, price, region } = backend;
  if (!(jobAdapters as readonly string[]).includes(adapter)) throw unknownAdapter(id, adapter);
  const { endpoint: _, interpreter: __, tokenEndpoint: ___, ...own } = options ?? {};
  const isLocal = (localAdapters as readonly string[]).includes(adapter);
  const device = backend.device ?? usualDevices[adapter];
  const credential = isLocal ? undefined : credentialName(credentials, adapter);
  const parsed = configuredBackendSchema.safeParse({
    ...own,
    adapter,
    ...(device === undefined ? {} : { device }),
    ...(credential === undefined ? {} : { credential }),
    ...(isLocal && interpreter !== undefined ? { interpreter } : {}),
    ...(region === undefined ? {} : { region }),
    ...(isLocal ? {} : credentialPin(backend)),
    ...(adapter === 'ibm' && price?.perSecond ? { price: { perSecond: price.perSecond, asOf: price.asOf } } : {}),
    ...(isOwnProfile(backend) ? { profile: credentials?.profile } : {}),
  });
  if (parsed.success) return { id, ...parsed.data };
  const [issue] = parsed.error.issues;
  const what = issue?.path.join('.') || 'something';
  throw new Failure(
    'invalid-input',
    `Backend '${id}' cannot be reached with what is known of it: ${what} is missing or wrong.`,
    {
      advice: `Configure a backend of this name in the settings or hybridq.json, or write ${what} under its options.`,
    },
  );
}

/**
 * How IBM's sampler and estimator run the circuits of a pipeline: as the settings say, with what the pipeline says over it.
 * @throws Failure `invalid-input` where the pipeline says something that is none of it
 */
export function ibmPrimitives(
  id: string,
  { options }: ResolvedBackend,
  configured: ConfiguredBackend | undefined,
): IbmPrimitives {
  const own = ibmPrimitivesSchema.safeParse(options?.['primitives'] ?? {});
  const usual = configured?.adapter === 'ibm' ? configured.primitives : undefined;
  if (own.success) return { ...usual, ...own.data };
  const [issue] = own.error.issues;
  const place = ['primitives', ...(issue?.path ?? [])].join('.');
  throw new Failure('invalid-input', `Backend '${id}' cannot run as its options say. ${place}: ${issue?.message}.`, {
    advice: 'Correct it, or leave it out; docs/user-guide/backends.md has what there is.',
  });
}

/** A backend of the settings under its name. */
export function settingsConfiguration(id: string, configured: ConfiguredBackend): BackendConfiguration {
  return { id, ...configured };
}

/** The environment variable that a credential's name stands for, where a pipeline said `credentials: { env: … }`. */
export function environmentVariableOf(credential: string): string | undefined {
  return credential.startsWith(environmentPrefix) ? credential.slice(environmentPrefix.length) : undefined;
}

/** The profile that a pipeline wants the credential of a backend in, whichever is active. */
export function credentialPin(backend: ResolvedBackend): { readonly credentialProfile?: string } {
  const profile = backend.credentials?.profile;
  return profile === undefined || isOwnProfile(backend) ? {} : { credentialProfile: profile };
}

/** Whether a pipeline means a profile of AWS's own configuration. */
function isOwnProfile({ adapter, credentials }: ResolvedBackend): boolean {
  return adapter === 'braket' && credentials?.secret === undefined && credentials?.profile !== undefined;
}

function credentialName(credentials: ResolvedBackend['credentials'], adapter: string): string | undefined {
  if (credentials?.env !== undefined) return environmentPrefix + credentials.env;
  // AWS and Microsoft have credentials of their own on the machine.
  const usual = adapter === 'braket' || adapter === 'azure' ? undefined : adapter;
  return credentials?.secret ?? usual;
}

/** What the settings say of who pays for a backend and how much, where they have one. */
export function pricedBackend(
  configured: ConfiguredBackend | undefined,
): { readonly price?: ConfiguredPrice | undefined; readonly credentialProfile?: string | undefined } | undefined {
  return configured === undefined || !('price' in configured || 'credentialProfile' in configured)
    ? undefined
    : configured;
}

/** The price that holds for a backend instead of what its provider publishes: that of a pipeline before that of the settings. */
export function priceInForce(
  configured: ConfiguredBackend | undefined,
  ofPipeline: ConfiguredPrice | undefined,
): { readonly price: ConfiguredPrice | undefined; readonly priceSource: string } {
  return ofPipeline === undefined
    ? { price: pricedBackend(configured)?.price, priceSource: 'the settings' }
    : { price: ofPipeline, priceSource: 'the pipeline' };
}
