import type { ComparedDrawing, ComparedElement, DifferenceCounts } from '#core/circuit/drawing/comparedDrawing.ts';
import { formatCount } from '../format/numbers.ts';

/** A place at which two circuits differ, for the table and the steps from one to the next. */
export interface CircuitChange {
  /** The number of its elements. */
  readonly id: number;
  readonly mark: Exclude<ComparedElement['mark'], 'same'>;
  /** What is there in each circuit. */
  readonly before?: ComparedElement['element'];
  readonly after?: ComparedElement['element'];
}

/** The places that differ, from left to right. */
export function circuitChanges({ elements }: ComparedDrawing): readonly CircuitChange[] {
  const changes = new Map<number, CircuitChange>();
  for (const { element, mark, side } of elements) {
    if (mark === 'same' || side === 'both') continue;
    changes.set(element.id, { ...(changes.get(element.id) ?? { id: element.id, mark }), [side]: element });
  }
  return [...changes.values()];
}

export const markWords = { removed: 'removed', added: 'added', changed: 'changed' } as const;

/** What stands beside a colour, so that nobody needs it. */
export const markSigns = { removed: '−', added: '+', changed: '≠' } as const;

/** `2 operations added, 1 removed, 1 with other values; 14 are the same`. */
export function countsText({ added, changed, removed, same }: DifferenceCounts): string {
  const parts = [
    ...(added > 0 ? [[added, 'added'] as const] : []),
    ...(removed > 0 ? [[removed, 'removed'] as const] : []),
    ...(changed > 0 ? [[changed, 'changed'] as const] : []),
  ].map(([count, word], place) => `${place === 0 ? formatCount(count, 'operation') : count} ${word}`);
  return `${parts.join(', ')}; ${same === 1 ? '1 is' : `${same} are`} the same`;
}

/** An element in words without its moment, which the table has in a column. */
export function changeWords({ description }: ComparedElement['element']): string {
  return description.replace(/, moment \d+$/, '');
}
