import type { ContenderResult } from '#core/runs/runRecord.ts';
import { titleOf } from '../format/runWords.ts';

/** What to call a contender in running text: `logistic regression`. */
export function contenderName(contender: ContenderResult): string {
  return titleOf(contender.id).toLowerCase();
}
