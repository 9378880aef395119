import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { ProgramSymbol } from '#core/openqasm/index.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';
import { chosenUnits } from './chosenUnits.ts';
import type { BroughtStatement, CircuitGesture, EditProposal, QubitExchange, Refusal } from './circuitGesture.ts';
import type { DrawnList, Occupant } from './drawnList.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { insertedRoom } from './insertedRoom.ts';
import { hasBraces, joined } from './insertedStatement.ts';
import { movableStatements } from './movableStatements.ts';
import { refuse } from './refuse.ts';
import { roomInText } from './roomInText.ts';
import { arrivalBounds, boundsOf, declaredBy, dependsOnPlace } from './statementNeeds.ts';
import { movedText, type StatementText, statementText, takenAway, withoutOverlaps } from './statementText.ts';
import { type Neighbours, neighboursOf, type StatementBounds, type WantedPlace, wantedOrder } from './wantedPlace.ts';
import { namesIn } from './wireNames.ts';

/** Moves the statements of elements to where their place in the drawing is, with other qubits where that is wanted. */
export function moveElements(
  program: DrawnProgram,
  { before, elements, wires, within }: Extract<CircuitGesture, { kind: 'move' }>,
): Result<EditProposal, Refusal> {
  const units = chosenUnits(program, elements);
  if (!units.ok) return units;
  const list = program.listIn(within);
  if (!list.ok) return list;
  return moveUnits(program, units.value, { list: list.value, before, exchanges: wires });
}

/** Where units go: among the statements of a list, before a column, and with which other qubits. */
export interface Destination {
  readonly list: DrawnList;
  readonly before: number;
  readonly passesStraddling?: WantedPlace['passesStraddling'];
  readonly exchanges: readonly QubitExchange[];
  /** Whether each goes before its own column instead. */
  readonly keepsColumns?: boolean;
}

/** A unit that may be moved to a list, with what that takes. */
interface MovedUnit {
  readonly unit: DrawnUnit;
  /** Where its statement is. */
  readonly home: DrawnList;
  readonly index: number;
  readonly statement: Statement;
  readonly text: StatementText;
  readonly operands: readonly TextReplacement[];
  readonly bounds: StatementBounds;
  readonly neighbours: Neighbours;
  /** Whether it stands where it is wanted. */
  readonly fits: boolean;
}

