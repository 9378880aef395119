import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, expressionFacts } from '#core/openqasm/index.ts';
import { TextRewriter } from '#core/openqasm/migration/textRewriter.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import { childrenOf } from '#core/openqasm/syntaxChildren.ts';
import type { BarrierStatement, Expression, GateCall, Statement, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import { codeActionKinds } from '../../codeActionKinds.ts';
import { freeName, globalNames, takenNames } from './freeName.ts';
import { indentationAt } from './indentation.ts';
import type { ActionSource } from './offeredAction.ts';

/** Gates of more qubits are not extracted. */
const mostQubits = 32;

type Extractable = GateCall | BarrierStatement;

/** Makes a gate of the selected calls of gates, and a call of it in their place. */
export const extractGate: ActionSource = ({ analysis, selection }) => {
  if (selection.start === selection.end) return [];
  const found = selectedStatements(analysis, selection);
  const parts = found && gateParts(analysis, found.statements);
  if (!found || !parts) return [];
  return [
    {
      id: 'extractGate',
      title: `Extract ${found.statements.length === 1 ? 'the call' : `${found.statements.length} calls`} into a gate`,
      kind: codeActionKinds.extract,
      changes: () => [{ file: 0, replacements: extraction(analysis, found, parts) }],
    },
  ];
};

interface SelectedStatements {
  /** The statement of the file they are in, before which the gate is defined. */
  readonly outermost: OffsetRange;
  readonly statements: readonly Extractable[];
}

/** The statements a selection holds, if they are whole, next to each other, and may stand in a gate. */
function selectedStatements({ tree }: Analysis, selection: OffsetRange): SelectedStatements | undefined {
  const { text } = tree;
  let { end, start } = selection;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  let list = tree.statements;
  let outermost: Statement | undefined;
  for (;;) {
    const first = list.indexAt(start);
    const statement = list.at(Math.max(0, first));
    if (!statement) return undefined;
    outermost ??= statement;
    if (statement.start < start && end < statement.end) {
      const inner = blockHolding(statement, { start, end });
      if (!inner) return undefined;
      list = inner;
      continue;
    }
    const statements: Extractable[] = [];
    for (let index = list.indexAt(start); index <= list.indexAt(end - 1); index++) {
      const each = list.at(index);
      if (!each || each.start < start || each.end > end) return undefined;
      if (each.kind !== 'gate-call' && each.kind !== 'barrier') return undefined;
      statements.push(each);
    }
    return statements.length === 0 ? undefined : { outermost, statements };
  }
}

/** The statements of the innermost braces of a statement around a range. */
function blockHolding(node: SyntaxNode, range: OffsetRange): StatementList | undefined {
  let inner = node;
  for (;;) {
    const child = childrenOf(inner).find(({ end, start }) => start <= range.start && range.end <= end);
    if (!child || child.kind === 'block') return child?.statements;
    inner = child;
  }
}

/** What the calls act on and depend on, by how it is written. */
interface GateParts {
  readonly qubits: ReadonlyMap<string, readonly Expression[]>;
  readonly parameters: ReadonlyMap<string, readonly Expression[]>;
}

/** The qubits and parameters of a gate made of statements; undefined when they cannot be made into one. */
function gateParts(analysis: Analysis, statements: readonly Extractable[]): GateParts | undefined {
  const qubits = new Map<string, Expression[]>();
  const parameters = new Map<string, Expression[]>();
  /** Pairs of operands of one call, which are different qubits. */
  const together = new Set<string>();
  const textOf = ({ end, start }: OffsetRange) => analysis.tree.text.slice(start, end).replaceAll(/\s+/g, '');
  for (const statement of statements) {
    const operands = statement.operands.map(textOf);
    if (statement.operands.length === 0 && statement.kind === 'barrier') return undefined;
    for (const [index, operand] of statement.operands.entries()) {
      if (!isOneQubit(operand, analysis)) return undefined;
      add(qubits, operands[index] ?? '', operand);
      for (const other of operands) together.add(`${operands[index]} ${other}`);
    }
    if (statement.kind === 'barrier') continue;
    if (!statement.isComplete || statement.duration) return undefined;
    for (const { argument } of statement.modifiers) {
      if (argument && !expressionFacts(analysis, 0, argument).isConstant) return undefined;
    }
    for (const argument of statement.arguments) {
      if (!expressionFacts(analysis, 0, argument).isConstant) add(parameters, textOf(argument), argument);
    }
  }
  if (qubits.size === 0 || qubits.size > mostQubits) return undefined;
  return areDifferent([...qubits], together) ? { qubits, parameters } : undefined;
}

function add(map: Map<string, Expression[]>, text: string, expression: Expression): void {
  const known = map.get(text);
  if (known) known.push(expression);
  else map.set(text, [expression]);
}

/** A qubit that is no register: a name, one index, or a hardware qubit, which a gate takes as a parameter like others. */
function isOneQubit(operand: Expression, analysis: Analysis): boolean {
  if (operand.kind === 'hardware-qubit') return true;
  if (operand.kind === 'index' && operand.selectors.some(({ kind }) => kind === 'range' || kind === 'set'))
    return false;
  if (operand.kind !== 'identifier' && operand.kind !== 'index') return false;
  const { type } = expressionFacts(analysis, 0, operand);
  return type.kind === 'qubit' && type.size === 'scalar';
}

/** Whether operands written differently are different qubits: their indices are numbers, or some call has both. */
function areDifferent(
  qubits: readonly (readonly [string, readonly Expression[]])[],
  together: ReadonlySet<string>,
): boolean {
  const isPlain = ([, [operand]]: (typeof qubits)[number]) =>
    operand?.kind !== 'index' || operand.selectors.every(({ kind }) => kind === 'integer');
  return qubits.every((first, index) =>
    qubits
      .slice(index + 1)
      .every((second) => (isPlain(first) && isPlain(second)) || together.has(`${first[0]} ${second[0]}`)),
  );
}

function extraction(
  analysis: Analysis,
  { outermost, statements }: SelectedStatements,
  { parameters, qubits }: GateParts,
) {
  const { text, tokens } = analysis.tree;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const name = freeName('part', takenNames(analysis));
  const taken = globalNames(analysis);
  const rewriter = new TextRewriter(tokens);
  const formals = (map: ReadonlyMap<string, readonly Expression[]>, nameOf: (written: string) => string) =>
    [...map].map(([written, places]) => {
      const formal = freeName(nameOf(written), taken);
      for (const place of places) rewriter.replaceTokens(place, formal);
      return formal;
    });
  const parameterNames = formals(parameters, (written) => (/^[\p{L}_]\w*$/u.test(written) ? written : 'theta'));
  const qubitNames = formals(qubits, (written) => written.replaceAll(/[^\p{L}\d_]/gu, '').replace(/^(?=\d|$)/, 'q'));
  const first = statements[0]?.start ?? 0;
  const last = statements.at(-1)?.end ?? first;
  const body = indented(rewriter.textOf({ start: first, end: last }), indentationAt(text, first), lineEnd);
  const list = (names: readonly string[]) => (names.length > 0 ? `(${names.join(', ')})` : '');
  const definition = [
    `gate ${name}${list(parameterNames)} ${qubitNames.join(', ')} {`,
    body,
    '}',
    '',
    indentationAt(text, outermost.start),
  ].join(lineEnd);
  const call = `${name}${list([...parameters.keys()])} ${[...qubits.keys()].join(', ')};`;
  if (outermost.start === first) return [{ range: { start: first, end: last }, newText: definition + call }];
  return [
    { range: { start: outermost.start, end: outermost.start }, newText: definition },
    { range: { start: first, end: last }, newText: call },
  ];
}

/** Lines indented by a level instead of as far as they were. */
function indented(text: string, before: string, lineEnd: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => `  ${line.startsWith(before) ? line.slice(before.length) : line}`)
    .join(lineEnd);
}
