import type { RunRecord } from './runRecord.ts';
import { settingLeaves } from './settingLeaves.ts';

/**
 * What a table of runs can show beside the row of a run, by name: `metric.accuracy` (the mean, of the hybrid pipeline),
 * `metric.rbf-svm.accuracy` (of another contender), `setting.optimise.maxIterations`, `seed.root`, and facts such as
 * `circuit.depth`, `use.shots` and `time.queue` (milliseconds).
 */
export type RunValues = Readonly<Record<string, number | string>>;

/** Settings longer than this are cut; they are read in the run itself. */
const longestValue = 200;

/** Everything of a run that a column can show. */
export function runValues(record: RunRecord): RunValues {
  const { configuration, environment, result, seeds } = record;
  const quantum = result?.quantum;
  const planned = record.estimate?.find(({ backend }) => backend === record.backend);
  const facts: Readonly<Record<string, number | string | undefined>> = {
    'circuit.qubits': quantum?.qubits,
    'circuit.parameters': quantum?.parameters,
    'circuit.depth': quantum?.depth,
    'circuit.gates': quantum?.gates,
    'circuit.two-qubit-gates': quantum?.twoQubitGates,
    'use.circuits': quantum?.circuits,
    'use.shots': quantum?.shots,
    'use.jobs': quantum?.jobs,
    'use.planned-cost': planned?.cost?.amount,
    'time.queue': quantum?.queueTime,
    'time.execution': quantum?.executionTime,
    'run.fallbacks': result?.fallbacks.length,
    'run.failure': record.failure?.reason,
    'run.commit': environment.commit?.slice(0, 12),
    'run.product': environment.product,
  };
  const values: Record<string, number | string> = {};
  for (const { id, metrics, role } of result?.contenders ?? []) {
    const prefix = role === 'hybrid' ? 'metric' : `metric.${id}`;
    for (const { mean, name } of metrics) values[`${prefix}.${name}`] = mean;
  }
  for (const { key, value } of settingLeaves(configuration)) values[`setting.${key}`] = settingValue(value);
  for (const [purpose, seed] of Object.entries(seeds)) values[`seed.${purpose}`] = seed;
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) values[name] = value;
  return values;
}

/** Numbers are compared as numbers. */
function settingValue(text: string): number | string {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
