import type { SelectionRange } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import { calibrationBodyAt } from '#core/openqasm/calibrationBody.ts';
import { type Analysis, nodePathAt, tokenAt } from '#core/openqasm/index.ts';
import type { SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { commentsBetween } from './comments.ts';

/** What "expand selection" grows through: word, expression, argument list, statement, block, file. */
export function openqasmSelectionRanges(analysis: Analysis, offsets: readonly number[]): SelectionRange[] {
  return offsets.map((offset) => selectionRangeAt(analysis, offset));
}

function selectionRangeAt(analysis: Analysis, offset: number): SelectionRange {
  const { lines, tree } = analysis;
  const whole = { start: 0, end: tree.text.length };
  const steps: OffsetRange[] = [whole];
  const grow = (node: SyntaxNode) => steps.push(node, ...insidesOf(node, tree.text, offset));
  nodePathAt(tree, offset).forEach(grow);
  // The body of a calibration is a tree of its own.
  const body = calibrationBodyAt(tree, offset);
  if (body) {
    steps.push(body);
    nodePathAt({ ...tree, statements: body.statements }, offset).forEach(grow);
  }
  const tokens = body?.tokens ?? tree.tokens;
  const token = tokenAt(tokens, offset);
  if (token >= 0) steps.push({ start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 });
  else steps.push(...commentAt(tokens, body?.start ?? 0, offset));
  const growing: OffsetRange[] = [];
  let last: OffsetRange = whole;
  for (const step of steps) {
    const grows = step.start >= last.start && step.end <= last.end && step.end - step.start < last.end - last.start;
    if (!grows || step.start > offset || step.end < offset) continue;
    growing.push(step);
    last = step;
  }
  // Nobody grows a selection through all of a sum of thousands of terms.
  const wanted =
    growing.length > 2 * mostSteps ? [...growing.slice(0, mostSteps), ...growing.slice(-mostSteps)] : growing;
  return wanted.reduce((parent: SelectionRange, step) => ({ range: lines.rangeAt(step), parent }), {
    range: lines.rangeAt(whole),
  });
}

/** So many of the largest and of the smallest ranges are kept. */
const mostSteps = 64;

/** What is between the braces of a block, the brackets of an index, the parentheses of a call. */
function insidesOf(node: SyntaxNode, text: string, offset: number): OffsetRange[] {
  switch (node.kind) {
    case 'block':
    case 'parenthesised':
    case 'set':
    case 'array-literal':
      return [node, inner(node, text)];
    case 'index': {
      const brackets = { start: node.selectorStart, end: node.end };
      return offset > brackets.start ? [brackets, inner(brackets, text)] : [];
    }
    case 'call':
    case 'gate-call': {
      const [first] = node.arguments;
      const last = node.arguments.at(-1);
      return first && last ? [{ start: first.start, end: last.end }, ...operandsOf(node)] : operandsOf(node);
    }
    default:
      return [];
  }
}

/** The qubits of a gate call. */
function operandsOf(node: SyntaxNode): OffsetRange[] {
  if (node.kind !== 'gate-call') return [];
  const [first] = node.operands;
  const last = node.operands.at(-1);
  return first && last ? [{ start: first.start, end: last.end }] : [];
}

/** Without the brackets and the white space next to them. */
function inner({ end, start }: OffsetRange, text: string): OffsetRange {
  const content = text.slice(start + 1, end - 1);
  const from = start + 1 + (content.length - content.trimStart().length);
  return { start: from, end: from + content.trim().length };
}

/** @param from where the text of the tokens begins */
function commentAt({ count, ends, starts, text }: TokenStream, from: number, offset: number): OffsetRange[] {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  for (const comment of commentsBetween(text, ends[low - 1] ?? from, starts[low] ?? text.length)) {
    if (comment.start <= offset && offset <= comment.end) return [comment];
  }
  return [];
}
