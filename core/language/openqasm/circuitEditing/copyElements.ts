import { type Result, success } from '#core/base/result.ts';
import { parseProgram } from '#core/openqasm/index.ts';
import { chosenUnits } from './chosenUnits.ts';
import type { DrawnElement, EditProposal, Refusal } from './circuitGesture.ts';
import type { DrawnList } from './drawnList.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { insertion, joined } from './insertedStatement.ts';
import { refuse } from './refuse.ts';
import { lineEndOf } from './statementText.ts';

/** The statements of elements as they stand in the text, a line each. */
export function copiedText(program: DrawnProgram, elements: readonly DrawnElement[]): Result<string, Refusal> {
  const texts = textsOf(program, elements);
  if (!texts.ok) return texts;
  const lineEnd = lineEndOf(program.analysis.tree.text);
  return success(texts.value.map((text) => `${text}${lineEnd}`).join(''));
}

/** Writes the statements of elements again behind the last of them. */
export function duplicateElements(
  program: DrawnProgram,
  elements: readonly DrawnElement[],
): Result<EditProposal, Refusal> {
  const texts = textsOf(program, elements);
  if (!texts.ok) return texts;
  const units = chosenUnits(program, elements);
  if (!units.ok) return units;
  const last = units.value.at(-1);
  if (!last) return refuse('Nothing is chosen.');
  const list = program.listOf(last);
  if (!list.ok) return list;
  const label = texts.value.length === 1 ? 'Duplicate a gate' : `Duplicate ${texts.value.length} gates`;
  return inserted(program, list.value, last.source.start, texts.value, label);
}

/** Writes statements behind that of an element, or at the end of the program. */
export function pasteStatements(
  program: DrawnProgram,
  pasted: string,
  behind: DrawnElement | undefined,
): Result<EditProposal, Refusal> {
  const { statements, text } = parseProgram(pasted);
  const texts = [...statements].map(({ end, start }) => text.slice(start, end));
  if (texts.length === 0 || [...statements].some(({ kind }) => kind === 'unreadable')) {
    return refuse('The clipboard has no OpenQASM statements.');
  }
  const label = texts.length === 1 ? 'Paste a statement' : `Paste ${texts.length} statements`;
  if (!behind) return inserted(program, program.list, program.analysis.tree.text.length, texts, label);
  const unit = program.unit(behind);
  if (!unit.ok) return unit;
  const { definition } = unit.value;
  if (definition) {
    return refuse(`Paste it into the definition of '${definition.node.name.name}' in the text.`, definition.node.name);
  }
  const list = program.listOf(unit.value);
  if (!list.ok) return list;
  return inserted(program, list.value, unit.value.source.start, texts, label);
}

function textsOf(program: DrawnProgram, elements: readonly DrawnElement[]): Result<readonly string[], Refusal> {
  const units = chosenUnits(program, elements);
  if (!units.ok) return units;
  return success(units.value.map(({ source: { end, start } }) => program.analysis.tree.text.slice(start, end)));
}

/** Puts statements behind the one of a list that an offset is in. */
function inserted(
  program: DrawnProgram,
  list: DrawnList,
  offset: number,
  texts: readonly string[],
  label: string,
): Result<EditProposal, Refusal> {
  const gap = { side: 'behind', statement: list.statements.indexAt(offset) } as const;
  const { ranges, replacements } = joined([], insertion(program.analysis.tree, list, gap, texts));
  return success({
    replacements,
    label,
    changed: [],
    isWritten: true,
    statements: ranges.map((range) => ({ range })),
    definition: list.definition,
  });
}
