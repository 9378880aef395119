import type { InlayHint, InlayHintKind } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type ConstantValue, realValue } from '#core/openqasm/constantValue.ts';
import { type Analysis, describeType, expressionFacts, type ProgramSymbol } from '#core/openqasm/index.ts';
import { operatorChain } from '#core/openqasm/operatorChain.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type {
  AliasDeclaration,
  ClassicalDeclaration,
  Expression,
  ForStatement,
  GateCall,
  Statement,
  SyntaxNode,
} from '#core/openqasm/syntaxTree.ts';
import type { OpenqasmSettings } from './openqasmSettings.ts';
import { constantText, multipleOfPiText, shortNumber } from './valueText.ts';

/** `InlayHintKind` of the protocol; the types package is used for its types only. */
const kinds = { type: 1, parameter: 2 } as const satisfies Record<string, InlayHintKind>;

/** Hints of one answer beyond this number are left out; an editor asks for about what it shows. */
const mostHints = 1000;

/** Statements that are looked at for one answer, for editors that ask for a whole large file. */
const mostStatements = 20_000;

/** What the text implies and does not say: values of expressions, sizes, how often a call is broadcast. */
export function openqasmInlayHints(
  analysis: Analysis,
  range: OffsetRange,
  settings: OpenqasmSettings['inlayHints'],
): InlayHint[] {
  const hints = new HintCollector(analysis, range, settings);
  hints.visitList(analysis.tree.statements);
  return hints.found;
}

class HintCollector {
  readonly found: InlayHint[] = [];
  readonly #analysis: Analysis;
  readonly #range: OffsetRange;
  readonly #settings: OpenqasmSettings['inlayHints'];
  #visited = 0;

  constructor(analysis: Analysis, range: OffsetRange, settings: OpenqasmSettings['inlayHints']) {
    this.#analysis = analysis;
    this.#range = range;
    this.#settings = settings;
  }

  /** Looks at the statements of the list that touch the range. */
  visitList(statements: StatementList): void {
    const { starts } = statements.tokens;
    for (let index = Math.max(0, statements.indexAt(this.#range.start)); index < statements.length; index++) {
      if ((starts[statements.firstTokenAt(index)] ?? 0) > this.#range.end || this.#isFull) return;
      const statement = statements.at(index);
      this.#visited++;
      if (statement && statement.end >= this.#range.start) this.#visit(statement);
    }
  }

  get #isFull(): boolean {
    return this.found.length >= mostHints || this.#visited >= mostStatements;
  }

  #visit(statement: Statement): void {
    switch (statement.kind) {
      case 'gate-call':
        this.#visitCall(statement);
        return;
      case 'alias':
        this.#visitAlias(statement);
        return;
      case 'classical-declaration':
        this.#visitDeclaration(statement);
        return;
      case 'qubit-declaration':
        if (statement.size) this.#size(statement.size);
        return;
      case 'for':
        this.#visitLoop(statement);
        break;
      default:
    }
    this.#visitParts(statement);
  }

  /** The blocks of a statement, and the subroutine calls in it. */
  #visitParts(node: SyntaxNode): void {
    const isWanted = ({ end, start }: SyntaxNode) => end >= this.#range.start && start <= this.#range.end;
    for (const part of nodesIn(node, (each) => each.kind !== 'block' && isWanted(each))) {
      if (!isWanted(part)) continue;
      if (part.kind === 'block') this.visitList(part.statements);
      if (part.kind === 'call') this.#parameterNames(this.#symbolOf(part.callee.token), part.arguments);
    }
  }

  #visitCall(call: GateCall): void {
    for (const argument of call.arguments) if (this.#settings.values && !isPlain(argument)) this.#value(argument);
    this.#parameterNames(this.#symbolOf(call.name.token), call.arguments);
    for (const { argument } of call.modifiers) if (argument && this.#settings.values) this.#modifierValue(argument);
    const last = call.operands.at(-1);
    if (!last || !this.#settings.broadcasts) return;
    const copies = this.#copiesOf(call.operands);
    if (copies > 1) this.#add(last.end, `×${copies}`, { tooltip: `The gate is applied to ${copies} sets of qubits.` });
  }

  #modifierValue(argument: Expression): void {
    if (argument.kind !== 'integer' && argument.kind !== 'float' && !isPlain(argument)) this.#value(argument);
  }

  /** How many gates a call of registers stands for; 1 where that is not known. */
  #copiesOf(operands: readonly Expression[]): number {
    let copies = 1;
    for (const operand of operands) {
      const { type } = expressionFacts(this.#analysis, 0, operand);
      if (type.kind === 'qubit' && typeof type.size === 'number') copies = Math.max(copies, type.size);
    }
    return copies;
  }

  #visitAlias({ name, value }: AliasDeclaration): void {
    const symbol = this.#symbolOf(name.token);
    const isKnown = symbol && 'size' in symbol.type && symbol.type.size !== 'unknown';
    if (this.#settings.sizes && isKnown) this.#add(name.end, `: ${describeType(symbol.type)}`, { kind: kinds.type });
    this.#visitParts(value);
  }

  #visitDeclaration({ initializer, modifier, type }: ClassicalDeclaration): void {
    if (type.size) this.#size(type.size);
    for (const dimension of type.dimensions) this.#size(dimension);
    if (!initializer) return;
    if (this.#settings.values && modifier === 'const' && !isPlain(initializer)) this.#value(initializer);
    this.#visitParts(initializer);
  }

  #size(expression: Expression): void {
    if (this.#settings.sizes && !isPlain(expression)) this.#value(expression);
  }

  /** How often a loop runs: both ends of a range count, which is easily forgotten. */
  #visitLoop({ iterable }: ForStatement): void {
    if (!this.#settings.sizes || iterable.kind !== 'range') return;
    const { first, last, step } = iterable;
    if ([first, step, last].every((part) => part === undefined || isPlain(part))) return;
    const [from, by, to] = [first, step, last].map((part) => part && this.#integer(part));
    const stride = step ? by : 1n;
    if (from === undefined || to === undefined || stride === undefined || stride === 0n) return;
    const passes = (to - from) / stride + 1n;
    const count = (to - from) * stride < 0n ? 0n : passes;
    this.#add(this.#afterBracket(iterable.end), `×${count}`, {
      tooltip: `The loop runs ${count} ${count === 1n ? 'time' : 'times'}.`,
    });
  }

  /** Behind the bracket that closes at an offset or after white space. */
  #afterBracket(offset: number): number {
    const rest = /\s*\]/y;
    rest.lastIndex = offset;
    return rest.test(this.#analysis.tree.text) ? rest.lastIndex : offset;
  }