/** Moves the statements of units. */
export function moveUnits(
  program: DrawnProgram,
  units: readonly DrawnUnit[],
  destination: Destination,
): Result<EditProposal, Refusal> {
  const { tree } = program.analysis;
  const { exchanges, list } = destination;
  const identities = new Set(units.map(({ identity }) => identity));
  const left: ReadonlySet<Occupant> = new Set(list.occupants.filter(({ identity }) => identities.has(identity)));
  const partner = partnersOf(exchanges, [...new Set(units.flatMap(({ wires }) => wires))]);
  const all: MovedUnit[] = [];
  for (const unit of units) {
    const moved = movedUnit(program, unit, destination, partner, left);
    if (!moved.ok) return moved;
    all.push(moved.value);
  }
  const [first] = all;
  if (!first) return refuse('Nothing is chosen.');
  const label = `Move ${all.length === 1 ? labelOf(first.statement) : `${all.length} gates`}`;
  const changed = units.map(({ source }) => source);
  const orders = all.map(({ neighbours }) => wantedOrder(list, neighbours));
  const proposed = (
    replacements: readonly TextReplacement[],
    ranges: readonly OffsetRange[],
    brought: readonly BroughtStatement[] = [],
  ) => {
    const statements = ranges.map((range, index) => ({ range, ...(orders[index] && { order: orders[index] }) }));
    const { definition } = list;
    return success({ replacements, label, changed, statements, brought, qubits: partner, definition });
  };
  if (all.every(({ fits }) => fits)) {
    const replacements = all.flatMap(({ operands }) => operands);
    if (replacements.length === 0) {
      return refuse('It stays where it is: gates are drawn as far left as their wires allow.', first.unit.source);
    }
    let shift = 0;
    const ranges = all.map(({ operands, unit: { source } }) => {
      const grown = operands.reduce((sum, { newText, range }) => sum + newText.length - (range.end - range.start), 0);
      const range = { start: source.start + shift, end: source.end + shift + grown };
      shift += grown;
      return range;
    });
    return proposed(replacements, ranges);
  }
  for (const { home, unit } of all) {
    if (!home.block || hasBraces(tree, home.block)) continue;
    const line = program.lineOf(unit.source);
    return refuse(`Line ${line} is all that its condition or loop does; move that as a whole.`, unit.source);
  }
  const earlier = all.flatMap(({ neighbours }) => neighbours.earlier);
  const later = all.flatMap(({ neighbours }) => neighbours.later);
  const bounds = {
    behind: Math.max(...all.map((each) => each.bounds.behind)),
    before: Math.min(...all.map((each) => each.bounds.before)),
  };
  const wires = new Set(all.flatMap(({ unit }) => unit.wires));
  const room = roomInText(program, { list, before: destination.before, wires }, { earlier, later }, bounds, left);
  if (!room.ok && all.length > 1) {
    return refuse('Together they have no place there in the text. Move them one after the other.', first.unit.source);
  }
  if (!room.ok) return room;
  const texts = all.map(({ operands, text }) => {
    const shifted = operands.map(({ newText, range }) => ({
      newText,
      range: { start: range.start - text.start, end: range.end - text.start },
    }));
    return applyReplacements(movedText(tree, text), shifted);
  });
  const inserted = insertedRoom(tree, list, room.value, texts);
  const away = withoutOverlaps(tree, [...all.map(({ text }) => takenAway(tree, text)), ...inserted.away]);
  const { ranges, replacements } = joined(away, inserted.insertion);
  const parts = inserted.partsOf(ranges);
  return proposed(replacements, parts.own, parts.brought);
}

function movedUnit(
  program: DrawnProgram,
  unit: DrawnUnit,
  { before, exchanges, keepsColumns = false, list, passesStraddling }: Destination,
  partner: ReadonlyMap<number, number>,
  left: ReadonlySet<Occupant>,
): Result<MovedUnit, Refusal> {
  const { analysis, circuit } = program;
  const { source } = unit;
  const listed = program.listOf(unit);
  if (!listed.ok) return listed;
  const home = listed.value;
  const index = home.statements.indexAt(source.start);
  const statement = home.statements.at(index);
  const line = program.lineOf(source);
  if (!statement) return refuse(`Line ${line} cannot be moved.`, source);
  if (unit.definition?.call !== list.definition?.call) {
    const { definition } = unit.definition ? unit : list;
    const name = definition?.node.name.name ?? '';
    return refuse(`Nothing goes into the definition of '${name}' or out of it. Place a gate instead.`, source);
  }
  const staysInList = home.block?.start === list.block?.start;
  if (list.block && list.block.start >= source.start && list.block.end <= source.end) {
    return refuse('A block cannot be moved into itself.', source);
  }
  if (!staysInList && dependsOnPlace(program, home, source)) {
    return refuse(`Line ${line} uses a variable that changes; move it to another block in the text.`, source);
  }
  if (!movableStatements.has(statement.kind)) {
    return refuse(`Line ${line} declares what other lines use; move it in the text.`, source);
  }
  const renamed = exchangedOperands(program, list, statement, exchanges);
  if (!renamed.ok) return renamed;
  const { operands, symbols } = renamed.value;
  const wires = new Set(unit.wires.map((wire) => (wire < circuit.qubitCount ? (partner.get(wire) ?? wire) : wire)));
  const place = { list, before: keepsColumns ? unit.firstColumn : before, passesStraddling, wires };
  const found = neighboursOf(program, place, left);
  if (!found.ok) return found;
  const neighbours = found.value;
  const text = statementText(analysis.tree, home.statements, index);
  const needs = staysInList ? boundsOf(program, list, index, text) : arrivalBounds(program, list, text);
  const declared = symbols.map((symbol) => (symbol ? declaredBy(program, list, symbol) : -1));
  const bounds = { ...needs, behind: Math.max(needs.behind, ...declared) };
  const fits =
    staysInList &&
    neighbours.earlier.every((each) => each.statement < index) &&
    neighbours.later.every((each) => each.statement > index) &&
    bounds.behind < index;
  return success({ unit, home, index, statement, text, operands, bounds, neighbours, fits });
}

