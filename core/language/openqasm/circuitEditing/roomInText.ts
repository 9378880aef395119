import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { BroughtStatement, Refusal } from './circuitGesture.ts';
import type { Occupant } from './drawnList.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { hasBraces } from './insertedStatement.ts';
import { movableStatements } from './movableStatements.ts';
import { boundsOf } from './statementNeeds.ts';
import { movedText, type StatementText, statementText } from './statementText.ts';
import {
  gapFor,
  type Neighbours,
  type StatementBounds,
  type StatementGap,
  type WantedPlace,
  wantedOrder,
} from './wantedPlace.ts';

/** A gap for statements, with others that have to stand before or behind them there and stand elsewhere. */
export interface RoomInText {
  readonly gap: StatementGap;
  readonly above: readonly NeighbourStatement[];
  readonly below: readonly NeighbourStatement[];
}

/** A statement that is brought along, as it stands in the text. */
export interface NeighbourStatement {
  readonly text: StatementText;
  readonly written: string;
  readonly brought: Omit<BroughtStatement, 'range'>;
}

/**
 * Where in the text a place of the drawing is. Where the text has the neighbours the other way round, which the drawing
 * does not show as they share no wire, the fewer of those before or behind the place are brought along.
 * @param left operations that do not count, as what is moved itself
 */
export function roomInText(
  program: DrawnProgram,
  place: WantedPlace,
  neighbours: Neighbours,
  required: StatementBounds,
  left: ReadonlySet<Occupant>,
): Result<RoomInText, Refusal> {
  const gap = gapFor(program, place, neighbours, required, left);
  if (gap.ok) return success({ gap: gap.value, above: [], below: [] });
  const { block, statements } = place.list;
  if (block && !hasBraces(program.analysis.tree, block)) return gap;
  const { earlier, later } = neighbours;
  const behind = Math.max(required.behind, ...earlier.map(({ statement }) => statement));
  const before = Math.min(required.before, ...later.map(({ statement }) => statement));
  const moving = new Set([...left].map(({ statement }) => statement));
  const wires = wiresOfStatements(place, moving);
  const down = required.before > behind ? broughtAlong(later, earlier, 1, behind, wires) : undefined;
  const up = required.behind < before ? broughtAlong(earlier, later, -1, before, wires) : undefined;
  const fits = (index: number, side: 'above' | 'below') => {
    const statement = statements.at(index);
    if (!statement || !movableStatements.has(statement.kind)) return false;
    const bounds = boundsOf(program, place.list, index, statementText(program.analysis.tree, statements, index));
    return side === 'below' ? bounds.before > behind : bounds.behind < before;
  };
  const isPossible = (found: readonly number[] | undefined, side: 'above' | 'below') =>
    found?.every((index) => fits(index, side)) === true;
  const canDown = isPossible(down, 'below');
  const canUp = isPossible(up, 'above');
  const text = (index: number) => neighbourStatement(program, place, index, left);
  if (down && canDown && !(up && canUp && up.length < down.length)) {
    return success({ gap: { side: 'behind', statement: behind }, above: [], below: down.map(text) });
  }
  if (up && canUp) return success({ gap: { side: 'before', statement: before }, above: up.map(text), below: [] });
  return gap;
}

/** The wires of each statement of a list. */
function wiresOfStatements(
  { list }: WantedPlace,
  moving: ReadonlySet<number>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (const { statement, wires } of list.occupants) {
    if (moving.has(statement)) continue;
    const known = found.get(statement) ?? new Set<number>();
    for (const wire of wires) known.add(wire);
    found.set(statement, known);
  }
  return found;
}

/**
 * Statements that have to go to the other side of a place, with all between them and it that they would have to pass and
 * share a wire with; undefined where something has to stay.
 * @param step in which direction they go
 * @param last the statement next to the place
 */
function broughtAlong(
  first: readonly Occupant[],
  staying: readonly Occupant[],
  step: 1 | -1,
  last: number,
  wires: ReadonlyMap<number, ReadonlySet<number>>,
): readonly number[] | undefined {
  const isOnTheWay = (statement: number) => (last - statement) * step >= 0;
  const brought = new Set(first.map(({ statement }) => statement).filter(isOnTheWay));
  const farthest = step === 1 ? Math.min(...brought) : Math.max(...brought);
  for (let index = farthest + step; isOnTheWay(index); index += step) {
    const passes = (other: number) => (index - other) * step > 0 && share(wires.get(other), wires.get(index));
    if ([...brought].some(passes)) brought.add(index);
  }
  if (staying.some(({ statement }) => brought.has(statement))) return undefined;
  return [...brought].toSorted((a, b) => a - b);
}

function share(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined): boolean {
  if (!one || !other) return false;
  for (const wire of one) if (other.has(wire)) return true;
  return false;
}

function neighbourStatement(
  program: DrawnProgram,
  { list }: WantedPlace,
  index: number,
  left: ReadonlySet<Occupant>,
): NeighbourStatement {
  const { tree } = program.analysis;
  const text = statementText(tree, list.statements, index);
  const own = list.occupants.filter(({ statement }) => statement === index);
  const wires = new Set(own.flatMap((each) => each.wires));
  const others = list.occupants.filter(
    (each) => each.statement !== index && !left.has(each) && each.wires.some((wire) => wires.has(wire)),
  );
  const order = wantedOrder(list, {
    earlier: others.filter(({ statement }) => statement < index),
    later: others.filter(({ statement }) => statement > index),
  });
  const from: OffsetRange = { start: text.statementStart, end: text.end };
  return { text, written: movedText(tree, text), brought: { from, order } };
}
