import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import {
  type Analysis,
  expressionFacts,
  nodePathAt,
  type ProgramSymbol,
  visibleSymbols,
} from '#core/openqasm/index.ts';
import { TextRewriter } from '#core/openqasm/migration/textRewriter.ts';
import type { FileBinding } from '#core/openqasm/programState.ts';
import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type { Expression, GateCall, GateDefinition, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { codeActionKinds } from '../../codeActionKinds.ts';
import { indentationAt } from './indentation.ts';
import type { ActionSource } from './offeredAction.ts';

/** Longer bodies are not put in the place of a call. */
const longestBody = 20_000;

/** Puts what a gate of the program does in the place of one call of it. */
export const inlineGate: ActionSource = ({ analysis, selection }) => {
  const path = nodePathAt(analysis.tree, selection.start);
  const call = path.find((node) => node.kind === 'gate-call');
  if (call?.kind !== 'gate-call' || selection.end > call.end) return [];
  const symbol = analysis.symbols[analysis.files[0]?.symbolOfToken[call.name.token] ?? -1];
  if (!symbol?.gate?.definition || !canInline(call, symbol, path, analysis)) return [];
  const { definition } = symbol.gate;
  return [
    {
      id: 'inlineGate',
      title: `Replace the call by what '${symbol.name}' does`,
      kind: codeActionKinds.inline,
      changes: () => [{ file: 0, replacements: [inlined(call, definition, symbol, path, analysis)] }],
    },
  ];
};

function canInline(call: GateCall, symbol: ProgramSymbol, path: readonly SyntaxNode[], analysis: Analysis): boolean {
  const { definition } = symbol.gate ?? {};
  if (!definition || !call.isComplete || call.modifiers.length > 0 || call.duration) return false;
  if (call.arguments.length !== definition.parameters.length) return false;
  if (call.operands.length !== definition.qubits.length) return false;
  const { body } = definition;
  if (body.end - body.start > longestBody || hasLoops(definition)) return false;
  // A gate is called for each element in turn, while each of its statements would be done for all of them.
  const types = call.operands.map((operand) => expressionFacts(analysis, 0, operand).type);
  const registers = types.filter((type) => type.kind === 'qubit' && type.size !== 'scalar');
  if (registers.length > 0 && registers.length < types.length) return false;
  // Without braces there is room for one statement only, and OpenQASM 2 has no blocks.
  const isGuarded = isSoleStatement(path, analysis);
  if (isGuarded && body.statements.length !== 1 && analysis.version.major === 2) return false;
  return meansTheSame(definition, symbol, call, analysis);
}

function hasLoops(node: SyntaxNode): boolean {
  return [...nodesIn(node)].some(({ kind }) => kind === 'for');
}

/** Whether the call is the body of an `if` or a loop without braces. */
function isSoleStatement(path: readonly SyntaxNode[], { tree }: Analysis): boolean {
  const block = path.findLast(({ kind }) => kind === 'block');
  return block !== undefined && tree.text.charAt(block.start) !== '{';
}

/** Whether the names in the body that are not the gate's own mean the same where it is called. */
function meansTheSame(definition: GateDefinition, symbol: ProgramSymbol, call: GateCall, analysis: Analysis): boolean {
  const file = analysis.files[symbol.place?.file ?? 0];
  if (!file) return false;
  const visible = new Map(visibleSymbols(analysis, call.start).map((each) => [each.name, each]));
  for (const token of tokensIn(definition.body, file.tree.tokens.starts)) {
    const used = analysis.symbols[file.symbolOfToken[token] ?? -1];
    if (!used || used.kind === 'gate-parameter' || used.kind === 'gate-qubit') continue;
    if (visible.get(used.name) !== used) return false;
  }
  return true;
}

function* tokensIn({ end, start }: OffsetRange, starts: Uint32Array): Generator<number> {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  for (let token = low; token < starts.length && (starts[token] ?? end) < end; token++) yield token;
}

function inlined(
  call: GateCall,
  definition: GateDefinition,
  symbol: ProgramSymbol,
  path: readonly SyntaxNode[],
  analysis: Analysis,
): TextReplacement {
  const { text } = analysis.tree;
  const file = analysis.files[symbol.place?.file ?? 0];
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = indentationAt(text, call.start);
  const lines = (file ? bodyOfCall(call, definition, file, analysis) : '')
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim());
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  const range = { start: call.start, end: call.end };
  const needsBraces = isSoleStatement(path, analysis) && definition.body.statements.length !== 1;
  if (!needsBraces) return { range, newText: lines.join(lineEnd + indent) };
  const inner = lines.map((line) => `${indent}  ${line}`).join(lineEnd);
  return { range, newText: lines.length === 0 ? '{}' : `{${lineEnd}${inner}${lineEnd}${indent}}` };
}

/** What stands between the braces of a gate, with what a call gives it in the place of its parameters and qubits. */
function bodyOfCall(
  call: GateCall,
  { body, parameters, qubits }: GateDefinition,
  file: FileBinding,
  analysis: Analysis,
): string {
  const { tokens } = file.tree;
  const operands = new Map(qubits.map(({ name }, index) => [name, call.operands[index]]));
  const given = new Map(parameters.map(({ name }, index) => [name, call.arguments[index]]));
  const textOf = ({ end, start }: OffsetRange) => analysis.tree.text.slice(start, end);
  const rewriter = new TextRewriter(tokens);
  for (const token of tokensIn(body, tokens.starts)) {
    const used = analysis.symbols[file.symbolOfToken[token] ?? -1];
    if (!used) continue;
    const operand = used.kind === 'gate-qubit' ? operands.get(used.name) : undefined;
    if (operand) rewriter.replaceToken(token, textOf(operand));
    const argument = used.kind === 'gate-parameter' ? given.get(used.name) : undefined;
    if (!argument) continue;
    const isWhole = endsArgument(tokens.kinds[token - 1]) && endsArgument(tokens.kinds[token + 1]);
    rewriter.replaceToken(token, isWhole ? textOf(argument) : asOperand(argument, textOf(argument), analysis));
  }
  return rewriter.textOf({ start: body.start + 1, end: body.end - 1 });
}

/** Whether nothing but an argument stands before or after a token of the kind. */
function endsArgument(kind: number | undefined): boolean {
  return kind === tokenKind.leftParen || kind === tokenKind.comma || kind === tokenKind.rightParen;
}

/** An argument as part of an expression. Parameters of gates are real: whole numbers must not divide as such. */
function asOperand(argument: Expression, text: string, analysis: Analysis): string {
  const { type } = expressionFacts(analysis, 0, argument);
  const isInteger = analysis.version.major === 3 && (type.kind === 'int' || type.kind === 'uint');
  if (isInteger) return argument.kind === 'integer' && /^\d+$/.test(text) ? `${text}.0` : `float(${text})`;
  return isSimple(argument) ? text : `(${text})`;
}

/** Expressions that stay what they are beside any operator. */
function isSimple({ kind }: Expression): boolean {
  return kind === 'identifier' || kind === 'float' || kind === 'integer' || kind === 'parenthesised' || kind === 'call';
}
