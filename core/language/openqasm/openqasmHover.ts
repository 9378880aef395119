import type { Hover } from 'vscode-languageserver-types';
import { type Analysis, symbolAt } from '#core/openqasm/index.ts';
import { symbolMarkdown } from './symbolText.ts';

/** What the name at an offset is: its declaration, meaning, value or size. */
export function openqasmHover(analysis: Analysis, offset: number): Hover | undefined {
  const found = symbolAt(analysis, offset);
  if (!found) return undefined;
  return {
    contents: { kind: 'markdown', value: symbolMarkdown(found.symbol, analysis) },
    range: analysis.lines.rangeAt(found.range),
  };
}
