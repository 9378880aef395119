import type { DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import { type Analysis, symbolAt, tokenAt } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { calibrationNameAt } from './calibrationMentions.ts';
import { hardwareQubitMentions } from './hardwareQubits.ts';
import { rangeOfToken } from './programSearch.ts';

/** `DocumentHighlightKind` of the protocol; the types package is used for its types only. */
const kinds = { read: 2, write: 3 } as const satisfies Record<string, DocumentHighlightKind>;

/** A register of a large circuit is mentioned everywhere; this many mentions on either side of the caret are shown. */
const mostOnEachSide = 500;

/** The mentions in the file of the name or hardware qubit at an offset. */
export function openqasmHighlights(analysis: Analysis, offset: number): DocumentHighlight[] {
  const [binding] = analysis.files;
  const symbol = symbolAt(analysis, offset)?.symbol;
  if (!binding) return [];
  if (!symbol) {
    const mentions = hardwareQubitMentions(analysis, offset) ?? calibrationNameAt(analysis, offset)?.mentions ?? [];
    const before = mentions.filter(({ start }) => start <= offset).slice(-mostOnEachSide);
    const after = mentions.filter(({ start }) => start > offset).slice(0, mostOnEachSide);
    return [...before, ...after].map((range) => ({ range: analysis.lines.rangeAt(range), kind: kinds.read }));
  }
  const { tokens } = analysis.tree;
  const mentions = mentionsAround(binding.symbolOfToken, symbol.id, Math.max(0, tokenAt(tokens, offset)));
  return mentions.map((token) => {
    const isDeclaration = symbol.place?.file === 0 && symbol.place.name.start === tokens.starts[token];
    const kind = isDeclaration || isWritten(tokens, token) ? kinds.write : kinds.read;
    return { range: rangeOfToken(binding, token), kind };
  });
}

/** The tokens nearest to a token that mention a symbol, in order. */
function mentionsAround(symbolOfToken: Int32Array, id: number, around: number): number[] {
  const mentions: number[] = [];
  for (let token = around; token >= 0 && mentions.length < mostOnEachSide; token--) {
    token = symbolOfToken.lastIndexOf(id, token);
    if (token < 0) break;
    mentions.push(token);
  }
  mentions.reverse();
  const most = mentions.length + mostOnEachSide;
  for (let token = around + 1; token < symbolOfToken.length && mentions.length < most; token++) {
    token = symbolOfToken.indexOf(id, token);
    if (token < 0) break;
    mentions.push(token);
  }
  return mentions;
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
