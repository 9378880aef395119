import { throwIfCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { CircuitEvaluator } from '#core/circuit/evaluation.ts';
import { compileForEvaluation, evaluateRows } from './evaluateRows.ts';
import { joinRows, requireValidRequest, usageOf } from './evaluationParts.ts';

/**
 * Evaluates circuits on the state vector in this thread, which is busy meanwhile. Exact without shots. With shots every
 * row draws from its own stream, derived from the seed and the row's index (and the measurement basis or the column), so
 * values do not depend on how a request is divided.
 *
 * @param clock measures `executionTime`, which is 0 without it
 */
export function createLocalEvaluator(clock?: Pick<Clock, 'monotonic'>): CircuitEvaluator {
  const now = () => clock?.monotonic() ?? 0;
  return {
    async evaluate(request, signal) {
      throwIfCancelled(signal);
      const started = now();
      requireValidRequest(request);
      const compiled = compileForEvaluation(request.circuit);
      const all = { from: 0, to: request.bindings.length };
      const rows = joinRows(request, [evaluateRows(compiled, request, all, signal)]);
      return { rows, usage: usageOf(request, now() - started) };
    },
  };
}
