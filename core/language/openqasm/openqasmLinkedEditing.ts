import { type Analysis, mentionsOf, symbolAt } from '#core/openqasm/index.ts';
import type { LinkedRanges } from '../languageService.ts';

/**
 * At the declaration of a parameter or qubit of a gate, or of a parameter of a subroutine: all its mentions, which can
 * only be in that definition.
 */
export function openqasmLinkedEditingRanges(analysis: Analysis, offset: number): LinkedRanges | undefined {
  const symbol = symbolAt(analysis, offset)?.symbol;
  const name = symbol?.place?.file === 0 ? symbol.place.name : undefined;
  if (!symbol || !name || offset < name.start || offset > name.end) return undefined;
  if (symbol.kind !== 'gate-parameter' && symbol.kind !== 'gate-qubit' && symbol.kind !== 'parameter') return undefined;
  const ranges = mentionsOf(analysis, symbol).map(({ range }) => analysis.lines.rangeAt(range));
  return { ranges, wordPattern };
}

/** Names, for engines that read patterns without knowing Unicode's classes. */
const wordPattern = '[A-Za-z_\\u00aa-\\uffff][A-Za-z0-9_\\u00aa-\\uffff]*';
