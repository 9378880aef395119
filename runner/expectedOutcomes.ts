import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { ExpectedOutcomes } from '#core/runs/recordedCharts.ts';
import type { SimulatorPool } from '#platform/simulatorPool.ts';

/** Circuits that are larger take longer than the look at their counts is worth. */
const mostQubits = 14;
const mostGates = 20_000;

/** The record keeps no more outcomes than this, the most probable ones. */
const mostKept = 4096;

/** Less is what rounding leaves of a probability of 0. */
const leastProbability = 1e-12;

/**
 * What the counts of a circuit come to without noise and with ever more shots, by the embedded simulator. Undefined for
 * circuits that are too large for it, and those that it cannot follow on all their ways.
 * @throws Failure `cancelled`
 */
export async function expectedOutcomes(
  circuit: Circuit,
  { simulator }: { readonly simulator: Pick<SimulatorPool, 'simulate'> },
  signal: CancellationSignal,
): Promise<ExpectedOutcomes | undefined> {
  if (circuit.qubitCount > mostQubits || circuitMetrics(circuit).gates > mostGates) return undefined;
  try {
    const options = { shots: 0, seed: 0, probabilities: true };
    const { probabilities, probabilityErrors } = await simulator.simulate(circuit, options, signal);
    return probabilities === undefined || probabilityErrors !== undefined ? undefined : mostProbable(probabilities);
  } catch (thrown) {
    // The run has its counts; what its circuit cannot be asked is not shown beside them.
    if (Failure.is(thrown) && thrown.reason !== 'cancelled') return undefined;
    throw thrown;
  }
}

function mostProbable(probabilities: Readonly<Record<string, number>>): ExpectedOutcomes {
  const all = Object.entries(probabilities).filter(([, probability]) => probability > leastProbability);
  const kept = all.length <= mostKept ? all : all.sort(([, one], [, other]) => other - one).slice(0, mostKept);
  const listed = all.length === kept.length ? 1 : kept.reduce((sum, [, probability]) => sum + probability, 0);
  return { probabilities: Object.fromEntries(kept), listed };
}
