import { type Result, success } from '#core/base/result.ts';
import type { Refusal, WantedOrder } from './circuitGesture.ts';
import type { DrawnList, Occupant } from './drawnList.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { refuse } from './refuse.ts';

/** Where something goes: among the statements of a list, before a column, on wires. */
export interface WantedPlace {
  readonly list: DrawnList;
  readonly before: number;
  /** Whether it is also before what begins before that column and ends behind it; no place otherwise. */
  readonly passesStraddling?: boolean | undefined;
  readonly wires: ReadonlySet<number>;
}

/** The operations on the wires of a place that stand before it and behind it. */
export interface Neighbours {
  readonly earlier: readonly Occupant[];
  readonly later: readonly Occupant[];
}

/** @param left operations that do not count, as what is moved itself */
export function neighboursOf(
  program: DrawnProgram,
  { before, list, passesStraddling = false, wires }: WantedPlace,
  left: ReadonlySet<Occupant>,
): Result<Neighbours, Refusal> {
  const earlier: Occupant[] = [];
  const later: Occupant[] = [];
  for (const occupant of list.occupants) {
    if (left.has(occupant) || !occupant.wires.some((wire) => wires.has(wire))) continue;
    if (occupant.lastColumn < before) earlier.push(occupant);
    else if (passesStraddling || occupant.firstColumn >= before) later.push(occupant);
    else {
      const { source } = occupant.operation;
      const line = source ? ` of line ${program.lineOf(source)}` : '';
      return refuse(`The place is inside the block or call${line}; edit that in the text.`, source);
    }
  }
  return success({ earlier, later });
}

/** The order that an edit has to give. */
export function wantedOrder({ operations }: DrawnList, { earlier, later }: Neighbours): WantedOrder {
  return {
    operations,
    earlier: new Set(earlier.map(({ operation }) => operation)),
    later: new Set(later.map(({ operation }) => operation)),
  };
}

/** Statements of a list that something must stand behind and before; −1 and their number for none. */
export interface StatementBounds {
  readonly behind: number;
  readonly before: number;
}

/** A gap between two statements of a list: before or behind one of them. */
export interface StatementGap {
  readonly side: 'before' | 'behind';
  readonly statement: number;
}

/**
 * The one gap of the text in which a statement has its neighbours where they are drawn: next to one of them, or else
 * where the columns around it are.
 * @param required what declarations and variables demand
 */
export function gapFor(
  program: DrawnProgram,
  place: WantedPlace,
  neighbours: Neighbours,
  required: StatementBounds,
  left: ReadonlySet<Occupant>,
): Result<StatementGap, Refusal> {
  const { occupants, statements } = place.list;
  const { length } = statements;
  const lastEarlier = neighbours.earlier.reduce((most, { statement }) => Math.max(most, statement), -1);
  const firstLater = neighbours.later.reduce((least, { statement }) => Math.min(least, statement), length);
  const behind = Math.max(lastEarlier, required.behind);
  const before = Math.min(firstLater, required.before);
  if (behind >= before) return refusedOrder(program, place.list, neighbours, required, { behind, before });
  if (lastEarlier >= 0 || firstLater < length) {
    if (behind === lastEarlier && lastEarlier >= 0) return success({ side: 'behind', statement: behind });
    if (before === firstLater && firstLater < length && before > behind) {
      return success({ side: 'before', statement: before });
    }
  }
  // Nothing else is on the wires: where the columns around it are.
  const drawn = occupants.filter((each) => !left.has(each) && each.statement > behind && each.statement < before);
  const sooner = drawn.filter(({ firstColumn }) => firstColumn < place.before).map(({ statement }) => statement);
  if (sooner.length > 0) return success({ side: 'behind', statement: Math.max(...sooner) });
  if (drawn.length > 0) return success({ side: 'before', statement: drawn[0]?.statement ?? 0 });
  if (before < length) return success({ side: 'before', statement: before });
  return success({ side: 'behind', statement: length - 1 });
}

function refusedOrder(
  program: DrawnProgram,
  { statements }: DrawnList,
  { earlier, later }: Neighbours,
  required: StatementBounds,
  { before, behind }: StatementBounds,
): Result<never, Refusal> {
  const [above, below] = [statements.at(behind), statements.at(before)];
  if (!above || !below) return refuse('No place in the text gives this order.');
  const lines = `line ${program.lineOf(above)} and before line ${program.lineOf(below)}`;
  const isOfDrawing =
    earlier.some(({ statement }) => statement === behind) && later.some(({ statement }) => statement === before);
  if (behind === before) {
    return refuse(
      `Line ${program.lineOf(above)} acts on several wires at once, before this place and behind it.`,
      above,
    );
  }
  if (isOfDrawing) {
    return refuse(
      `It would have to stand behind ${lines}, which is above. Change their order in the text first.`,
      above,
    );
  }
  const why = behind === required.behind ? 'what it needs is declared or set there' : 'what it uses is changed there';
  return refuse(`It would have to stand behind ${lines}: ${why}.`, behind === required.behind ? above : below);
}
