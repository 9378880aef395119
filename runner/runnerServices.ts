import type { AccessTokenSource } from '#core/backends/accessTokens.ts';
import type { AwsConnector } from '#core/backends/braket/awsConnector.ts';
import type { HttpClient } from '#core/backends/http.ts';
import type { LocalJobs } from '#core/backends/local/localJobs.ts';
import { inProfile, type SecretSource } from '#core/backends/secrets.ts';
import type { Clock } from '#core/base/clock.ts';
import type { MonthlyBudgets } from '#core/protocol/configuredBackend.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { SpendingLimit } from '#core/runs/jobCharge.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import type { SimulatorPool } from '#platform/simulatorPool.ts';
import type { ClaimKeeper } from './claimKeeper.ts';
import type { InspectedCircuit } from './inspectedCircuit.ts';

/** What everything in the runner needs from the machine. */
export interface RunnerServices {
  readonly clock: Clock;
  readonly http: HttpClient;
  /** Answers in `credentialProfile` unless told otherwise. */
  readonly secrets: SecretSource;
  /** Of Microsoft's sign-in. */
  readonly tokens: AccessTokenSource;
  readonly credentialProfile: string;
  readonly aws: AwsConnector;
  /** Passes over every text that is logged or stored. */
  readonly redactor: Redactor;
  readonly simulator: SimulatorPool;
  /** The circuit whose state is looked at. */
  readonly inspected: InspectedCircuit;
  /** Simulators of Python packages; absent where no Python may be started. */
  readonly local?: LocalJobs;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The version of this product. */
  readonly version: string;
  /** Who uses this process, for records of decisions. */
  readonly user: string;
  readonly claims: ClaimKeeper;
  /** What all runs of the workspace may cost in a calendar month; absent where nobody has set it. */
  readonly monthlyBudgets?: readonly SpendingLimit[];
  openStore(workspaceFolder: string): Promise<RunStore>;
  /** 32 random bits, for ids. */
  randomBits(): number;
}

/** The same services in another profile of credentials. */
export function servicesInProfile(services: RunnerServices, profile: string): RunnerServices {
  if (profile === services.credentialProfile) return services;
  return { ...services, credentialProfile: profile, secrets: inProfile(services.secrets, profile) };
}

/** What the record of a run keeps of its profile. */
export function recordedProfile({ credentialProfile }: RunnerServices): { readonly credentialProfile?: string } {
  return credentialProfile === defaultProfile ? {} : { credentialProfile };
}

/** The same services under the budgets of the month that the user has set, one for each currency. */
export function servicesInBudget(services: RunnerServices, budgets: MonthlyBudgets | undefined): RunnerServices {
  if (budgets === undefined) return services;
  const monthlyBudgets = budgets.map(({ alertAt, amount, currency }): SpendingLimit => {
    return { period: 'month', by: 'settings', amount, currency, ...(alertAt === undefined ? {} : { alertAt }) };
  });
  return { ...services, monthlyBudgets };
}
