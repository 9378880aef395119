import type { RunRecord } from '#core/runs/runRecord.ts';

/**
 * What the page reads in the configurations that records hold. These are of the version that made the run, so that any part may
 * be missing or be something else.
 */

type Entries = Readonly<Record<string, unknown>>;

/** The task of a pipeline; undefined where none is named. */
export function configuredTask({ configuration }: RunRecord): string | undefined {
  const task = entriesOf(configuration)?.['task'];
  return typeof task === 'string' ? task : undefined;
}

/** The names of the backends of a pipeline; undefined where they are not known. */
export function configuredBackends({ configuration }: RunRecord): readonly string[] | undefined {
  const backends = entriesOf(entriesOf(configuration)?.['backends']);
  return backends && Object.keys(backends);
}

/** Whether a run can be repeated on its files as they were: one of a pipeline that passed validation. */
export function isRepeatable(record: RunRecord): boolean {
  const { configuration, kind } = record;
  return kind === 'pipeline' && entriesOf(configuration)?.['hybrid'] === 1 && configuredBackends(record) !== undefined;
}

export interface CircuitConfiguration {
  readonly shots: number;
  readonly seed?: number;
  /** Values of the inputs by name. */
  readonly inputs: Readonly<Record<string, number>>;
}

/** How a circuit was run; undefined where that is not known. */
export function circuitConfiguration({ configuration }: RunRecord): CircuitConfiguration | undefined {
  const { inputs = {}, seed, shots } = entriesOf(configuration) ?? {};
  if (typeof shots !== 'number' || !(seed === undefined || typeof seed === 'number')) return undefined;
  const values = entriesOf(inputs);
  if (values === undefined || !areNumbers(values)) return undefined;
  return { shots, ...(seed === undefined ? {} : { seed }), inputs: values };
}

function areNumbers(entries: Entries): entries is Readonly<Record<string, number>> {
  return Object.values(entries).every((value) => typeof value === 'number');
}

function entriesOf(value: unknown): Entries | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : undefined;
}
