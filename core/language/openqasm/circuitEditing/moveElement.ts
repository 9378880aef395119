import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';
import type { DrawnElement, EditProposal, QubitExchange, Refusal, ShiftDirection } from './circuitGesture.ts';
import type { DrawnProgram, DrawnUnit, Occupant } from './drawnProgram.ts';
import { insertion, joined } from './insertedStatement.ts';
import { refuse } from './refuse.ts';
import { boundsOf, declaredBy } from './statementNeeds.ts';
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
  element: DrawnElement,
  before: number,
  exchanges: readonly QubitExchange[],
): Result<EditProposal, Refusal> {
  const unit = program.unit(element);
  if (!unit.ok) return unit;
  return moveUnit(program, unit.value, before, exchanges);
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
  const { firstColumn, lastColumn, source, wires } = unit;
  const own = new Set(unit.occupants);
  const others = program.occupants.filter((each) => !own.has(each) && each.wires.some((wire) => wires.includes(wire)));
  switch (direction) {
    case 'left': {
      const sooner = others.filter((each) => each.lastColumn < firstColumn);
      if (sooner.length === 0) return refuse('It is the first on its wires.', source);
      const nearest = sooner.reduce((best, each) => (each.lastColumn > best.lastColumn ? each : best));
      return moveUnit(program, unit, nearest.firstColumn, []);
    }
    case 'right': {
      const behind = others.filter((each) => each.firstColumn > lastColumn);
      if (behind.length === 0) return refuse('It is the last on its wires.', source);
      const nearest = behind.reduce((best, each) => (each.firstColumn < best.firstColumn ? each : best));
      return moveUnit(program, unit, nearest.lastColumn + 1, []);
    }
    case 'up':
    case 'down': {
      const step = direction === 'up' ? -1 : 1;
      const qubits = wires.filter((wire) => wire < program.circuit.qubitCount);
      const exchanges = qubits.map((from) => ({ from, to: from + step }));
      return moveUnit(program, unit, firstColumn, exchanges);
    }
  }
}

function moveUnit(
  program: DrawnProgram,
  unit: DrawnUnit,
  before: number,
  exchanges: readonly QubitExchange[],
): Result<EditProposal, Refusal> {
  const { analysis, circuit } = program;
  const { tree } = analysis;
  const { source } = unit;
  const index = program.statementOf(source);
  const statement = tree.statements.at(index);
  const line = program.lineOf(source);
  if (!statement || statement.start !== source.start || statement.end !== source.end || unit.occupants.length === 0) {
    return refuse(`Line ${line} is in a block; move it in the text.`, source);
  }
  if (!movableStatements.has(statement.kind)) {
    return refuse(`Line ${line} declares what other lines use; move it in the text.`, source);
  }
  const renamed = exchangedOperands(program, statement, exchanges);
  if (!renamed.ok) return renamed;
  const { operands, symbols } = renamed.value;
  const partner = partnersOf(exchanges, unit.wires);
  const left: ReadonlySet<Occupant> = new Set(unit.occupants);
  const place = {
    before,
    wires: new Set(unit.wires.map((wire) => (wire < circuit.qubitCount ? (partner.get(wire) ?? wire) : wire))),
  };
  const neighbours = neighboursOf(program, place, left);
  if (!neighbours.ok) return neighbours;
  const text = statementText(tree, tree.statements, index);
  const bounds = boundsOf(program, index, text);
  const behind = symbols.reduce(
    (most, symbol) => Math.max(most, symbol ? declaredBy(program, symbol) : -1),
    bounds.behind,
  );
  const gap = gapFor(program, place, neighbours.value, { ...bounds, behind }, left);
  if (!gap.ok) return gap;
  const label = `Move ${labelOf(statement)}`;
  const verified = { changed: [source], order: wantedOrder(neighbours.value) };
  const fits =
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
  const shifted = operands.map(({ newText, range }) => ({
    newText,
    range: { start: range.start - text.start, end: range.end - text.start },
  }));
  const moved = applyReplacements(movedText(tree, text), shifted);
  return success({ ...joined([takenAway(tree, text)], insertion(tree, gap.value, moved)), label, ...verified });
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
