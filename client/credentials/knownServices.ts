import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';

/** A service that a credential is often for. */
export interface KnownService {
  /** What its credential is called unless somebody calls it otherwise: the name of the adapter. */
  readonly name: string;
  readonly title: string;
  /** What its value is, for people. */
  readonly value: string;
  /** Where a person gets one. */
  readonly page: string;
  /** What can be asked with it alone, to try it before a backend uses it. */
  readonly probe?: (credential: string) => ConfiguredBackend;
}

export const knownServices: readonly KnownService[] = [
  {
    name: 'ionq',
    title: 'IonQ',
    value: 'API key',
    page: 'https://cloud.ionq.com/settings/keys',
    probe: (credential) => ({ adapter: 'ionq', device: 'simulator', credential }),
  },
  { name: 'ibm', title: 'IBM Quantum', value: 'API key', page: 'https://cloud.ibm.com/iam/apikeys' },
  {
    name: 'qbraid',
    title: 'qBraid',
    value: 'API key',
    page: 'https://account.qbraid.com',
    probe: (credential) => ({ adapter: 'qbraid', device: 'qbraid:qbraid:sim:qir-sv', credential }),
  },
  {
    name: 'azure',
    title: 'Azure Quantum',
    value: 'connection string; not needed where you sign in with Microsoft',
    page: 'https://portal.azure.com/#browse/Microsoft.Quantum%2FWorkspaces',
  },
  {
    name: 'braket',
    title: 'Amazon Braket',
    value: "accessKeyId:secretAccessKey; not needed where AWS's own tools are signed in",
    page: 'https://console.aws.amazon.com/iam/home#/security_credentials',
  },
];

/** The service that a name points to: the adapter's own name, or one that begins with it. */
export function serviceOf(name: string): KnownService | undefined {
  return knownServices.find((service) => name === service.name || name.startsWith(`${service.name}-`));
}
