import type { HttpClient } from '#core/backends/http.ts';
import type { SecretSource } from '#core/backends/secrets.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import type { SimulatorPool } from '#platform/simulatorPool.ts';
import type { ClaimKeeper } from './claimKeeper.ts';

/** What everything in the runner needs from the machine. */
export interface RunnerServices {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly secrets: SecretSource;
  /** Passes over every text that is logged or stored. */
  readonly redactor: Redactor;
  readonly simulator: SimulatorPool;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The version of this product. */
  readonly version: string;
  /** Who uses this process, for records of decisions. */
  readonly user: string;
  readonly claims: ClaimKeeper;
  openStore(workspaceFolder: string): Promise<RunStore>;
  /** 32 random bits, for ids. */
  randomBits(): number;
}
