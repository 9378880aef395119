import type { CodeAction } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from './languageDocuments.ts';
import { applyTextEdits } from './markedDocument.ts';
import { readMarkers } from './markers.ts';

/** A circuit with a selection, seen by a language service that knows some other files. */
export interface ActionPlace {
  readonly text: string;
  readonly selection: OffsetRange;
  /** Other files by address. */
  readonly files?: Readonly<Record<string, string>>;
  readonly uri?: string;
}

const circuit = 'file:///project/circuit.qasm';

/** The place of the first caret or range of a marked text; the beginning of one without. */
export function actionPlace(marked: string, files: ActionPlace['files'] = {}): ActionPlace {
  const { carets, ranges, text } = readMarkers(marked);
  const [caret = 0] = carets;
  return { text, selection: ranges[0] ?? { start: caret, end: caret }, files };
}

/** What is offered at a place, with its edits. */
export async function offeredActions(place: ActionPlace, only?: readonly string[]): Promise<CodeAction[]> {
  const language = openqasmLanguage(memoryWorkspace(place.files));
  const document = languageDocument(place.text, place.uri ?? circuit);
  const range = document.lines.rangeAt(place.selection);
  const actions = (await language.codeActions?.(document, range, only, neverCancelled)) ?? [];
  return Promise.all(
    actions.map(
      async (action) =>
        (action.edit ? action : await language.resolveCodeAction?.(document, action, neverCancelled)) ?? action,
    ),
  );
}

/** The text of a file after an action. */
export function afterAction(action: CodeAction, text: string, uri = circuit): string {
  return applyTextEdits(text, action.edit?.changes?.[uri] ?? []);
}
