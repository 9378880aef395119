import type { IonqSessionLimits } from './ionq/ionqSession.ts';
import type { IonqSettings } from './ionq/ionqSettings.ts';

/** What every backend of a provider's cloud is configured with. */
interface CloudConfiguration {
  /** The name given to it in a pipeline file or the editor's settings. */
  readonly id: string;
  /** The provider's name of the device. */
  readonly device: string;
  /** Another address of the provider's API, such as an emulator or a proxy. */
  readonly endpoint?: string | undefined;
}

interface KeyedConfiguration extends CloudConfiguration {
  /** The name of the credential that holds the API key. */
  readonly credential: string;
  /** The profile of the credential, whichever is active. */
  readonly credentialProfile?: string | undefined;
}

export interface IonqConfiguration extends KeyedConfiguration, IonqSettings {
  readonly adapter: 'ionq';
  readonly session?: JobSession | undefined;
  /** When a session ends by itself, besides its time. */
  readonly sessionLimits?: Omit<IonqSessionLimits, 'time'> | undefined;
}

/** What a device charges, as the user knows it. */
export interface ConfiguredPrice {
  /** For a second on the device. */
  readonly perSecond?: { readonly amount: number; readonly currency: string } | undefined;
  /** The date the price is known to be valid at, ISO 8601. */
  readonly asOf: string;
}

/** How the jobs of a run are sent together. */
export interface JobSession {
  /** `session`: the device is kept for them. `batch`: they may run at the same time. */
  readonly mode: 'batch' | 'session';
  /** Seconds after which the provider ends it. */
  readonly maxTime?: number | undefined;
}

export interface IbmConfiguration extends KeyedConfiguration {
  readonly adapter: 'ibm';
  /** The cloud resource name (CRN) of the instance. */
  readonly instance: string;
  /** Another address of the service that exchanges the API key for a token. */
  readonly tokenEndpoint?: string | undefined;
  /** What the plan of the instance charges: IBM publishes no price that holds for all. */
  readonly price?: ConfiguredPrice | undefined;
  readonly session?: JobSession | undefined;
  readonly primitives?: IbmPrimitives | undefined;
}

/** How IBM's sampler and estimator run circuits; what is absent is as IBM does it. */
export interface IbmPrimitives {
  /** Pulses on qubits that wait, against what their surroundings do to them. */
  readonly dynamicalDecoupling?:
    | {
        readonly enable?: boolean | undefined;
        readonly sequenceType?: 'XX' | 'XpXm' | 'XY4' | undefined;
        readonly extraSlackDistribution?: 'middle' | 'edges' | undefined;
        readonly schedulingMethod?: 'alap' | 'asap' | undefined;
        readonly skipResetQubits?: boolean | undefined;
      }
    | undefined;
  /** Random Pauli gates around gates and measurements that average to none, so that errors become random. */
  readonly twirling?:
    | {
        readonly enableGates?: boolean | undefined;
        readonly enableMeasure?: boolean | undefined;
        readonly numRandomizations?: number | 'auto' | undefined;
        readonly shotsPerRandomization?: number | 'auto' | undefined;
        readonly strategy?: 'active' | 'active-accum' | 'active-circuit' | 'all' | undefined;
      }
    | undefined;
  /** Whether circuits may use the gates with angles that some devices offer, and no feedback then. */
  readonly fractionalGates?: boolean | undefined;
  /** Seconds on the device after which IBM ends a job. */
  readonly maxExecutionTime?: number | undefined;
  /** Of the estimator: 0 nothing, 1 misread bits, 2 noise of gates too, by extrapolation. */
  readonly resilienceLevel?: 0 | 1 | 2 | undefined;
  /** Shots of a circuit where a pipeline names none. */
  readonly defaultShots?: number | undefined;
  /** Standard error of the estimator where neither shots are named. */
  readonly defaultPrecision?: number | undefined;
}

export interface BraketConfiguration extends CloudConfiguration {
  readonly adapter: 'braket';
  readonly region?: string | undefined;
  /** Where results are written: `s3://bucket/prefix`. */
  readonly results: string;
  /** Of the AWS configuration files. */
  readonly profile?: string | undefined;
  readonly credential?: string | undefined;
  readonly credentialProfile?: string | undefined;
}

export interface AzureConfiguration extends CloudConfiguration {
  readonly adapter: 'azure';
  /** The resource id of the workspace. */
  readonly workspace: string;
  readonly location: string;
  /** Names a connection string or a key; without, a token of Microsoft's sign-in is used. */
  readonly credential?: string | undefined;
  readonly credentialProfile?: string | undefined;
  readonly tenant?: string | undefined;
}

export interface QbraidConfiguration extends KeyedConfiguration {
  readonly adapter: 'qbraid';
}

export const localAdapters = ['qiskit-aer', 'cirq', 'pennylane', 'braket-local'] as const;
export type LocalAdapter = (typeof localAdapters)[number];

/** A simulator of a Python package on this machine. */
export interface LocalConfiguration {
  readonly id: string;
  readonly adapter: LocalAdapter;
  readonly device?: string | undefined;
  /** The Python interpreter that has the package; that of the settings unless given. */
  readonly interpreter?: string | undefined;
}

/** A backend as a pipeline file or the editor's settings name it, by its adapter. */
export type BackendConfiguration =
  | IonqConfiguration
  | IbmConfiguration
  | BraketConfiguration
  | AzureConfiguration
  | QbraidConfiguration
  | LocalConfiguration;
