import type { QuantumUsage, RunRecord } from './runRecord.ts';

/** Where the quantum step of a run was computed. */
export interface ComputedBackend {
  readonly name: string;
  /** Absent until the run has a result. */
  readonly kind?: QuantumUsage['kind'];
  /** The backends of the chain that were left before, in order. */
  readonly after: readonly string[];
}

/**
 * The backend that computed the end of a run, after every fallback; the first one of the chain while nothing was computed.
 * Its name is empty as long as the configuration is not known.
 */
export function computedBackend({ backend, result }: Pick<RunRecord, 'backend' | 'result'>): ComputedBackend {
  // Another attempt on the same backend is no fallback.
  const moves = (result?.fallbacks ?? []).filter(({ attempt }) => attempt === undefined);
  const name = moves.at(-1)?.to ?? result?.quantum?.backend ?? backend;
  const after = [...new Set(moves.map(({ from }) => from))].filter((left) => left !== name);
  return { name, ...(result?.quantum === undefined ? {} : { kind: result.quantum.kind }), after };
}
