import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator } from '#core/circuit/evaluation.ts';
import {
  type FittedCircuit,
  originalProbabilities,
  placedObservables,
  placedOutput,
} from '../circuits/circuitFitter.ts';

/**
 * An evaluator that is asked about circuits as they are written, and asks another about them as they are fitted to it:
 * what is measured is measured where the qubits end.
 * @param fitted the circuit for the evaluator, the same each time for the same circuit; undefined where it takes any
 */
export function fittedEvaluator(
  evaluator: CircuitEvaluator,
  fitted: (circuit: Circuit) => Promise<FittedCircuit | undefined>,
): CircuitEvaluator {
  const gradient = evaluator.gradient?.bind(evaluator);
  return {
    async evaluate(request, signal) {
      const own = await fitted(request.circuit);
      if (!own) return await evaluator.evaluate(request, signal);
      const { circuit, places } = own;
      const { output } = request;
      const answer = await evaluator.evaluate({ ...request, circuit, output: placedOutput(output, places) }, signal);
      if (output.kind !== 'probabilities') return answer;
      return { ...answer, rows: answer.rows.map((row) => originalProbabilities(row, places)) };
    },
    ...(gradient && {
      async gradient(request, signal) {
        const own = await fitted(request.circuit);
        if (!own) return await gradient(request, signal);
        const { circuit, places } = own;
        const observables = placedObservables(request.observables, places);
        return await gradient({ ...request, circuit, observables }, signal);
      },
    }),
  };
}
