import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { GateCall, Modifier } from '#core/openqasm/syntaxTree.ts';
import type { CircuitGesture, EditProposal, Refusal } from './circuitGesture.ts';
import { controlsOf, withControl, withoutControl } from './controlledGates.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { hasBraces, insertion, joined } from './insertedStatement.ts';
import { noQubit } from './moveElements.ts';
import { refuse } from './refuse.ts';
import { boundsOf, declaredBy } from './statementNeeds.ts';
import { commentsIn, movedText, statementText, takenAway } from './statementText.ts';
import { gapFor, neighboursOf, wantedOrder } from './wantedPlace.ts';
import { namesIn } from './wireNames.ts';

type ToggleControl = Extract<CircuitGesture, { kind: 'toggle-control' }>;

/** Adds a control on a qubit to a gate, or takes the one away that it has there. */
export function toggleControl(
  program: DrawnProgram,
  { element, qubit, value }: ToggleControl,
): Result<EditProposal, Refusal> {
  const unit = program.unit(element);
  if (!unit.ok) return unit;
  const { source } = unit.value;
  const listed = program.listOf(unit.value);
  if (!listed.ok) return listed;
  const call = listed.value.statements.at(listed.value.statements.indexAt(source.start));
  if (call?.kind !== 'gate-call' || !call.isComplete || call.operands.length === 0) {
    return refuse('Only gates have controls.', source);
  }
  const names = namesIn(program, listed.value);
  const qubits = call.operands.map((operand) => names.qubitOf(operand));
  if (qubits.includes(undefined)) {
    const line = program.lineOf(source);
    const reason = `Line ${line} names its qubits in another way than by register and number; change them in the text.`;
    return refuse(reason, source);
  }
  const position = qubits.indexOf(qubit);
  if (position >= 0) {
    const edits = removedControl(program, call, position);
    const wires = unit.value.wires.filter((wire) => wire !== qubit);
    return edits.ok ? changedCall(program, unit.value, edits.value, wires, 'Remove a control') : edits;
  }
  const name = names.qubit(qubit);
  if (name === undefined) return refuse(noQubit(listed.value), source);
  const edits = addedControl(program, call, name, value);
  return edits.ok
    ? changedCall(program, unit.value, edits.value, [...unit.value.wires, qubit], 'Add a control')
    : edits;
}

/** The gate by the name it has under the control where it has one, or with a modifier. */
function addedControl(
  program: DrawnProgram,
  call: GateCall,
  qubit: string,
  value: 0 | 1,
): Result<TextReplacement[], Refusal> {
  const { analysis } = program;
  const first = call.operands[0] ?? call;
  const operand = { range: { start: first.start, end: first.start }, newText: `${qubit}, ` };
  const controlled = value === 1 && call.modifiers.length === 0 ? withControl(call.name.name) : undefined;
  const isKnown = (name: string) => analysis.globalScope.names.get(name)?.gate?.library !== undefined;
  if (controlled !== undefined && isKnown(call.name.name) && isKnown(controlled)) {
    return success([{ range: { start: call.name.start, end: call.name.end }, newText: controlled }, operand]);
  }
  if (analysis.version.major === 2) {
    const line = program.lineOf(call);
    return refuse(`OpenQASM 2 has no name for '${call.name.name}' of line ${line} with this control.`, call);
  }
  const modifier = value === 1 ? 'ctrl @ ' : 'negctrl @ ';
  return success([{ range: { start: call.start, end: call.start }, newText: modifier }, operand]);
}

function removedControl(program: DrawnProgram, call: GateCall, position: number): Result<TextReplacement[], Refusal> {
  const { tree } = program.analysis;
  const [operand, next] = [call.operands[position], call.operands[position + 1]];
  const notControl = refuse('There is no control on this wire, but what it controls.', call);
  if (!operand || !next) return notControl;
  const taken = { range: { start: operand.start, end: next.start }, newText: '' };
  const head = withoutControlAt(program, call, position);
  if (!head) return notControl;
  if (commentsIn(tree, taken.range).length > 0 || commentsIn(tree, head.range).length > 0) {
    return refuse('There is a comment in what would be removed; edit it in the text.', call);
  }
  return success([head, taken]);
}

