import type { TextEdit } from 'vscode-languageserver-types';
import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import { deleteElements, setParameters } from './changeElements.ts';
import { changeWires } from './changeWires.ts';
import type { CircuitGesture, EditProposal, Refusal, WireGesture } from './circuitGesture.ts';
import { duplicateElements, pasteStatements } from './copyElements.ts';
import { DrawnProgram } from './drawnProgram.ts';
import { moveElements } from './moveElements.ts';
import { placeOperation } from './placeOperation.ts';
import { shiftElements } from './shiftElements.ts';
import { toggleControl } from './toggleControl.ts';
import { verifyDefinition } from './verifiedDefinition.ts';
import { verifyEdit } from './verifiedEdit.ts';
import { verifyWires } from './verifiedWires.ts';
import { writeOut } from './writeOut.ts';

/** What becomes of a gesture; offsets of an edit are those of the text before it, `statements` of the text after. */
export type CircuitEditAnswer =
  | {
      readonly kind: 'edit';
      readonly version: number;
      readonly label: string;
      readonly replacements: readonly TextReplacement[];
      readonly statements: readonly OffsetRange[];
      /** Edits of other files that mention what is renamed, by address. */
      readonly others?: Readonly<Record<string, readonly TextEdit[]>>;
    }
  | ({ readonly kind: 'refused'; readonly version: number } & Refusal);

/** What is an edit of the text alone. */
export type DirectGesture = Exclude<CircuitGesture, { kind: 'rename-register' }>;

/** Analyses a changed text of the program, with the files it includes. */
export type AnalyseText = (text: string) => Promise<Analysis>;

/**
 * The edit of a program that a gesture in its drawing stands for: the least that does it, with all comments kept.
 * It is made on a copy and verified before it is answered; what would change anything else is refused.
 * @param opening which calls and loops the drawing opens
 */
export async function circuitEdit(
  analysis: Analysis,
  version: number,
  gesture: DirectGesture,
  opening: GroupOpening,
  analyse: AnalyseText,
): Promise<CircuitEditAnswer> {
  const lowered = loweredCircuit(analysis, { withGroups: true });
  if (!lowered.ok) return { kind: 'refused', version, reason: lowered.reason };
  const program = new DrawnProgram(analysis, lowered.circuit, opening);
  if (isOfWires(gesture)) {
    const proposed = changeWires(program, gesture);
    if (!proposed.ok) return { kind: 'refused', version, ...proposed.error };
    const { label, replacements } = proposed.value;
    const after = await analyse(applyReplacements(analysis.tree.text, replacements));
    const verified = verifyWires(lowered.circuit, after, proposed.value);
    if (!verified.ok) return { kind: 'refused', version, ...verified.error };
    return { kind: 'edit', version, label, replacements, statements: [] };
  }
  const proposed = proposal(program, gesture);
  if (!proposed.ok) return { kind: 'refused', version, ...proposed.error };
  const after = await analyse(applyReplacements(analysis.tree.text, proposed.value.replacements));
  const { definition, replacements, statements } = proposed.value;
  const verified = definition
    ? verifyDefinition(lowered.circuit, after, proposed.value, definition)
    : verifyEdit(lowered.circuit, after, proposed.value);
  if (!verified.ok) return { kind: 'refused', version, ...verified.error };
  const changed = definition?.node.name;
  if (definition && changed && !gesture.changes?.includes(changed.name)) {
    const uses = definition.uses === 1 ? 'once' : `${definition.uses} times`;
    const reason = `This changes the definition of '${changed.name}', which is used ${uses}.`;
    const source = { start: changed.start, end: changed.end };
    return { kind: 'refused', version, reason, source, offer: 'change-definition', definition: changed.name };
  }
  const label = changed ? `${proposed.value.label} in '${changed.name}'` : proposed.value.label;
  return { kind: 'edit', version, label, replacements, statements: statements.map(({ range }) => range) };
}

function isOfWires(gesture: DirectGesture): gesture is WireGesture {
  return gesture.kind === 'add-wire' || gesture.kind === 'resize-register' || gesture.kind === 'delete-wire';
}

function proposal(program: DrawnProgram, gesture: Exclude<DirectGesture, WireGesture>): Result<EditProposal, Refusal> {
  switch (gesture.kind) {
    case 'place':
      return placeOperation(program, gesture);
    case 'move':
      return moveElements(program, gesture);
    case 'shift':
      return shiftElements(program, gesture);
    case 'duplicate':
      return duplicateElements(program, gesture.elements);
    case 'paste':
      return pasteStatements(program, gesture.text, gesture.behind);
    case 'delete':
      return deleteElements(program, gesture.elements);
    case 'toggle-control':
      return toggleControl(program, gesture);
    case 'set-parameters':
      return setParameters(program, gesture.element, gesture.parameters);
    case 'write-out':
      return writeOut(program, gesture.element);
  }
}
