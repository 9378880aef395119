import type { CircuitOutcome } from '#core/backends/backend.ts';
import { formatBits, resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';

/**
 * The counts of a backend's outcome as bit strings of the circuit it was asked about. Where the backend gives only
 * probabilities they are rounded to whole counts that add up to the shots (largest remainder).
 */
export function outcomeCounts(circuit: Circuit, outcome: CircuitOutcome, shots: number): Record<string, number> {
  const { layout } = resultLayout(circuit);
  const counts = outcome.counts ?? roundedCounts(outcome.probabilities, shots);
  const named = new Map<string, number>();
  for (const [state, count] of Object.entries(counts)) {
    if (count === 0) continue;
    const bits = Uint8Array.from(state, Number).reverse();
    const text = formatBits(bits, layout);
    named.set(text, (named.get(text) ?? 0) + count);
  }
  return Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The shots of a backend's outcome as the same bit strings, in order; undefined where the order is not known. */
export function outcomeShots(circuit: Circuit, { shots }: CircuitOutcome): string[] | undefined {
  const { layout } = resultLayout(circuit);
  const texts = new Map<string, string>();
  return shots?.map((state) => {
    const text = texts.get(state) ?? formatBits(Uint8Array.from(state, Number).reverse(), layout);
    texts.set(state, text);
    return text;
  });
}

/** Probabilities as whole counts that add up to the shots (largest remainder). */
export function roundedCounts(probabilities: Readonly<Record<string, number>>, shots: number): Record<string, number> {
  const total = Object.values(probabilities).reduce((sum, probability) => sum + probability, 0);
  const shares = Object.entries(probabilities).map(([state, probability]) => {
    const exact = total === 0 ? 0 : (probability / total) * shots;
    return { state, whole: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  let missing = shots - shares.reduce((sum, share) => sum + share.whole, 0);
  const byRemainder = [...shares].sort((a, b) => b.remainder - a.remainder || (a.state < b.state ? -1 : 1));
  for (const share of byRemainder) {
    if (missing <= 0) break;
    share.whole++;
    missing--;
  }
  return Object.fromEntries(shares.map(({ state, whole }) => [state, whole]));
}
