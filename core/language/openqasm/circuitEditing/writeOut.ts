import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';
import type { DrawnElement, EditProposal, Refusal } from './circuitGesture.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { hasBraces } from './insertedStatement.ts';
import { listedStatement } from './listedStatement.ts';
import { refuse } from './refuse.ts';
import { commentsIn, lineEndOf, statementText } from './statementText.ts';
import { WireNames } from './wireNames.ts';

/** Writes one statement for each gate, measurement or reset that a statement applies to registers. */
export function writeOut(program: DrawnProgram, { source }: DrawnElement): Result<EditProposal, Refusal> {
  const { analysis, circuit } = program;
  const { tree } = analysis;
  const line = program.lineOf(source);
  const found = listedStatement(tree, source);
  const operands = found && operandsOf(found.statement);
  if (!found || !operands) return refuse(`Line ${line} cannot be written out; edit it in the text.`, source);
  const names = new WireNames(analysis, circuit);
  const registers: (readonly string[] | undefined)[] = [];
  let copies = 1;
  for (const operand of operands) {
    const elements = names.elementsOf(operand);
    if (!elements) return refuse(`Line ${line} names what it acts on in a way that cannot be written out.`, operand);
    const isRegister = elements.kind === 'register';
    if (isRegister) copies = elements.names.length;
    registers.push(isRegister ? elements.names : undefined);
  }
  if (registers.every((each) => each === undefined)) {
    return refuse(`Line ${line} is repeated by what is around it; edit that in the text.`, source);
  }
  const text = statementText(tree, found.list, found.index);
  if (text.start < text.statementStart) {
    return refuse(`Line ${line} has an annotation, which is for the whole of it; edit it in the text.`, source);
  }
  if (found.block && !hasBraces(tree, found.block)) {
    return refuse(`Line ${line} is all that its condition or loop does; give that braces in the text first.`, source);
  }
  // The comments in it stay with the first.
  const comments = commentsIn(tree, text).map(({ end, start }): TextReplacement => {
    const blanks = /\s*/y;
    blanks.lastIndex = end;
    blanks.exec(tree.text);
    return { range: { start, end: blanks.lastIndex }, newText: /[\s(]/.test(tree.text.charAt(start - 1)) ? '' : ' ' };
  });
  const statements = Array.from({ length: copies }, (_, copy) => {
    const named = operands.flatMap(({ end, start }, position): TextReplacement[] => {
      const newText = registers[position]?.[copy];
      return newText === undefined ? [] : [{ range: { start, end }, newText }];
    });
    return replacedWithin(tree.text, text, copy === 0 ? named : [...comments, ...named]);
  });
  const separator = text.startsLine ? `${lineEndOf(tree.text)}${text.indentation}` : ' ';
  const newText = statements.join(separator);
  return success({
    replacements: [{ range: { start: text.start, end: text.end }, newText }],
    label: `Write line ${line} out`,
    changed: [],
    statements: [],
  });
}

/** A piece of a text after replacements in it. */
function replacedWithin(text: string, { end, start }: OffsetRange, replacements: readonly TextReplacement[]): string {
  const within = replacements.map(({ newText, range }) => ({
    newText,
    range: { start: range.start - start, end: range.end - start },
  }));
  return applyReplacements(text.slice(start, end), within);
}

/** The qubits and bits that a statement takes one of each time. */
function operandsOf(statement: Statement): readonly Expression[] | undefined {
  switch (statement.kind) {
    case 'gate-call':
      return statement.operands;
    case 'reset':
      return [statement.operand];
    case 'measure':
      return statement.target ? [statement.operand, statement.target] : [statement.operand];
    case 'assignment':
      return statement.value.kind === 'measure-expression' ? [statement.target, statement.value.operand] : undefined;
    default:
      return undefined;
  }
}
