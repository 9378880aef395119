import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { type Item, isDiagonalItem, mixedWires, touchedWires } from './loweredGates.ts';

/**
 * Part of a circuit that mixes amplitudes on few local wires only, so that it can be done on one chunk of the state after
 * another. Operations name items by index.
 */
export interface Stage {
  readonly local: number;
  /** The local wires that are mixed: amplitudes may be other than 0 afterwards where they are 1. */
  readonly mixed: number;
  readonly operations: readonly StageOperation[];
}

export type StageOperation =
  /** The phases of items, and those that wait before the rotations of items. */
  | { readonly kind: 'diagonal'; readonly items: readonly number[]; readonly rotations: readonly number[] }
  /** On different wires, in ascending order of them. */
  | { readonly kind: 'rotations'; readonly items: readonly number[] }
  | { readonly kind: 'flip' | 'dense'; readonly item: number };

export interface PlanOptions {
  readonly qubitCount: number;
  /** The most local wires of a stage. */
  readonly width: number;
  /** The lowest wires, which are always local. */
  readonly lowest: number;
}

/** Tasks of one stage: a chunk is done in some milliseconds, after which somebody may cancel. */
const mostTasks = 1000;

/** So many tasks after one that can be done, another is not looked for: it could wait, and very long circuits are many. */
const farthest = 1000;

/** What the planner knows of an item that is executed. */
interface Task {
  readonly item: number;
  readonly mixes: number;
  readonly touches: number;
  readonly isDiagonal: boolean;
}

/** Divides items into stages. @throws Failure `cancelled` */
export function planStages(items: readonly Item[], options: PlanOptions, signal: CancellationSignal): Stage[] {
  const all = 2 ** options.qubitCount - 1;
  let remaining = tasksOf(items);
  const stages: Stage[] = [];
  while (remaining.length > 0) {
    throwIfCancelled(signal);
    const local = chooseLocal(remaining, options);
    const chosen: Task[] = [];
    const rest: Task[] = [];
    const looked = sortOut(remaining, local, all, (task, isDone) => (isDone ? chosen : rest).push(task));
    for (let index = looked; index < remaining.length; index++) rest.push(remaining[index] as Task);
    const isLast = rest.length === 0;
    const { operations, postponed } = arrange(items, chosen, isLast);
    const mixed = chosen.reduce((mask, { mixes }) => mask | mixes, 0);
    stages.push({ local, mixed, operations });
    remaining = postponed.length === 0 ? rest : merge(postponed, rest);
  }
  return stages;
}

function tasksOf(items: readonly Item[]): Task[] {
  return items.flatMap((item, index) => {
    if (item.kind === 'monomial') return [];
    const touches = touchedWires(item);
    // Phases of one wire or of none are executed when they are settled.
    if (item.kind === 'phase' && (touches & (touches - 1)) === 0) return [];
    return [{ item: index, mixes: mixedWires(item), touches, isDiagonal: isDiagonalItem(item) }];
  });
}

/** Both in order of their items; all `fewer` come before most of the others. */
function merge(fewer: readonly Task[], others: readonly Task[]): Task[] {
  const merged: Task[] = [];
  let place = 0;
  for (const task of fewer) {
    while (place < others.length && (others[place] as Task).item < task.item) merged.push(others[place++] as Task);
    merged.push(task);
  }
  while (place < others.length) merged.push(others[place++] as Task);
  return merged;
}

/**
 * Goes through tasks in order and says of each whether it can be done with these local wires: what it touches must not
 * wait for something that has to come first. Diagonal tasks commute.
 * @returns the number of tasks looked at; the others are for later stages
 */
