import * as z from 'zod';
import { flowText } from '#core/base/yaml/flowText.ts';

/** A setting that a run has changed from what its file says. */
export const changedValueSchema = z.object({
  /** Keys and positions in lists, joined by dots: `optimise.maxIterations`. */
  path: z.string(),
  /** What the file says, or its default; absent where there is neither. */
  before: z.unknown().optional(),
  after: z.unknown(),
});
export type ChangedValue = z.infer<typeof changedValueSchema>;

/** `optimise.maxIterations 100 → 50` */
function changedValueText({ after, before, path }: ChangedValue): string {
  return before === undefined ? `${path} = ${valueText(after)}` : `${path} ${valueText(before)} → ${valueText(after)}`;
}

/** The changes of a run, one after the other; undefined where it has none. */
export function changesText({
  changes = [],
}: {
  readonly changes?: readonly ChangedValue[] | undefined;
}): string | undefined {
  return changes.length === 0 ? undefined : changes.map(changedValueText).join(', ');
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : flowText(value);
}
