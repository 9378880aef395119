import { flowText } from '#core/base/yaml/flowText.ts';
import type { ChangedValue } from './changedValue.ts';

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