  #integer(expression: Expression): bigint | undefined {
    const { value } = expressionFacts(this.#analysis, 0, expression);
    return typeof value === 'bigint' ? value : undefined;
  }

  #parameterNames(symbol: ProgramSymbol | undefined, given: readonly Expression[]): void {
    if (!this.#settings.parameterNames || !symbol) return;
    const names = symbol.gate?.parameters ?? symbol.subroutine?.parameters.map(({ name }) => name.name) ?? [];
    for (const [index, argument] of given.entries()) {
      const name = names[index];
      const isObvious = argument.kind === 'identifier' && argument.name === name;
      if (name === undefined || name === '' || isObvious) continue;
      this.#add(argument.start, `${name}:`, { kind: kinds.parameter, paddingRight: true });
    }
  }

  /** What an expression comes to, if it is known before the run. */
  #value(expression: Expression): void {
    if (expression.kind === 'missing') return;
    const { value } = expressionFacts(this.#analysis, 0, expression);
    if (value === undefined) return;
    const text = valueHint(value);
    const written = this.#analysis.tree.text.slice(expression.start, expression.end);
    if (text !== undefined && text !== written) {
      this.#add(expression.end, `= ${text}`, { tooltip: `= ${constantText(value)}`, paddingLeft: true });
    }
  }

  #symbolOf(token: number): ProgramSymbol | undefined {
    return this.#analysis.symbols[this.#analysis.files[0]?.symbolOfToken[token] ?? -1];
  }

  #add(offset: number, label: string, parts: Partial<InlayHint>): void {
    if (offset < this.#range.start || offset > this.#range.end || this.found.length >= mostHints) return;
    this.found.push({ position: this.#analysis.lines.positionAt(offset), label, ...parts });
  }
}

/** Numbers as multiples of π where they are, else short; other values when they are short. */
function valueHint(value: ConstantValue): string | undefined {
  if (typeof value === 'number' || (typeof value === 'object' && value.kind === 'angle')) {
    const number = realValue(value) ?? 0;
    return multipleOfPiText(number) ?? shortNumber(number);
  }
  const text = constantText(value);
  return text.length <= longestHint ? text : undefined;
}

const longestHint = 24;

/** Numbers, π and their products and quotients say themselves what they are. */
function isPlain(expression: Expression): boolean {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'imaginary':
    case 'boolean':
    case 'timing':
    case 'bit-string':
      return true;
    case 'identifier':
      return /^(?:pi|π|tau|τ|euler|ℇ)$/.test(expression.name);
    case 'parenthesised':
      return isPlain(expression.inner);
    case 'unary':
      return expression.operator === '-' && isPlain(expression.operand);
    case 'binary': {
      const { first, operations } = operatorChain(expression);
      return isPlain(first) && operations.every(isPlainProduct);
    }
    default:
      return false;
  }
}

/** Whether a multiplication or division of something plain is plain. */
function isPlainProduct({ left, operator, right }: Extract<Expression, { kind: 'binary' }>): boolean {
  // A quotient of integers may be cut off, which is worth showing.
  const isCut = operator === '/' && isInteger(left) && isInteger(right);
  return (operator === '*' || operator === '/') && !isCut && isPlain(right);
}

function isInteger(expression: Expression): boolean {
  return expression.kind === 'integer' || (expression.kind === 'parenthesised' && isInteger(expression.inner));
}
