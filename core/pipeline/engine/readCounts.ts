import { readState, readWidth } from '../circuits/readout.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { assignmentText } from './problemAnswer.ts';

/** The probabilities of the basis states of the qubits that are read, index bit j = the j-th of them. */
export function readProbabilities(quantum: ResolvedPipeline['quantum'], probabilities: Float64Array): Float64Array {
  if (quantum.measure.qubits === undefined) return probabilities;
  const read = new Float64Array(2 ** readWidth(quantum));
  probabilities.forEach((probability, state) => {
    const index = readState(quantum, state);
    read[index] = (read[index] as number) + probability;
  });
  return read;
}

/** The counts of the qubits that are read which relative frequencies of so many shots stand for; corrected ones are rounded. */
export function readCounts(
  { interface: contract, quantum }: ResolvedPipeline,
  probabilities: Float64Array,
  shots: number,
): Record<string, number> {
  const width = readWidth(quantum);
  const counts: Record<string, number> = {};
  readProbabilities(quantum, probabilities).forEach((probability, index) => {
    const count = Math.round(probability * shots);
    if (count === 0) return;
    const bits = Array.from({ length: width }, (_, place) => (index >> place) & 1);
    counts[assignmentText(bits, contract.output.bitOrder)] = count;
  });
  return counts;
}

/** The most readings of one repeat whose counts are kept, over all rows. */
const mostReadings = 20_000;

/**
 * The counts of the readings of rows, where the pipeline keeps counts, they were measured by shots of a known number, and
 * they are not too many.
 */
export function keptCounts(
  pipeline: ResolvedPipeline,
  chain: Pick<EvaluatorChain, 'backend'>,
  answers: readonly Float64Array[],
): { readonly counts?: readonly Readonly<Record<string, number>>[] } {
  const shots = chain.backend()?.backend.shots;
  if (pipeline.tracking?.keepCounts !== true || shots === undefined || pipeline.confidence?.adaptive) return {};
  const counts = answers.map((probabilities) => readCounts(pipeline, probabilities, shots));
  const readings = counts.reduce((sum, own) => sum + Object.keys(own).length, 0);
  return readings <= mostReadings ? { counts } : {};
}