/** The edit of the modifiers or the name that takes the control of a qubit away; undefined where it is none. */
function withoutControlAt(program: DrawnProgram, call: GateCall, position: number): TextReplacement | undefined {
  let first = 0;
  for (const [index, modifier] of call.modifiers.entries()) {
    if (modifier.name !== 'ctrl' && modifier.name !== 'negctrl') continue;
    const count = countOf(modifier);
    if (count === undefined) return undefined;
    if (position < first + count) {
      if (count > 1 && modifier.argument) {
        return { range: { start: modifier.argument.start, end: modifier.argument.end }, newText: String(count - 1) };
      }
      const next = call.modifiers[index + 1] ?? call.name;
      return { range: { start: modifier.start, end: next.start }, newText: '' };
    }
    first += count;
  }
  const { name } = call.name;
  const plain = withoutControl(name);
  const symbol = program.analysis.globalScope.names.get(name) ?? program.analysis.builtins.get(name);
  if (plain === undefined || !symbol?.gate || symbol.gate.definition) return undefined;
  if (position >= first + controlsOf(name)) return undefined;
  return { range: { start: call.name.start, end: call.name.end }, newText: plain };
}

function countOf({ argument }: Modifier): number | undefined {
  if (!argument) return 1;
  return argument.kind === 'integer' ? Number(argument.value) : undefined;
}

/** Edits a gate in its place, or moves it to where its place is on its new wires. */
function changedCall(
  program: DrawnProgram,
  unit: DrawnUnit,
  edits: readonly TextReplacement[],
  wires: readonly number[],
  label: string,
): Result<EditProposal, Refusal> {
  const { tree } = program.analysis;
  const { identity, source } = unit;
  const listed = program.listOf(unit);
  if (!listed.ok) return listed;
  const list = listed.value;
  const index = list.statements.indexAt(source.start);
  const left = new Set(list.occupants.filter((each) => each.identity === identity));
  const place = { list, before: unit.firstColumn, wires: new Set(wires) };
  const neighbours = neighboursOf(program, place, left);
  if (!neighbours.ok) return neighbours;
  const { earlier, later } = neighbours.value;
  const order = wantedOrder(list, neighbours.value);
  const changed = [source];
  const { definition } = list;
  const names = namesIn(program, listed.value);
  const symbols = wires.map((wire) => (wire < program.circuit.qubitCount ? names.symbolOfQubit(wire) : undefined));
  const declared = symbols.map((symbol) => (symbol ? declaredBy(program, list, symbol) : -1));
  const isInPlace =
    earlier.every((each) => each.statement < index) &&
    later.every((each) => each.statement > index) &&
    declared.every((statement) => statement < index);
  if (isInPlace) {
    const grown = edits.reduce((sum, { newText, range }) => sum + newText.length - (range.end - range.start), 0);
    const range = { start: source.start, end: source.end + grown };
    return success({ replacements: edits, label, changed, statements: [{ range, order }], definition });
  }
  if (list.block && !hasBraces(tree, list.block)) {
    return refuse('It is all that its condition or loop does; edit it in the text.', source);
  }
  const text = statementText(tree, list.statements, index);
  const bounds = boundsOf(program, list, index, text);
  const gap = gapFor(
    program,
    place,
    neighbours.value,
    { ...bounds, behind: Math.max(bounds.behind, ...declared) },
    left,
  );
  if (!gap.ok) return gap;
  const shifted = edits.map(({ newText, range }) => ({
    newText,
    range: { start: range.start - text.start, end: range.end - text.start },
  }));
  const written = applyReplacements(movedText(tree, text), shifted);
  const { ranges, replacements } = joined([takenAway(tree, text)], insertion(tree, list, gap.value, [written]));
  const statements = ranges.map((range) => ({ range, order }));
  return success({ replacements, label, changed, statements, definition });
}
