import { appendAll } from '#core/base/appendAll.ts';
import type { Size } from './types.ts';

/** Equally spaced elements: first, first + step, … */
export interface Run {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Qubits or bits in order, named by numbers; hardware qubit `$n` is −1 − n. `runs` is absent where they are not known
 * before the program runs, or an error hides them.
 */
export interface Selection {
  readonly size: Size;
  readonly runs: readonly Run[] | undefined;
}

export const unknownElement: Selection = { size: 'scalar', runs: undefined };
export const unknownSelection: Selection = { size: 'unknown', runs: undefined };

export function singleElement(element: number): Selection {
  return { size: 'scalar', runs: [{ first: element, step: 1, count: 1 }] };
}

/** The elements of a declaration of the size that starts at `first`. */
export function consecutive(first: number, size: Size): Selection {
  if (size === 'unknown') return unknownSelection;
  return { size, runs: [{ first, step: 1, count: size === 'scalar' ? 1 : size }] };
}

/** How many elements a selection has; undefined when that is not known. */
export function elementCount(selection: Selection): number | undefined {
  if (selection.size === 'scalar') return 1;
  return selection.size === 'unknown' ? undefined : selection.size;
}

/** The element at a position; undefined outside the selection and when the elements are not known. */
export function elementAt(selection: Selection, position: number): number | undefined {
  let rest = position;
  for (const run of selection.runs ?? []) {
    if (rest < run.count) return run.first + rest * run.step;
    rest -= run.count;
  }
  return undefined;
}

/** All elements in order; undefined when they are not known. */
export function elementsOf(selection: Selection): number[] | undefined {
  return selection.runs?.flatMap(({ first, step, count }) => Array.from({ length: count }, (_, i) => first + i * step));
}

/** Picks elements by position; positions must be inside the selection. */
export function pick(selection: Selection, positions: Run): Selection {
  const { runs } = selection;
  if (!runs) return { size: positions.count, runs: undefined };
  const [run] = runs;
  if (runs.length === 1 && run) {
    const picked = {
      first: run.first + positions.first * run.step,
      step: run.step * positions.step,
      count: positions.count,
    };
    return { size: positions.count, runs: [picked] };
  }
  const picked: Run[] = [];
  for (let index = 0; index < positions.count; index++) {
    const element = elementAt(selection, positions.first + index * positions.step);
    if (element !== undefined) picked.push({ first: element, step: 1, count: 1 });
  }
  return { size: positions.count, runs: picked };
}

/** The elements of several selections, one after the other. */
export function joined(parts: readonly Selection[]): Selection {
  let size = 0;
  const runs: Run[] = [];
  let isKnown = true;
  for (const part of parts) {
    const count = elementCount(part);
    if (count === undefined) return unknownSelection;
    size += count;
    if (part.runs) appendAll(runs, part.runs);
    else isKnown = false;
  }
  return { size, runs: isKnown ? runs : undefined };
}
