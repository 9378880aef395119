import type { Operation, OperationGroup } from '../circuit.ts';

/** Which calls and loops of a program a drawing opens to a frame around their parts; the others are one box each. */
export interface GroupOpening {
  /**
   * What nobody chose: `automatic` opens short loops and closes calls; `all` and `none` as they say. Passes of an open
   * loop are open.
   */
  readonly others: GroupDefault;
  /** What somebody chose, by the key of the group. */
  readonly chosen: Readonly<Record<string, boolean>>;
}

export const groupDefaults = ['automatic', 'all', 'none'] as const;
export type GroupDefault = (typeof groupDefaults)[number];

export const automaticOpening: GroupOpening = { others: 'automatic', chosen: {} };

/** Consecutive operations of one group. */
export interface GroupRun {
  readonly group: OperationGroup;
  /**
   * Names the group by the labels of the groups around it and, where there are several alike, its number, so that it
   * names the same group after changes elsewhere in the program.
   */
  readonly key: string;
  /** Where it ends: the index of the first operation that is not part of it. */
  readonly end: number;
  /** How often a loop runs; 0 for calls and passes. */
  readonly passes: number;
  readonly isOpen: boolean;
}

/** A loop is opened unless it has more passes or more operations than these. */
const longestOpenLoop = { passes: 8, operations: 48 };

/** Finds the groups in a list of operations one after the other. */
export class GroupRuns {
  readonly #opening: GroupOpening;
  readonly #operations: readonly Operation[];
  /** The group that all the operations are in. */
  readonly #enclosing: OperationGroup | undefined;
  readonly #parentKey: string;
  /** How many groups of a label there were. */
  readonly #seen = new Map<string, number>();

  constructor(
    operations: readonly Operation[],
    enclosing: OperationGroup | undefined,
    parentKey: string,
    opening: GroupOpening,
  ) {
    this.#operations = operations;
    this.#enclosing = enclosing;
    this.#parentKey = parentKey;
    this.#opening = opening;
  }

  /** The group that begins with an operation, up to an end; undefined where the operation stands for itself. */
  at(index: number, limit: number): GroupRun | undefined {
    const group = groupBelow(this.#operations[index]?.group, this.#enclosing);
    if (!group) return undefined;
    let end = index + 1;
    let passes = 1;
    let pass = groupBelow(this.#operations[index]?.group, group);
    for (; end < limit; end++) {
      const inner = this.#operations[end]?.group;
      if (groupBelow(inner, this.#enclosing) !== group) break;
      if (group.kind !== 'loop') continue;
      const next = groupBelow(inner, group);
      if (next !== pass) passes++;
      pass = next;
    }
    const number = this.#seen.get(group.label) ?? 0;
    this.#seen.set(group.label, number + 1);
    const key = `${this.#parentKey}/${group.label}${number === 0 ? '' : `#${number + 1}`}`;
    const run = { group, key, end, passes: group.kind === 'loop' ? passes : 0 };
    return { ...run, isOpen: this.#opening.chosen[key] ?? this.#isOpenByItself(run, end - index) };
  }

  #isOpenByItself({ group, passes }: { group: OperationGroup; passes: number }, operations: number): boolean {
    if (group.kind === 'pass') return true;
    switch (this.#opening.others) {
      case 'all':
        return true;
      case 'none':
        return false;
      case 'automatic':
        return group.kind === 'loop' && passes <= longestOpenLoop.passes && operations <= longestOpenLoop.operations;
    }
  }
}

/** The outermost group that an operation is in and the enclosing group is not. */
function groupBelow(
  innermost: OperationGroup | undefined,
  enclosing: OperationGroup | undefined,
): OperationGroup | undefined {
  let group = innermost;
  while (group && group.outer !== enclosing) group = group.outer;
  return group;
}