interface ExchangedOperands {
  readonly operands: readonly TextReplacement[];
  readonly symbols: readonly (ProgramSymbol | undefined)[];
}

function exchangedOperands(
  program: DrawnProgram,
  list: DrawnList,
  statement: Statement,
  exchanges: readonly QubitExchange[],
): Result<ExchangedOperands, Refusal> {
  if (exchanges.every(({ from, to }) => from === to)) return success({ operands: [], symbols: [] });
  const { circuit } = program;
  const line = program.lineOf(statement);
  const written = operandsOf(statement);
  if (!written) return refuse(`Line ${line} names its qubits inside a block; change them in the text.`, statement);
  const names = namesIn(program, list);
  const qubits: number[] = [];
  for (const operand of written) {
    const qubit = names.qubitOf(operand);
    if (qubit === undefined) {
      return refuse(
        `Line ${line} names its qubits in another way than by register and number; change them in the text.`,
        operand,
      );
    }
    qubits.push(qubit);
  }
  const partner = partnersOf(exchanges, qubits);
  const operands: TextReplacement[] = [];
  const symbols: ExchangedOperands['symbols'][number][] = [];
  for (const [position, operand] of written.entries()) {
    const qubit = qubits[position] ?? -1;
    const wanted = partner.get(qubit) ?? qubit;
    if (wanted === qubit) continue;
    const name = wanted >= 0 && wanted < circuit.qubitCount ? names.qubit(wanted) : undefined;
    if (name === undefined) return refuse(noQubit(list), statement);
    operands.push({ range: { start: operand.start, end: operand.end }, newText: name });
    symbols.push(names.symbolOfQubit(wanted));
  }
  return success({ operands, symbols });
}

/** Why there is no name for a qubit. */
export function noQubit({ definition }: DrawnList): string {
  return definition
    ? `That wire is no argument of '${definition.node.name.name}' here.`
    : 'There is no qubit on that wire.';
}

/** What each qubit is exchanged for: others give up their place to one that comes to it. */
function partnersOf(exchanges: readonly QubitExchange[], qubits: readonly number[]): ReadonlyMap<number, number> {
  const partner = new Map(exchanges.map(({ from, to }) => [from, to]));
  for (const { from, to } of exchanges) if (qubits.includes(to) && !partner.has(to)) partner.set(to, from);
  return partner;
}

/** The qubits that a statement names; undefined where they are not all of what it acts on. */
function operandsOf(statement: Statement): readonly Expression[] | undefined {
  switch (statement.kind) {
    case 'gate-call':
      return statement.operands;
    case 'measure':
    case 'reset':
      return [statement.operand];
    case 'barrier':
      return statement.operands.length > 0 ? statement.operands : undefined;
    case 'assignment':
      return statement.value.kind === 'measure-expression' ? [statement.value.operand] : undefined;
    default:
      return undefined;
  }
}

function labelOf(statement: Statement): string {
  switch (statement.kind) {
    case 'gate-call':
      return statement.name.name;
    case 'measure':
      return 'a measurement';
    case 'reset':
    case 'barrier':
      return `a ${statement.kind}`;
    case 'assignment':
      return statement.value.kind === 'measure-expression' ? 'a measurement' : 'an assignment';
    default:
      return 'a block';
  }
}
