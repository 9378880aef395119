import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';
import type {
  CircuitGesture,
  DrawnElement,
  EditProposal,
  QubitExchange,
  Refusal,
  ShiftDirection,
} from './circuitGesture.ts';
import type { DrawnList, Occupant } from './drawnList.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { hasBraces, insertion, joined } from './insertedStatement.ts';
import { refuse } from './refuse.ts';
import { arrivalBounds, boundsOf, declaredBy, dependsOnPlace } from './statementNeeds.ts';
import { movedText, statementText, takenAway } from './statementText.ts';
import { gapFor, neighboursOf, wantedOrder } from './wantedPlace.ts';
import { WireNames } from './wireNames.ts';

/** Statements that may stand elsewhere; what declares or includes something stays where it is. */
const movableStatements: ReadonlySet<Statement['kind']> = new Set([
  'gate-call',
  'measure',
  'reset',
  'barrier',
  'assignment',
  'expression',
  'if',
  'for',
  'while',
  'switch',
  'box',
  'block',
]);

/** Moves the statement of an element to where its place in the drawing is, with other qubits where that is wanted. */
export function moveElement(
  program: DrawnProgram,
  { before, element, wires, within }: Extract<CircuitGesture, { kind: 'move' }>,
): Result<EditProposal, Refusal> {
  const unit = program.unit(element);
  if (!unit.ok) return unit;
  const list = program.listIn(within);
  if (!list.ok) return list;
  return moveUnit(program, unit.value, { list: list.value, before, exchanges: wires });
}

/** Moves an element past its nearest neighbour, or to the qubits above or below. */
export function shiftElement(
  program: DrawnProgram,
  element: DrawnElement,
  direction: ShiftDirection,
): Result<EditProposal, Refusal> {
  const found = program.unit(element);
  if (!found.ok) return found;
  const unit = found.value;
  const { firstColumn, identity, lastColumn, source, wires } = unit;
  const listed = program.listOf(unit);
  if (!listed.ok) return listed;
  const list = listed.value;
  const others = list.occupants.filter(
    (each) => each.identity !== identity && each.wires.some((wire) => wires.includes(wire)),
  );
  const where = list.block ? ' in its block. Drag it out of the frame to move it further.' : '.';
  switch (direction) {
    case 'left': {
      const sooner = others.filter((each) => each.lastColumn < firstColumn);
      if (sooner.length === 0) return refuse(`It is the first on its wires${where}`, source);
      const nearest = sooner.reduce((best, each) => (each.lastColumn > best.lastColumn ? each : best));
      return moveUnit(program, unit, { list, before: nearest.firstColumn, exchanges: [] });
    }
    case 'right': {
      const behind = others.filter((each) => each.firstColumn > lastColumn);
      if (behind.length === 0) return refuse(`It is the last on its wires${where}`, source);
      const nearest = behind.reduce((best, each) => (each.firstColumn < best.firstColumn ? each : best));
      return moveUnit(program, unit, { list, before: nearest.lastColumn + 1, exchanges: [] });
    }
    case 'up':
    case 'down': {
      const step = direction === 'up' ? -1 : 1;
      const qubits = wires.filter((wire) => wire < program.circuit.qubitCount);
      const exchanges = qubits.map((from) => ({ from, to: from + step }));
      return moveUnit(program, unit, { list, before: firstColumn, exchanges });
    }
  }
}

/** Where a unit goes: among the statements of a list, before a column, and with which other qubits. */
interface Destination {
  readonly list: DrawnList;
  readonly before: number;
  readonly exchanges: readonly QubitExchange[];
}

