import type { Hover } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, expressionFacts, nodePathAt, symbolAt, tokenAt } from '#core/openqasm/index.ts';
import type { Expression, GateCall, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import { isKeyword, tokenKind } from '#core/openqasm/tokenKind.ts';
import { callMarkdown, modifierMarkdown } from './callHover.ts';
import { nameMarkdown } from './nameHover.ts';
import { valueMarkdown } from './valueHover.ts';
import {
  directiveMarkdown,
  hardwareQubitMarkdown,
  includeMarkdown,
  keywordMarkdown,
  versionMarkdown,
} from './wordHover.ts';

/** What stands at an offset: the meaning of a name or word, the effect of a call, the value of an expression. */
export function openqasmHover(analysis: Analysis, offset: number): Hover | undefined {
  const found = symbolHover(analysis, offset) ?? tokenHover(analysis, offset);
  if (!found || found.markdown === '') return undefined;
  return { contents: { kind: 'markdown', value: found.markdown }, range: analysis.lines.rangeAt(found.range) };
}

interface FoundHover {
  readonly markdown: string;
  readonly range: OffsetRange;
}

function symbolHover(analysis: Analysis, offset: number): FoundHover | undefined {
  const found = symbolAt(analysis, offset);
  if (!found) return undefined;
  const { range, symbol } = found;
  const call = symbol.gate && callWithName(nodePathAt(analysis.tree, range.start), range);
  return { markdown: call ? callMarkdown(call, symbol, analysis) : nameMarkdown(symbol, analysis), range };
}

/** The call whose name a range is. */
function callWithName(path: readonly SyntaxNode[], { start }: OffsetRange): GateCall | undefined {
  const call = path.find((node) => node.kind === 'gate-call' && node.name.start === start);
  return call?.kind === 'gate-call' ? call : undefined;
}

/** Of two tokens that meet at the offset the later one counts, unless nothing can be said of it. */
function tokenHover(analysis: Analysis, offset: number): FoundHover | undefined {
  const { tokens } = analysis.tree;
  const token = tokenAt(tokens, offset);
  if (token < 0) return undefined;
  const found = hoverOfToken(analysis, token);
  return found || tokens.ends[token - 1] !== offset ? found : hoverOfToken(analysis, token - 1);
}

function hoverOfToken(analysis: Analysis, token: number): FoundHover | undefined {
  const { tree } = analysis;
  const { ends, kinds, starts, text } = tree.tokens;
  const kind = kinds[token] ?? tokenKind.endOfFile;
  const range = { start: starts[token] ?? 0, end: ends[token] ?? 0 };
  const word = text.slice(range.start, range.end);
  const path = nodePathAt(tree, range.start);
  const [statement] = path;
  if (kind === tokenKind.pragma || kind === tokenKind.annotation) return { markdown: directiveMarkdown(word), range };
  if (kind === tokenKind.hardwareQubit) return { markdown: hardwareQubitMarkdown(word), range };
  if (statement?.kind === 'version' && kind !== tokenKind.semicolon) {
    return { markdown: versionMarkdown(statement), range: { start: statement.start, end: statement.number.end } };
  }
  if (statement?.kind === 'include' && kind === tokenKind.string) {
    const markdown = includeMarkdown(statement, analysis);
    return markdown === undefined ? undefined : { markdown, range };
  }
  if (isKeyword(kind)) return keywordHover(word, range, path, analysis);
  const expression = expressionAround(path, range);
  if (!expression) return undefined;
  return { markdown: valueMarkdown(expressionFacts(analysis, 0, expression)), range: rangeOf(expression) };
}

function keywordHover(
  word: string,
  range: OffsetRange,
  path: readonly SyntaxNode[],
  analysis: Analysis,
): FoundHover | undefined {
  const markdown = keywordMarkdown(word);
  if (markdown === undefined) return undefined;
  const call = path.find((node) => node.kind === 'gate-call');
  const isModifier = call?.kind === 'gate-call' && call.modifiers.some(({ start }) => start === range.start);
  return { markdown: isModifier ? `${modifierMarkdown(call, analysis)}\n\n${markdown}` : markdown, range };
}

function rangeOf({ end, start }: OffsetRange): OffsetRange {
  return { start, end };
}

/** The smallest expression that a literal, operator or bracket belongs to. */
function expressionAround(path: readonly SyntaxNode[], token: OffsetRange): Expression | undefined {
  for (const node of path.toReversed()) {
    if (node.start > token.start || node.end < token.end) continue;
    switch (node.kind) {
      case 'integer':
      case 'float':
      case 'imaginary':
      case 'boolean':
      case 'timing':
      case 'bit-string':
      case 'parenthesised':
      case 'unary':
      case 'binary':
      case 'call':
      case 'cast':
      case 'index':
        return node;
      case 'identifier':
      case 'missing':
      case 'hardware-qubit':
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
