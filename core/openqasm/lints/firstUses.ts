import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from '../binder.ts';
import type { ProgramSymbol } from '../symbols.ts';

export interface FirstUse {
  readonly symbol: ProgramSymbol;
  readonly range: OffsetRange;
}

/** Where symbols are mentioned first in the analysed file, in order; those that are not are left out. */
export function firstUses(symbols: readonly number[], binder: Binder): FirstUse[] {
  const file = binder.files[0];
  const missing = new Set(symbols);
  const uses: FirstUse[] = [];
  if (!file) return uses;
  const { ends, starts } = file.tree.tokens;
  const { symbolOfToken } = file;
  for (let token = 0; token < symbolOfToken.length && missing.size > 0; token++) {
    const id = symbolOfToken[token] ?? -1;
    if (id < 0 || !missing.delete(id)) continue;
    const symbol = binder.symbols[id];
    if (symbol) uses.push({ symbol, range: { start: starts[token] ?? 0, end: ends[token] ?? 0 } });
  }
  return uses;
}
