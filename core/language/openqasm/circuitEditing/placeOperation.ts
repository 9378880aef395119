import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import { gateDefinitionText } from '#core/openqasm/gateDefinitions.ts';
import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { insertAfterIncludes } from '#core/openqasm/insertions.ts';
import type { CircuitGesture, EditProposal, PlacedOperation, Refusal } from './circuitGesture.ts';
import type { DrawnList } from './drawnList.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { chosenGate } from './gateChoice.ts';
import { insertedRoom } from './insertedRoom.ts';
import { joined } from './insertedStatement.ts';
import { type BitDeclaration, declarationEdit, freeBit, newBits } from './measuredBit.ts';
import { refuse } from './refuse.ts';
import { roomInText } from './roomInText.ts';
import { declaredBy } from './statementNeeds.ts';
import { withoutOverlaps } from './statementText.ts';
import { neighboursOf, wantedOrder } from './wantedPlace.ts';
import { namesIn, WireNames } from './wireNames.ts';

/** A statement to be written, and what it needs of the program. */
interface WrittenStatement {
  readonly text: string;
  readonly label: string;
  readonly wires: readonly number[];
  /** Declared names that it uses. */
  readonly symbols: readonly (ProgramSymbol | undefined)[];
  /** What is to stand behind the includes. */
  readonly lines?: string;
  /** What declares the bit that it is measured into. */
  readonly declaration?: BitDeclaration;
}

const nothing: ReadonlySet<never> = new Set();

/** Writes a statement for a gate, measurement, reset or barrier where its place in the drawing is. */
export function placeOperation(
  program: DrawnProgram,
  { before, operation, within }: Extract<CircuitGesture, { kind: 'place' }>,
): Result<EditProposal, Refusal> {
  const found = program.listIn(within);
  if (!found.ok) return found;
  const list = found.value;
  const written = writtenStatement(program, list, operation);
  if (!written.ok) return written;
  const { declaration, label, lines, symbols, text, wires } = written.value;
  const { tree } = program.analysis;
  const place = { list, before, wires: new Set(wires) };
  const neighbours = neighboursOf(program, place, nothing);
  if (!neighbours.ok) return neighbours;
  const behind = symbols.reduce((most, symbol) => Math.max(most, symbol ? declaredBy(program, list, symbol) : -1), -1);
  const declared = declaration && !list.block ? Math.max(behind, declaration.behind) : behind;
  const required = { behind: declared, before: list.statements.length };
  const room = roomInText(program, place, neighbours.value, required, nothing);
  if (!room.ok) return room;
  const earlier: TextReplacement[] = [];
  const inserted = insertedRoom(tree, list, room.value, [text]);
  const { start } = inserted.insertion.replacement.range;
  if (lines !== undefined) earlier.push(insertAfterIncludes(tree, start, lines));
  if (declaration) earlier.push(declarationEdit(program, declaration, start));
  const order = wantedOrder(list, neighbours.value);
  const away = withoutOverlaps(tree, inserted.away);
  const { ranges, replacements } = joined([...earlier, ...away], inserted.insertion);
  const { brought, own } = inserted.partsOf(ranges);
  const statements = own.map((range) => ({ range, order }));
  const { definition } = list;
  return success({ replacements, label, changed: [], isWritten: true, statements, brought, definition });
}

function writtenStatement(
  program: DrawnProgram,
  list: DrawnList,
  operation: PlacedOperation,
): Result<WrittenStatement, Refusal> {
  const { analysis, circuit } = program;
  const names = namesIn(program, list);
  const { definition } = list;
  if (definition?.node.kind === 'gate' && (operation.kind === 'measure' || operation.kind === 'reset')) {
    return refuse(`'${definition.node.name.name}' is a gate: it holds gates and barriers.`, definition.node.name);
  }
  if (definition && operation.kind === 'measure') {
    return refuse(
      'In a subroutine the text has to say what becomes of a measurement; write it there.',
      definition.node.name,
    );
  }
  const qubits = operation.kind === 'gate' || operation.kind === 'barrier' ? operation.qubits : [operation.qubit];
  const written: string[] = [];
  for (const qubit of qubits) {
    const name = qubit < circuit.qubitCount ? names.qubit(qubit) : undefined;
    if (name === undefined) {
      return definition
        ? refuse(`This wire is no argument of '${definition.node.name.name}' here.`, definition.node.name)
        : refuse('A gate needs qubits; this wire has no qubit that the program can name here.');
    }
    written.push(name);
  }
  if (new Set(qubits).size < qubits.length) return refuse('A gate needs different qubits.');
  const symbols = qubits.map((qubit) => names.symbolOfQubit(qubit));
  const operands = written.join(', ');
  switch (operation.kind) {
    case 'gate': {
      const gate = chosenGate(analysis, operation.name);
      if (!gate.ok) return gate;
      const { include, isDefined, name, parameters, qubits: taken } = gate.value;
      const lines = [
        ...(include === undefined ? [] : [`include "${include}";`]),
        ...(isDefined ? [gateDefinitionText(name, analysis.version.major) ?? ''] : []),
      ];
      if (qubits.length !== taken.length) return refuse(`'${name}' acts on ${counted(taken.length, 'qubit')}.`);
      if (
        parameters.length !== operation.parameters.length ||
        operation.parameters.some((each) => each.trim() === '')
      ) {
        return refuse(`'${name}' takes ${counted(parameters.length, 'parameter')}: ${parameters.join(', ')}.`);
      }
      const given = parameters.length > 0 ? `(${operation.parameters.map((each) => each.trim()).join(', ')})` : '';
      return success({
        text: `${name}${given} ${operands};`,
        label: `Place ${name}`,
        wires: qubits,
        symbols: [...symbols, ...mentioned(program, operation.parameters), analysis.globalScope.names.get(name)],
        ...(lines.length > 0 && { lines: lines.join('\n') }),
      });
    }
    case 'measure': {
      const isVersion2 = analysis.version.major === 2;
      const measured = (target: string) =>
        isVersion2 ? `measure ${operands} -> ${target};` : `${target} = measure ${operands};`;
      const label = 'Place a measurement';
      const bit = freeBit(program, operation.qubit);
      const wires = new WireNames(analysis, circuit);
      const target = bit === undefined ? undefined : wires.bit(bit);
      if (bit === undefined || target === undefined) {
        const declaration = newBits(program, operation.qubit);
        return success({ text: measured(declaration.target), label, wires: qubits, symbols, declaration });
      }
      return success({
        text: measured(target),
        label,
        wires: [...qubits, ...bitWires(program, bit)],
        symbols: [...symbols, wires.symbolOfBit(bit)],
      });
    }
    case 'reset':
      return success({ text: `reset ${operands};`, label: 'Place a reset', wires: qubits, symbols });
    case 'barrier':
      return success({ text: `barrier ${operands};`, label: 'Place a barrier', wires: qubits, symbols });
  }
}

/** What a text names of the program; names of nothing are found when the edit is verified. */
function mentioned({ analysis }: DrawnProgram, texts: readonly string[]): (ProgramSymbol | undefined)[] {
  return texts.flatMap((text) =>
    (text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map((name) => analysis.globalScope.names.get(name)),
  );
}

function bitWires({ wires }: DrawnProgram, bit: number): number[] {
  const wire = wires.bit(bit);
  return wire === undefined ? [] : [wire];
}

function counted(count: number, what: string): string {
  return count === 0 ? `no ${what}` : `${count} ${what}${count === 1 ? '' : 's'}`;
}
