import { expect } from 'vitest';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from './languageDocuments.ts';
import { applyTextEdits } from './markedDocument.ts';
import { readCaret } from './markers.ts';

const uri = 'file:///project/circuit.qasm';

export interface CompletionCase {
  /** Other files by address. */
  readonly files?: Readonly<Record<string, string>>;
  readonly includePaths?: string[];
  /** The character that asked, instead of the user. */
  readonly trigger?: string;
}

/** What is proposed at the caret of a marked text. */
export async function completionsAt(marked: string, options: CompletionCase = {}): Promise<CompletionList> {
  const { caret, text } = readCaret(marked);
  const language = openqasmLanguage(memoryWorkspace(options.files), { includePaths: options.includePaths ?? [] });
  const document = languageDocument(text, uri);
  return language.completion(document, document.lines.positionAt(caret), neverCancelled, options.trigger);
}

/** The documentation of a proposal, which editors ask for when they show it. */
export async function documentationOf(marked: string, label: string): Promise<unknown> {
  const { caret, text } = readCaret(marked);
  const language = openqasmLanguage();
  const document = languageDocument(text, uri);
  const { items } = await language.completion(document, document.lines.positionAt(caret), neverCancelled);
  const item = items.find((each) => each.label === label);
  if (!item) throw new Error(`'${label}' is not proposed.`);
  expect(item.documentation).toBeUndefined();
  return (await language.resolveCompletion?.(document, item, neverCancelled))?.documentation;
}

/** The labels of proposals in the order in which an editor shows them. */
export async function labelsAt(marked: string, options?: CompletionCase): Promise<string[]> {
  const { items } = await completionsAt(marked, options);
  return items.toSorted(bySortText).map(({ label }) => label);
}

function bySortText(a: CompletionItem, b: CompletionItem): number {
  const [left = a.label, right = b.label] = [a.sortText, b.sortText];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The text after a proposal was accepted, with the placeholders of snippets as they are inserted. */
export async function afterAccepting(marked: string, label: string, options?: CompletionCase): Promise<string> {
  const { text } = readCaret(marked);
  const item = (await completionsAt(marked, options)).items.find((each) => each.label === label);
  const edit = item?.textEdit;
  if (!edit || !('range' in edit)) throw new Error(`'${label}' is not proposed.`);
  const newText = item.insertTextFormat === 2 ? plainSnippet(edit.newText) : edit.newText;
  return applyTextEdits(text, [{ range: edit.range, newText }, ...(item.additionalTextEdits ?? [])]);
}

/** A snippet as it is inserted: placeholders with their default texts. */
function plainSnippet(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\(.)/g, '$1');
}
