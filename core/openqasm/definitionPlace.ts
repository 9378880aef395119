import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Analysis } from './analyseProgram.ts';
import { libraryGates, libraryOf } from './gateLibrary.ts';

/**
 * Puts lines where a program has its definitions: after its last include, else after the version, else at the beginning.
 * @param needsLibrary whether they rest on the standard gates, so that their library is included if it is not
 */
export function insertDefinitions(
  analysis: Analysis,
  lines: readonly string[],
  needsLibrary: boolean,
): TextReplacement {
  const { text } = analysis.tree;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  let offset: number | undefined;
  for (const { end, kind } of analysis.tree.statements) {
    if (kind === 'version' || kind === 'include') offset = end;
    else if (kind !== 'pragma') break;
  }
  const library = libraryOf(analysis.version.major);
  const hasLibrary = libraryGates(library).some(({ name }) => analysis.globalScope.names.get(name)?.gate?.library);
  const all = needsLibrary && !hasLibrary ? [`include "${library}";`, ...lines] : lines;
  const written = all.join('\n').split('\n').join(lineEnd);
  if (offset !== undefined) {
    const place = endOfStatementLine(text, offset);
    return { range: { start: place, end: place }, newText: lineEnd + written };
  }
  const start = analysis.tree.tokens.starts[0] ?? 0;
  return { range: { start, end: start }, newText: written + lineEnd };
}

/** The end of the line on which a statement ends, if only a comment follows on it; otherwise the end of the statement. */
export function endOfStatementLine(text: string, offset: number): number {
  const rest = /[^\S\r\n]*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/y;
  rest.lastIndex = offset;
  return rest.test(text) ? rest.lastIndex : offset;
}
