import type { Location } from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { LanguageDocument } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { calibrationNameAt } from './calibrationMentions.ts';
import { hardwareQubitMentions } from './hardwareQubits.ts';
import { addressOf, type FoundSymbol, type ProgramSearch, rangeOfToken } from './programSearch.ts';

/**
 * Where the name or hardware qubit at an offset is mentioned: in the file (names of calibrations only there), in what it
 * includes, and in the programs that include the file which declares it. The file itself comes first, then the others in
 * order of their addresses.
 * @param most no more places than this; of the file itself those nearest to the offset
 */
export async function openqasmReferences(
  document: LanguageDocument,
  offset: number,
  includeDeclaration: boolean,
  search: ProgramSearch,
  signal: CancellationSignal,
  most = Number.POSITIVE_INFINITY,
): Promise<Location[]> {
  const found = await search.symbolAt(document, offset, signal);
  if (!found) {
    const analysis = await search.analyses.of(document);
    const { declaration, mentions = [] } = calibrationNameAt(analysis, offset) ?? {};
    const ranges = (hardwareQubitMentions(analysis, offset) ?? mentions).filter(
      ({ start }) => includeDeclaration || start !== declaration?.name.start,
    );
    const before = ranges.filter(({ start }) => start <= offset).length;
    return nearest(ranges, before, most).map((range) => ({
      uri: document.uri,
      range: document.lines.rangeAt(range),
    }));
  }
  const files = (await search.mentionsOf(found, signal)).map(({ analysis, file, tokens }) => {
    const binding = analysis.files[file];
    const uri = addressOf(binding?.path ?? '', search.workspace);
    const wanted = includeDeclaration || !binding ? tokens : withoutDeclaration(tokens, found, binding);
    return { uri, binding, tokens: wanted };
  });
  const places: Location[] = [];
  for (const { binding, tokens, uri } of files.sort((a, b) => compareAddresses(a.uri, b.uri, document.uri))) {
    if (!binding) continue;
    const { starts } = binding.tree.tokens;
    const before = uri === document.uri ? tokens.filter((token) => (starts[token] ?? 0) <= offset).length : 0;
    for (const token of nearest(tokens, before, most - places.length)) {
      places.push({ uri, range: rangeOfToken(binding, token) });
    }
  }
  return places;
}

/** So many of the elements around an index, as evenly on both sides as there are. */
function nearest<Element>(elements: readonly Element[], around: number, most: number): readonly Element[] {
  if (elements.length <= most) return elements;
  const first = Math.max(0, Math.min(around - Math.ceil(most / 2), elements.length - most));
  return elements.slice(first, first + most);
}

function withoutDeclaration(
  tokens: readonly number[],
  { analysis, symbol }: FoundSymbol,
  { path, tree }: Analysis['files'][number],
): readonly number[] {
  const { place } = symbol;
  if (!place || canonicalUri(analysis.files[place.file]?.path ?? '') !== canonicalUri(path)) return tokens;
  return tokens.filter((token) => tree.tokens.starts[token] !== place.name.start);
}

/** The first one before all others. */
function compareAddresses(a: string, b: string, first: string): number {
  if (a === b) return 0;
  if (a === first || b === first) return a === first ? -1 : 1;
  return a < b ? -1 : 1;
}
