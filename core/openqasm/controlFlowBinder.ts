import type { Binder } from './binder.ts';
import type { BindingContext } from './bindingContext.ts';
import { isTrue } from './constantValue.ts';
import { removeStatement } from './insertions.ts';
import { bindIterable } from './iterables.ts';
import { diagnose, withFix } from './messages.ts';
import { firstWord } from './statementRules.ts';
import { describeSymbol } from './symbols.ts';
import { nodesIn } from './syntaxChildren.ts';
import type {
  Block,
  Expression,
  ForStatement,
  IfStatement,
  JumpStatement,
  ReturnStatement,
  SyntaxNode,
  WhileStatement,
} from './syntaxTree.ts';
import type { TypedValue } from './typedValue.ts';
import { describeType, intType } from './types.ts';
import { isCondition } from './typing/numericTypes.ts';

/** Binds a branch (classical, "If-else statements"). */
export function bindIf({ body, condition, otherwise }: IfStatement, context: BindingContext): void {
  bindCondition(condition, context);
  const { bindBlock, binder } = context;
  const guarded = binder.isVersion2 ? body.statements.at(0) : undefined;
  if (guarded?.kind === 'barrier' || guarded?.kind === 'if') {
    const place = firstWord(binder.text, guarded);
    binder.report(diagnose('QAS2002', place, `a gate, measurement or reset after 'if'`, `'${guarded.kind}'`));
  }
  binder.conditionally(() => binder.flow.branch([() => bindBlock(body), () => otherwise && bindBlock(otherwise)]));
}

/** Binds a loop with a condition (classical, "While loops"). */
export function bindWhile({ body, condition }: WhileStatement, context: BindingContext): void {
  const { binder } = context;
  const { isConstant, value } = bindCondition(condition, context);
  const isForever = isConstant && value !== undefined && isTrue(value);
  const { hasExit } = binder.flow.loop(isForever ? 'forever' : 'maybe', () => bindLoopBody(body, context));
  if (isForever && !hasExit) {
    binder.report(
      diagnose('QAS7006', condition, 'The loop never ends: its condition is always true and nothing leaves it'),
    );
  } else if (isConstant && value !== undefined && !isForever) {
    binder.report(diagnose('QAS7006', condition, 'The loop never runs: its condition is always false'));
  }
}

/** Remembers what a device without control flow cannot execute: what is decided by anything but loops. */
export function noteRuntimeControl(expression: Expression, isConstant: boolean, { binder }: BindingContext): void {
  if (isConstant || binder.file > 0 || binder.options.target?.controlFlow !== false) return;
  if (dependsOnRun(expression, binder)) binder.runtimeControl.push({ start: expression.start, end: expression.end });
}

function dependsOnRun(node: SyntaxNode, binder: Binder): boolean {
  for (const part of nodesIn(node)) {
    const kind = part.kind === 'identifier' ? binder.peek(part.name)?.kind : 'constant';
    if (kind !== 'loop-variable' && kind !== 'constant' && kind !== 'builtin-constant') return true;
  }
  return false;
}

/** Binds a condition, which must become true or false without a cast (classical, "Looping and branching"). */
function bindCondition(condition: Expression, context: BindingContext): TypedValue {
  const { binder, expressions } = context;
  const value = expressions.value(condition);
  if (binder.isVersion2) checkRegister(condition, binder);
  noteRuntimeControl(condition, value.isConstant, context);
  const { type } = value;
  // That nothing can be done with the result of a call is reported as that.
  if (type.kind !== 'void' && !isCondition(type, expressions.isStrict)) {
    binder.report(diagnose('QAS7002', condition, describeType(type)));
  }
  return value;
}

/** In OpenQASM 2 only a register is compared; its constants are numbers too. */
function checkRegister(condition: Expression, binder: Binder): void {
  const compared = condition.kind === 'binary' ? condition.left : condition;
  const symbol = compared.kind === 'identifier' ? binder.peek(compared.name) : undefined;
  if (symbol?.kind !== 'builtin-constant') return;
  binder.report(diagnose('QAS3007', compared, symbol.name, describeSymbol(symbol), 'a bit register'));
}

function bindLoopBody(body: Block, { binder, bindBlock }: BindingContext): void {
  binder.conditionally(() => binder.surroundedBy('loop', () => bindBlock(body)));
}

/** Binds a loop over values (classical, "For loops"). */
export function bindFor(statement: ForStatement, context: BindingContext): void {
  const { binder, bindStatements, expressions } = context;
  const { type, variable, iterable, body } = statement;
  const variableType = type ? expressions.typeOf(type) : intType;
  const { isCertain, values } = bindIterable(iterable, { name: `'${variable.name}'`, type: variableType }, expressions);
  binder.withScope('block', { start: variable.start, end: body.end }, () => {
    const symbol = binder.declare(variable, { kind: 'loop-variable', type: variableType, declaration: variable });
    // A loop that only repeats needs no variable.
    binder.uses[symbol.id] = 1;
    const bindBody = () => {
      binder.conditionally(() => binder.surroundedBy('loop', () => bindStatements(body.statements)));
    };
    binder.flow.loop(isCertain ? 'once' : 'maybe', bindBody, { symbol: symbol.id, values });
  });
}

/** Binds what ends the program, a loop or one turn of it (classical, "Breaking and continuing loops", "End"). */
export function bindJump(statement: JumpStatement, { binder }: BindingContext): void {
  const { keyword } = statement;
  if (keyword === 'end') {
    binder.flow.leave();
    return;
  }
  if (binder.surroundings.includes('loop')) {
    if (keyword === 'break') binder.flow.break();
    else binder.flow.continue();
    return;
  }
  const diagnostic = diagnose('QAS7001', statement, keyword, 'a loop');
  // Who comes from C ends every case with it.
  const isInCase = keyword === 'break' && binder.surroundings.includes('case');
  const replacements = [removeStatement(binder.text, statement)];
  const title = `Remove 'break'; cases do not fall through`;
  binder.report(isInCase ? withFix(diagnostic, { title, replacements, isPreferred: true }) : diagnostic);
}

/** Binds the end of a subroutine (subroutines). */
export function bindReturn(statement: ReturnStatement, { binder, expressions }: BindingContext): void {
  const { currentSubroutine } = binder;
  if (!currentSubroutine) {
    binder.report(diagnose('QAS7001', firstWord(binder.text, statement), 'return', 'a subroutine'));
    if (statement.value) expressions.value(statement.value);
    return;
  }
  const { returns, symbol } = currentSubroutine;
  if (statement.value) {
    const value = expressions.value(statement.value);
    if (returns.kind !== 'void') {
      expressions.convert(value, statement.value, { name: `the result of '${symbol.name}'`, type: returns }, symbol);
    }
  }
  if (returns.kind === 'void' && statement.value) {
    const problem = `'${symbol.name}' has no result type, so it cannot return a value; write '-> type' after its parameters`;
    binder.reportWithDeclaration(diagnose('QAS6003', statement.value, problem), symbol);
  } else if (returns.kind !== 'void' && !statement.value) {
    const problem = `'${symbol.name}' returns ${describeType(returns)}, but this 'return' has no value`;
    binder.reportWithDeclaration(diagnose('QAS6003', firstWord(binder.text, statement), problem), symbol);
  }
  binder.flow.leave();
}