function moveUnit(
  program: DrawnProgram,
  unit: DrawnUnit,
  { before, exchanges, list }: Destination,
): Result<EditProposal, Refusal> {
  const { analysis, circuit } = program;
  const { tree } = analysis;
  const { identity, source } = unit;
  const home = program.listOf(unit);
  if (!home.ok) return home;
  const index = home.value.statements.indexAt(source.start);
  const statement = home.value.statements.at(index);
  const line = program.lineOf(source);
  if (!statement) return refuse(`Line ${line} cannot be moved.`, source);
  const staysInList = home.value.block?.start === list.block?.start;
  if (list.block && list.block.start >= source.start && list.block.end <= source.end) {
    return refuse('A block cannot be moved into itself.', source);
  }
  if (!staysInList && dependsOnPlace(program, home.value, source)) {
    return refuse(`Line ${line} uses a variable that changes; move it to another block in the text.`, source);
  }
  if (!movableStatements.has(statement.kind)) {
    return refuse(`Line ${line} declares what other lines use; move it in the text.`, source);
  }
  const renamed = exchangedOperands(program, statement, exchanges);
  if (!renamed.ok) return renamed;
  const { operands, symbols } = renamed.value;
  const partner = partnersOf(exchanges, unit.wires);
  const left: ReadonlySet<Occupant> = new Set(list.occupants.filter((each) => each.identity === identity));
  const place = {
    list,
    before,
    wires: new Set(unit.wires.map((wire) => (wire < circuit.qubitCount ? (partner.get(wire) ?? wire) : wire))),
  };
  const neighbours = neighboursOf(program, place, left);
  if (!neighbours.ok) return neighbours;
  const text = statementText(tree, home.value.statements, index);
  const bounds = staysInList ? boundsOf(program, list, index, text) : arrivalBounds(program, list, text);
  const behind = symbols.reduce(
    (most, symbol) => Math.max(most, symbol ? declaredBy(program, list, symbol) : -1),
    bounds.behind,
  );
  const gap = gapFor(program, place, neighbours.value, { ...bounds, behind }, left);
  if (!gap.ok) return gap;
  const label = `Move ${labelOf(statement)}`;
  const verified = { changed: [source], order: wantedOrder(list, neighbours.value), qubits: partner };
  const fits =
    staysInList &&
    neighbours.value.earlier.every((each) => each.statement < index) &&
    neighbours.value.later.every((each) => each.statement > index) &&
    behind < index;
  if (fits) {
    if (operands.length === 0) {
      return refuse('It stays where it is: gates are drawn as far left as their wires allow.', source);
    }
    const grown = operands.reduce((sum, { newText, range }) => sum + newText.length - (range.end - range.start), 0);
    const statement = { start: source.start, end: source.end + grown };
    return success({ replacements: operands, label, statement, ...verified });
  }
  if (home.value.block && !hasBraces(tree, home.value.block)) {
    return refuse(`Line ${line} is all that its condition or loop does; move that as a whole.`, source);
  }
  const shifted = operands.map(({ newText, range }) => ({
    newText,
    range: { start: range.start - text.start, end: range.end - text.start },
  }));
  const moved = applyReplacements(movedText(tree, text), shifted);
  return success({
    ...joined([takenAway(tree, text)], insertion(tree, list, gap.value, moved)),
    label,
    ...verified,
  });
}

interface ExchangedOperands {
  readonly operands: readonly TextReplacement[];
  readonly symbols: readonly ReturnType<WireNames['symbolOfQubit']>[];
}

function exchangedOperands(
  { analysis, circuit }: DrawnProgram,
  statement: Statement,
  exchanges: readonly QubitExchange[],
): Result<ExchangedOperands, Refusal> {
  if (exchanges.every(({ from, to }) => from === to)) return success({ operands: [], symbols: [] });
  const line = analysis.lines.positionAt(statement.start).line + 1;
  const written = operandsOf(statement);
  if (!written) return refuse(`Line ${line} names its qubits inside a block; change them in the text.`, statement);
  const names = new WireNames(analysis, circuit);
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
    if (name === undefined) return refuse('There is no qubit on that wire.', statement);
    operands.push({ range: { start: operand.start, end: operand.end }, newText: name });
    symbols.push(names.symbolOfQubit(wanted));
  }
  return success({ operands, symbols });
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
