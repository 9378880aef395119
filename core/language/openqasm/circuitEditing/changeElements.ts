import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import type { Expression, GateCall } from '#core/openqasm/syntaxTree.ts';
import { chosenUnits } from './chosenUnits.ts';
import type { DrawnElement, EditProposal, Refusal } from './circuitGesture.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { hasBraces } from './insertedStatement.ts';
import { listedStatement } from './listedStatement.ts';
import { refuse } from './refuse.ts';
import { deleted, statementText, withoutOverlaps } from './statementText.ts';

/** Deletes the statements of elements; comments in them and behind them stay. */
export function deleteElements(
  program: DrawnProgram,
  elements: readonly DrawnElement[],
): Result<EditProposal, Refusal> {
  const { tree } = program.analysis;
  const units = chosenUnits(program, elements);
  if (!units.ok) return units;
  const replacements: TextReplacement[] = [];
  for (const { source } of units.value) {
    const line = program.lineOf(source);
    const found = listedStatement(tree, source);
    if (!found || found.statement.kind === 'classical-declaration') {
      return refuse(`Line ${line} declares what other lines use; delete it in the text.`, source);
    }
    const { block, index, list } = found;
    if (block && !hasBraces(tree, block)) {
      return refuse(`Line ${line} is all that its condition or loop does; delete that as a whole.`, source);
    }
    replacements.push(deleted(tree, statementText(tree, list, index)));
  }
  return success({
    replacements: withoutOverlaps(tree, replacements),
    label: units.value.length === 1 ? 'Delete a gate' : `Delete ${units.value.length} gates`,
    changed: units.value.map(({ source }) => source),
    statements: [],
    definition: units.value[0]?.definition,
  });
}

/** A parameter of a gate as the program writes it. */
export interface WrittenParameter {
  readonly name: string;
  readonly text: string;
}

/** The gate of an element and its parameters as they are written. */
export function writtenParameters(
  program: DrawnProgram,
  element: DrawnElement,
): Result<{ readonly gate: string; readonly parameters: readonly WrittenParameter[] }, Refusal> {
  const found = callOf(program, element);
  if (!found.ok) return found;
  const { call } = found.value;
  const { analysis } = program;
  const names = analysis.symbols[analysis.files[0]?.symbolOfToken[call.name.token] ?? -1]?.gate?.parameters ?? [];
  const parameters = call.arguments.map((argument, index) => ({
    name: names[index] ?? `parameter ${index + 1}`,
    text: textOf(program, argument),
  }));
  return success({ gate: call.name.name, parameters });
}

/** Writes other parameters of a gate. */
export function setParameters(
  program: DrawnProgram,
  element: DrawnElement,
  parameters: readonly string[],
): Result<EditProposal, Refusal> {
  const found = callOf(program, element);
  if (!found.ok) return found;
  const { arguments: given, end, name, start } = found.value.call;
  if (given.length !== parameters.length) {
    return refuse(`'${name.name}' takes ${given.length} parameters, not ${parameters.length}.`, { start, end });
  }
  const replacements: TextReplacement[] = [];
  let grown = 0;
  for (const [index, argument] of given.entries()) {
    const text = parameters[index]?.trim() ?? '';
    if (text === '') return refuse('Enter a number or an expression, such as pi/2.');
    const written = textOf(program, argument);
    if (text === written) continue;
    replacements.push({ range: { start: argument.start, end: argument.end }, newText: text });
    grown += text.length - written.length;
  }
  if (replacements.length === 0) return refuse('The parameters are these already.', { start, end });
  return success({
    replacements,
    label: `Change parameters of ${name.name}`,
    statements: [{ range: { start, end: end + grown } }],
    changed: [{ start, end }],
    isWritten: true,
    definition: found.value.unit.definition,
  });
}

function textOf({ analysis }: DrawnProgram, { end, start }: Expression): string {
  return analysis.tree.text.slice(start, end);
}

function callOf(
  program: DrawnProgram,
  element: DrawnElement,
): Result<{ readonly call: GateCall; readonly unit: DrawnUnit }, Refusal> {
  const unit = program.unit(element);
  if (!unit.ok) return unit;
  const found = listedStatement(program.analysis.tree, unit.value.source);
  if (found?.statement.kind !== 'gate-call') return refuse('This has no parameters.', unit.value.source);
  if (found.statement.arguments.length === 0) {
    return refuse(`'${found.statement.name.name}' has no parameters.`, unit.value.source);
  }
  return success({ call: found.statement, unit: unit.value });
}
