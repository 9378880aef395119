import type { Location } from 'vscode-languageserver-types';
import { type Analysis, includedPaths, symbolAt } from '#core/openqasm/index.ts';
import { siblingUri } from '../siblingUri.ts';

/** From a name to its declaration, also in an included file; from an include to the file. */
export function openqasmDefinition(analysis: Analysis, uri: string, offset: number): Location | undefined {
  for (const statement of analysis.tree.statements) {
    if (statement.kind !== 'include' || !statement.path) continue;
    const { end, start, text } = statement.path;
    if (offset < start || offset > end || !includedPaths(analysis.tree).includes(text)) continue;
    const top = { line: 0, character: 0 };
    return { uri: siblingUri(uri, text), range: { start: top, end: top } };
  }
  const place = symbolAt(analysis, offset)?.symbol.place;
  const file = place && analysis.files[place.file];
  return file && { uri: file.path, range: file.lines.rangeAt(place.name) };
}
