import type { ContenderResult, KindResult } from './runRecord.ts';

/** A row of the comparison: a contender, or those of its repeats that ran on one kind of backend. */
export interface ComparisonRow extends Pick<ContenderResult, 'metrics' | 'duration' | 'shots' | 'cost'> {
  readonly contender: ContenderResult;
  /** What it is called in a table. */
  readonly title: string;
  /** Absent in records of old versions. */
  readonly kind: KindResult['kind'] | undefined;
  /** Counted from 0; of a part of the repeats only. */
  readonly repeats?: readonly number[];
}

/**
 * The rows that reports and exports show: of a contender whose repeats ran on different kinds of backends one row per kind
 * follows the row of all of them.
 */
export function comparisonRows(contenders: readonly ContenderResult[]): ComparisonRow[] {
  return contenders.flatMap((contender) => {
    const { byKind = [], cost, duration, id, kind, metrics, shots } = contender;
    const all: ComparisonRow = { contender, title: id, kind, metrics, duration, shots, cost };
    const parts = byKind.map(
      (part): ComparisonRow => ({ contender, ...part, title: `${id}, ${part.kind} (${repeatsText(part.repeats)})` }),
    );
    return [all, ...parts];
  });
}

function repeatsText({ length }: readonly number[]): string {
  return length === 1 ? '1 repeat' : `${length} repeats`;
}
