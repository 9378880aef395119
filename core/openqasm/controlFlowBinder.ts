import type { BindingContext } from './bindingContext.ts';
import { bindIterable } from './iterables.ts';
import { diagnose } from './messages.ts';
import { firstWord } from './statementRules.ts';
import type {
  ForStatement,
  IfStatement,
  JumpStatement,
  ReturnStatement,
  SwitchStatement,
  WhileStatement,
} from './syntaxTree.ts';

/** Binds a branch (classical, "If-else statements"). */
export function bindIf(statement: IfStatement, { bindBlock, expressions }: BindingContext): void {
  expressions.value(statement.condition);
  bindBlock(statement.body);
  if (statement.otherwise) bindBlock(statement.otherwise);
}

/** Binds a loop with a condition (classical, "While loops"). */
export function bindWhile(statement: WhileStatement, context: BindingContext): void {
  context.expressions.value(statement.condition);
  inLoop(() => context.bindBlock(statement.body), context);
}

/** Binds a loop over values (classical, "For loops"). */
export function bindFor(statement: ForStatement, context: BindingContext): void {
  const { binder, bindStatements, expressions } = context;
  const { type, variable, iterable, body } = statement;
  const variableType = type ? expressions.typeOf(type) : ({ kind: 'int', width: undefined } as const);
  bindIterable(iterable, { name: `'${variable.name}'`, type: variableType }, expressions);
  binder.withScope('block', { start: variable.start, end: body.end }, () => {
    const symbol = binder.declare(variable, {
      kind: 'loop-variable',
      type: variableType,
      declaration: variable,
    });
    // A loop that only repeats needs no variable.
    binder.uses[symbol.id] = 1;
    inLoop(() => bindStatements(body.statements), context);
  });
}

/** Binds a switch (classical, "The switch statement"). */
export function bindSwitch(statement: SwitchStatement, context: BindingContext): void {
  const { binder, bindBlock, expressions } = context;
  expressions.value(statement.subject);
  for (const { labels, body } of statement.cases) {
    for (const label of labels ?? []) {
      if (!expressions.value(label).isConstant) {
        binder.report(diagnose('QAS4010', label, 'a case label'));
      }
    }
    bindBlock(body);
  }
}

function inLoop(bind: () => void, context: BindingContext): void {
  const { binder } = context;
  binder.loopDepth++;
  bind();
  binder.loopDepth--;
}

/** Checks that a jump has something to leave (classical, "Breaking and continuing loops"). */
export function bindJump(statement: JumpStatement, { binder }: BindingContext): void {
  if (statement.keyword === 'end' || binder.loopDepth > 0) return;
  binder.report(diagnose('QAS7001', statement, statement.keyword, 'a loop'));
}

/** Binds the end of a subroutine (subroutines). */
export function bindReturn(statement: ReturnStatement, { binder, expressions }: BindingContext): void {
  if (!binder.inSubroutine) {
    binder.report(diagnose('QAS7001', firstWord(binder.text, statement), 'return', 'a subroutine'));
  }
  if (statement.value) expressions.value(statement.value);
}
