import type { Hover } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from './languageDocuments.ts';
import { readCaret } from './markers.ts';

/** The hover at the caret of a marked text. */
export async function hoverAt(
  marked: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Hover | undefined> {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, 'file:///project/circuit.qasm');
  return openqasmLanguage(memoryWorkspace(files)).hover(document, document.lines.positionAt(caret), neverCancelled);
}

/** The Markdown of the hover at the caret; empty where there is none. */
export async function markdownAt(marked: string, files?: Readonly<Record<string, string>>): Promise<string> {
  const contents = (await hoverAt(marked, files))?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

/** The content of the first code block of a language that follows a text. */
export function codeBlock(markdown: string, language: string, after = ''): string | undefined {
  const place = markdown.indexOf(after);
  if (place < 0) return undefined;
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(markdown.slice(place))?.[1];
}
