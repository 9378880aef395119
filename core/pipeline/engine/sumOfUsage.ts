import type { EvaluationUsage } from '#core/circuit/evaluation.ts';

/** What two evaluations consumed together. */
export function sumOfUsage(one: EvaluationUsage, other: EvaluationUsage): EvaluationUsage {
  const [cost] = [one.cost, other.cost].flatMap((each) => (each ? [each] : []));
  const version = other.version ?? one.version;
  const amount = (one.cost?.amount ?? 0) + (other.cost?.amount ?? 0);
  return {
    circuits: one.circuits + other.circuits,
    shots: one.shots + other.shots,
    jobs: one.jobs + other.jobs,
    queueTime: one.queueTime + other.queueTime,
    executionTime: one.executionTime + other.executionTime,
    ...(cost && { cost: { amount, currency: cost.currency } }),
    ...(version !== undefined && { version }),
  };
}
