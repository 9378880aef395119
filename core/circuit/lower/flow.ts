import type { Cell } from './classicalStore.ts';

/**
 * Something that statements can be left for: the rest of a loop (`break`), of a pass through it (`continue`), of a
 * subroutine (`return`) or of the program (`end`).
 */
export interface ExitTarget {
  readonly name: 'left' | 'skipped' | 'returned' | 'ended';
  /** Tells its flag apart from those of exits that are possible at the same time. */
  readonly key: string;
  /** What was assigned to after some ways through the program had left already: only the run knows what it holds. */
  readonly affected: { readonly cells: Set<Cell>; readonly bits: Set<number> };
}

/** How the statements after some others go on. */
export type Flow =
  /** In order. */
  | { readonly kind: 'next' }
  /** They are left for sure. */
  | { readonly kind: 'jump'; readonly target: ExitTarget }
  /** The run decides; the flag of each target is set where it was left for. `goesOn`: or they go on in order. */
  | { readonly kind: 'mixed'; readonly goesOn: boolean; readonly targets: ReadonlySet<ExitTarget> };

export const next: Flow = { kind: 'next' };

export function exitTarget(name: ExitTarget['name'], key: string): ExitTarget {
  return { name, key: `${name} ${key}`, affected: { cells: new Set(), bits: new Set() } };
}

/** Whether some way through leads to what follows. */
export function goesOn(flow: Flow): boolean {
  return flow.kind === 'next' || (flow.kind === 'mixed' && flow.goesOn);
}
