import type { TextEdit } from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { TextReplacement } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { LanguageDocument } from '../../languageService.ts';
import { canonicalUri } from '../../siblingUri.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import { openqasmRename } from '../openqasmRename.ts';
import type { ProgramSearch } from '../programSearch.ts';
import type { CircuitEditAnswer } from './circuitEdit.ts';
import type { CircuitGesture } from './circuitGesture.ts';
import { DrawnProgram } from './drawnProgram.ts';
import { registerOfWire } from './drawnRegister.ts';

/** Gives the register of a wire another name wherever it is mentioned, as the rename of the editor does, or says why not. */
export async function renameRegister(
  document: LanguageDocument,
  analysis: Analysis,
  { name, wire }: Extract<CircuitGesture, { kind: 'rename-register' }>,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<CircuitEditAnswer> {
  const { lines, uri, version } = document;
  const lowered = loweredCircuit(analysis);
  if (!lowered.ok) return { kind: 'refused', version, reason: lowered.reason };
  const found = registerOfWire(new DrawnProgram(analysis, lowered.circuit, automaticOpening), wire);
  if (!found.ok) return { kind: 'refused', version, ...found.error };
  const { end, name: old, start } = found.value.name;
  const source = { start, end };
  try {
    const { changes = {} } = (await openqasmRename(document, start, name.trim(), search, signal)) ?? {};
    const replacements: TextReplacement[] = [];
    const others: Record<string, readonly TextEdit[]> = {};
    for (const [address, edits] of Object.entries(changes)) {
      if (canonicalUri(address) !== canonicalUri(uri)) {
        others[address] = edits;
        continue;
      }
      for (const { newText, range } of edits) {
        replacements.push({ range: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) }, newText });
      }
    }
    if (replacements.length === 0)
      return { kind: 'refused', version, reason: `It is called '${old}' already.`, source };
    return {
      kind: 'edit',
      version,
      label: `Rename ${old} to ${name.trim()}`,
      replacements,
      statements: [],
      ...(Object.keys(others).length > 0 && { others }),
    };
  } catch (thrown) {
    // What the rename refuses is said as it says it; everything else went wrong.
    if (!Failure.is(thrown) || thrown.reason === 'cancelled') throw thrown;
    return { kind: 'refused', version, reason: thrown.message, source };
  }
}