function sortOut(
  tasks: readonly Task[],
  local: number,
  all: number,
  found: (task: Task, isDone: boolean) => void,
): number {
  let done = 0;
  let latest = 0;
  let blocked = 0;
  let blockedByPhases = 0;
  for (let index = 0; index < tasks.length; index++) {
    if (blocked === all || done === mostTasks || index - latest > farthest) return index;
    const task = tasks[index] as Task;
    const { isDiagonal, mixes, touches } = task;
    const waits = (touches & blocked) !== 0 || (!isDiagonal && (touches & blockedByPhases) !== 0);
    const isDone = !waits && (mixes & ~local) === 0;
    if (!isDone) {
      if (isDiagonal) blockedByPhases |= touches;
      else blocked |= touches;
    }
    if (isDone) {
      done++;
      latest = index;
    }
    found(task, isDone);
  }
  return tasks.length;
}

function chooseLocal(tasks: readonly Task[], { lowest, qubitCount, width }: PlanOptions): number {
  const all = 2 ** qubitCount - 1;
  if (qubitCount <= width) return all;
  const low = 2 ** lowest - 1;
  let local = low;
  // In order of the program, as long as there is room.
  for (const { mixes } of tasks) {
    if (countBits(local) === width) break;
    if (countBits(local | mixes) <= width) local |= mixes;
    else if (local === low) return local | mixes;
  }
  for (let wire = 0; countBits(local) < width; wire++) local |= 1 << wire;
  let best = countDone(tasks, local, all);
  for (let round = 0; round < 4; round++) {
    let improved = false;
    for (let leaving = lowest; leaving < qubitCount; leaving++) {
      if ((local & (1 << leaving)) === 0) continue;
      for (let entering = lowest; entering < qubitCount; entering++) {
        if ((local & (1 << entering)) !== 0) continue;
        const other = (local & ~(1 << leaving)) | (1 << entering);
        const value = countDone(tasks, other, all);
        if (value <= best) continue;
        best = value;
        local = other;
        improved = true;
        break;
      }
    }
    if (!improved) break;
  }
  return local;
}

function countDone(tasks: readonly Task[], local: number, all: number): number {
  let value = 0;
  sortOut(tasks, local, all, ({ mixes }, isDone) => {
    if (isDone && mixes !== 0) value++;
  });
  return value;
}

/**
 * Arranges the tasks of a stage: all phases that can be done, then all rotations, then the rest, and again. What is
 * diagonal and enables nothing here is postponed, unless this is the last stage.
 */
function arrange(
  items: readonly Item[],
  tasks: readonly Task[],
  isLast: boolean,
): { readonly operations: StageOperation[]; readonly postponed: Task[] } {
  const operations: StageOperation[] = [];
  let waiting = tasks;
  while (waiting.length > 0) {
    const phases: Task[] = [];
    const mixing: Task[] = [];
    const rest: Task[] = [];
    let blocked = 0;
    let blockedByPhases = 0;
    for (const task of waiting) {
      const { isDiagonal, touches } = task;
      if ((touches & blocked) !== 0 || (!isDiagonal && (touches & blockedByPhases) !== 0)) {
        if (isDiagonal) blockedByPhases |= touches;
        else blocked |= touches;
        rest.push(task);
      } else if (isDiagonal) phases.push(task);
      else {
        // Whatever comes later on these wires has to wait for the next round.
        blocked |= touches;
        mixing.push(task);
      }
    }
    if (mixing.length === 0 && !isLast) return { operations, postponed: [...phases, ...rest] };
    const rotations = mixing.filter(({ item }) => items[item]?.kind === 'rotation').map(({ item }) => item);
    operations.push({ kind: 'diagonal', items: phases.map(({ item }) => item), rotations });
    if (rotations.length > 0) {
      const sorted = [...rotations].sort((left, right) => wireOf(items, left) - wireOf(items, right));
      operations.push({ kind: 'rotations', items: sorted });
    }
    for (const { item } of mixing) {
      const kind = items[item]?.kind;
      if (kind === 'flip' || kind === 'dense') operations.push({ kind, item });
    }
    waiting = rest;
  }
  return { operations, postponed: [] };
}

function wireOf(items: readonly Item[], index: number): number {
  const item = items[index];
  return item?.kind === 'rotation' ? item.wire : 0;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
