import type { Location } from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { LanguageDocument } from '../languageService.ts';
import type { CircuitAnalyses } from './circuitAnalysis.ts';
import { hardwareQubitMentions } from './hardwareQubits.ts';
import { locationOf, type ProgramSearch } from './programSearch.ts';

/**
 * Where the name or hardware qubit at an offset is mentioned: in the file, in what it includes, and in the programs that
 * include the file which declares it. The file itself comes first, then the others in order of their addresses.
 */
export async function openqasmReferences(
  document: LanguageDocument,
  offset: number,
  includeDeclaration: boolean,
  analyses: CircuitAnalyses,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<Location[]> {
  const found = await search.symbolAt(document, offset, signal);
  if (!found) {
    const mentions = hardwareQubitMentions(await analyses.of(document), offset) ?? [];
    return mentions.map((range) => ({ uri: document.uri, range: document.lines.rangeAt(range) }));
  }
  const locations: Location[] = [];
  for (const { analysis, file, isDeclaration, range } of await search.mentionsOf(found, signal)) {
    const location = locationOf(analysis, file, range, analyses.workspace);
    if (location && (includeDeclaration || !isDeclaration)) locations.push(location);
  }
  return locations.sort((a, b) => compareLocations(a, b, document.uri));
}

/** By file, the first one before all others, and by place. */
function compareLocations(a: Location, b: Location, first: string): number {
  if (a.uri !== b.uri) {
    if (a.uri === first || b.uri === first) return a.uri === first ? -1 : 1;
    return a.uri < b.uri ? -1 : 1;
  }
  const [one, other] = [a.range.start, b.range.start];
  return one.line - other.line || one.character - other.character;
}
