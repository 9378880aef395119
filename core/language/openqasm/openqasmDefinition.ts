import type { Location } from 'vscode-languageserver-types';
import { type Analysis, symbolAt } from '#core/openqasm/index.ts';

/** From a name to its declaration, also in an included file; from an include to the file. */
export function openqasmDefinition(analysis: Analysis, offset: number): Location | undefined {
  const included = analysis.files.find(
    ({ includedAs }) => includedAs?.file === 0 && offset >= includedAs.start && offset <= includedAs.end,
  );
  if (included) {
    const top = { line: 0, character: 0 };
    return { uri: included.path, range: { start: top, end: top } };
  }
  const place = symbolAt(analysis, offset)?.symbol.place;
  const file = place && analysis.files[place.file];
  return file && { uri: file.path, range: file.lines.rangeAt(place.name) };
}
