import type { EvaluationUsage } from '#core/circuit/evaluation.ts';
import type { FallbackEvent } from '#core/runs/runRecord.ts';
import type { ResolvedBackend } from '../schema/resolvedPipeline.ts';
import { isHere } from './backendNature.ts';
import { priceOf } from './budgetLimits.ts';
import type { KeptCalibration } from './mitigation/mitigatedEvaluator.ts';

/** What has been used so far, over all contenders; plain JSON. */
export interface ChainUsage {
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  readonly queueTime: number;
  readonly executionTime: number;
  readonly cost: { readonly amount: number; readonly currency: string };
  /** Of what answered last, where it tells. */
  readonly version?: string | undefined;
}

/** Where the chain stands; plain JSON for checkpoints. */
export interface ChainState {
  /** Index of the link in use; the length of the chain when no quantum link is left. */
  readonly position: number;
  readonly fallbacks: readonly FallbackEvent[];
  readonly usage: ChainUsage;
  /** The same by the names of the backends. */
  readonly usageOf: Readonly<Record<string, ChainUsage>>;
  /** Milliseconds the run has been at work, without interruptions. */
  readonly elapsed: number;
  /** Jobs sent to backends outside this machine. */
  readonly sentJobs: number;
  /** What the author should know of how the run went, each once. */
  readonly notices: readonly string[];
  /** How backends misread, by their names. */
  readonly calibrations: Readonly<Record<string, readonly KeptCalibration[]>>;
}

/** A state as checkpoints keep it; older ones know less. */
export type KeptChainState = Omit<ChainState, 'usageOf' | 'sentJobs' | 'notices' | 'calibrations'> & {
  readonly usageOf?: ChainState['usageOf'] | undefined;
  readonly sentJobs?: number | undefined;
  readonly notices?: readonly string[] | undefined;
  readonly calibrations?: ChainState['calibrations'] | undefined;
};

const noUsage: ChainUsage = {
  circuits: 0,
  shots: 0,
  jobs: 0,
  queueTime: 0,
  executionTime: 0,
  cost: { amount: 0, currency: 'USD' },
};

/** Counts what the backends of a run use, together and each by itself. */
export class UsageLedger {
  #total: ChainUsage;
  readonly #of: Map<string, ChainUsage>;
  #sentJobs: number;

  /** @param kept what was used before an interruption */
  constructor(kept: KeptChainState | undefined) {
    this.#total = kept?.usage ?? noUsage;
    this.#of = new Map(Object.entries(kept?.usageOf ?? {}));
    this.#sentJobs = kept?.sentJobs ?? 0;
  }

  get total(): ChainUsage {
    return this.#total;
  }

  /** Jobs sent to backends outside this machine. */
  get sentJobs(): number {
    return this.#sentJobs;
  }

  has(name: string): boolean {
    return this.#of.has(name);
  }

  state(): Pick<ChainState, 'usage' | 'usageOf' | 'sentJobs'> {
    return { usage: this.#total, usageOf: Object.fromEntries(this.#of), sentJobs: this.#sentJobs };
  }

  add(name: string, backend: ResolvedBackend, used: EvaluationUsage): void {
    // A backend that does not tell what it charged is taken to charge what the file says.
    const amount = used.cost?.amount || priceOf(backend, used.circuits, used.shots);
    const { perShot, perTask } = backend.price ?? {};
    const currency = used.cost?.amount ? used.cost.currency : (perShot ?? perTask)?.currency;
    if (!isHere(backend)) this.#sentJobs += used.jobs;
    const charged = { amount, currency };
    this.#total = usageWith(this.#total, used, charged);
    this.#of.set(name, usageWith(this.#of.get(name) ?? noUsage, used, charged));
  }
}

function usageWith(
  before: ChainUsage,
  used: EvaluationUsage,
  { amount, currency }: { readonly amount: number; readonly currency: string | undefined },
): ChainUsage {
  const version = used.version ?? before.version;
  return {
    circuits: before.circuits + used.circuits,
    shots: before.shots + used.shots,
    jobs: before.jobs + used.jobs,
    queueTime: before.queueTime + used.queueTime,
    executionTime: before.executionTime + used.executionTime,
    cost: { amount: before.cost.amount + amount, currency: currency ?? before.cost.currency },
    ...(version !== undefined && { version }),
  };
}
