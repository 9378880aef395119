import type { DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import { type Analysis, type ProgramSymbol, symbolAt } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { hardwareQubitMentions } from './hardwareQubits.ts';

/** `DocumentHighlightKind` of the protocol; the types package is used for its types only. */
const kinds = { read: 2, write: 3 } as const satisfies Record<string, DocumentHighlightKind>;

/** A register of a large circuit is mentioned everywhere; this many mentions on either side of the caret are shown. */
const mostOnEachSide = 500;

/** The mentions in the file of the name or hardware qubit at an offset. */
export function openqasmHighlights(analysis: Analysis, offset: number): DocumentHighlight[] {
  const symbol = symbolAt(analysis, offset)?.symbol;
  if (symbol) return highlightsOf(symbol, analysis, offset);
  const mentions = hardwareQubitMentions(analysis, offset) ?? [];
  return around(mentions, ({ start }) => start, offset).map((range) => ({
    range: analysis.lines.rangeAt(range),
    kind: kinds.read,
  }));
}

function highlightsOf(symbol: ProgramSymbol, analysis: Analysis, offset: number): DocumentHighlight[] {
  const { tokens } = analysis.tree;
  const symbolOfToken = analysis.files[0]?.symbolOfToken;
  if (!symbolOfToken) return [];
  const mentions: number[] = [];
  for (let token = symbolOfToken.indexOf(symbol.id); token >= 0; token = symbolOfToken.indexOf(symbol.id, token + 1)) {
    mentions.push(token);
  }
  return around(mentions, (token) => tokens.starts[token] ?? 0, offset).map((token) => {
    const range = { start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 };
    const isDeclaration = symbol.place?.file === 0 && symbol.place.name.start === range.start;
    const kind = isDeclaration || isWritten(tokens, token) ? kinds.write : kinds.read;
    return { range: analysis.lines.rangeAt(range), kind };
  });
}

/** Those nearest to the offset, of a list in order. */
function around<Item>(items: readonly Item[], startOf: (item: Item) => number, offset: number): readonly Item[] {
  if (items.length <= 2 * mostOnEachSide) return items;
  let before = items.findIndex((item) => startOf(item) > offset);
  if (before < 0) before = items.length;
  return items.slice(Math.max(0, before - mostOnEachSide), before + mostOnEachSide);
}

/** Whether the name is what an assignment or a measurement writes to: `name =`, `name[…] +=`, `-> name`. */
function isWritten({ count, kinds: kindOf }: TokenStream, token: number): boolean {
  if (kindOf[token - 1] === tokenKind.arrow) return true;
  let next = token + 1;
  let depth = 0;
  for (; next < count; next++) {
    const kind = kindOf[next];
    if (kind === tokenKind.leftBracket) depth++;
    else if (kind === tokenKind.rightBracket && depth > 0) depth--;
    else if (depth === 0 || kind === tokenKind.semicolon) break;
  }
  return kindOf[next] === tokenKind.equals || kindOf[next] === tokenKind.compoundAssignment;
}
