import type { TextEdit } from 'vscode-languageserver-types';
import type { LanguageDocument } from '../languageService.ts';

/**
 * Takes away white space at the ends of lines and blank lines at the end of the file, and ends the file with a line
 * break. Comments, quotes and the author's layout stay: nothing that YAML gives a meaning to is touched, and a file
 * with block texts (`|`, `>`), whose white space has a meaning, is left as it is.
 */
export function pipelineFormatting(document: LanguageDocument): TextEdit[] {
  const { lines, text } = document;
  if (/[|>][+-]?\d?[ \t]*(#.*)?\r?$/m.test(text) || text.trim() === '') return [];
  const edits: TextEdit[] = [];
  const remove = (start: number, end: number, newText = '') => {
    edits.push({ range: lines.rangeAt({ start, end }), newText });
  };
  const content = text.trimEnd();
  // Tried only where white space begins, so that long runs of it take no longer than other text.
  for (const match of content.matchAll(/(?<![ \t])[ \t]+(?=\r?$)/gm))
    remove(match.index, match.index + match[0].length);
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  if (text.slice(content.length) !== ending) remove(content.length, text.length, ending);
  return edits;
}
