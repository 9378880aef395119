import { bindAssignment } from './assignmentBinder.ts';
import type { Binder } from './binder.ts';
import { type BindingContext, checkGlobal } from './bindingContext.ts';
import { bindFor, bindIf, bindJump, bindReturn, bindSwitch, bindWhile } from './controlFlowBinder.ts';
import { bindAlias, bindClassical, bindQubits } from './declarationBinder.ts';
import { ExpressionBinder } from './expressionBinder.ts';
import { bindGateCall } from './gateCallBinder.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose } from './messages.ts';
import { PlainStatementBinder } from './plainStatementBinder.ts';
import { bindExtern, bindGate, bindOpaque, bindSubroutine } from './routineBinder.ts';
import type { StatementList } from './statementList.ts';
import { firstWord, forbiddenInGate } from './statementRules.ts';
import type { Block, ExpressionStatement, IncludeStatement, Statement } from './syntaxTree.ts';

/** Binds the statements of a program in order: declares names, resolves uses, checks what a statement may contain. */
export class StatementBinder {
  readonly #binder: Binder;
  readonly #expressions: ExpressionBinder;
  readonly #plain: PlainStatementBinder;
  readonly #include: (statement: IncludeStatement) => void;
  readonly #context: BindingContext;

  /** @param include binds the statements of an included file, or reports why it cannot */
  constructor(binder: Binder, include: (statement: IncludeStatement) => void) {
    this.#binder = binder;
    this.#include = include;
    this.#plain = new PlainStatementBinder(binder);
    this.#expressions = new ExpressionBinder(binder, (block) => this.#bindBlock(block));
    this.#context = {
      binder,
      expressions: this.#expressions,
      bindStatements: (statements) => this.bindAll(statements),
      bindBlock: (block) => this.#bindBlock(block),
    };
  }

  bindAll(statements: StatementList): void {
    for (let index = 0; index < statements.length; index++) {
      if (statements.isPlainAt(index) && this.#plain.bind(statements, index)) continue;
      const statement = statements.at(index);
      if (statement) this.#bind(statement);
    }
  }

  /** Binds a block in a scope of its own. */
  #bindBlock(block: Block): void {
    this.#binder.withScope('block', block, () => this.bindAll(block.statements));
  }

  #bind(statement: Statement): void {
    if (this.#binder.currentGate) this.#checkGateBody(statement);
    switch (statement.kind) {
      case 'version':
      case 'pragma':
      case 'annotation':
      case 'unreadable':
      case 'cal':
      case 'defcal':
        return;
      case 'defcalgrammar':
        checkGlobal(statement, 'A calibration grammar is', this.#context);
        return;
      case 'include':
        this.#bindInclude(statement);
        return;
      case 'qubit-declaration':
        bindQubits(statement, this.#context);
        return;
      case 'classical-declaration':
        bindClassical(statement, this.#context);
        return;
      case 'alias':
        bindAlias(statement, this.#context);
        return;
      case 'gate':
        bindGate(statement, this.#context);
        return;
      case 'opaque':
        bindOpaque(statement, this.#context);
        return;
      case 'subroutine':
        bindSubroutine(statement, this.#context);
        return;
      case 'extern':
        bindExtern(statement, this.#context);
        return;
      case 'gate-call':
        bindGateCall(statement, this.#binder, this.#expressions);
        return;
      case 'measure':
        checkMeasurement(statement, statement.operand, statement.target, this.#binder, this.#expressions);
        return;
      case 'reset':
        this.#expressions.qubits(statement.operand);
        return;
      case 'barrier':
      case 'nop':
        for (const operand of statement.operands) this.#expressions.qubits(operand);
        return;
      case 'delay':
        this.#expressions.value(statement.duration);
        for (const operand of statement.operands) this.#expressions.qubits(operand);
        return;
      case 'box':
        if (statement.duration) this.#expressions.value(statement.duration);
        this.#bindBlock(statement.body);
        return;
      case 'assignment':
        bindAssignment(statement, this.#context);
        return;
      case 'expression':
        this.#bindExpressionStatement(statement);
        return;
      case 'if':
        bindIf(statement, this.#context);
        return;
      case 'for':
        bindFor(statement, this.#context);
        return;
      case 'while':
        bindWhile(statement, this.#context);
        return;
      case 'switch':
        bindSwitch(statement, this.#context);
        return;
      case 'jump':
        bindJump(statement, this.#context);
        return;
      case 'return':
        bindReturn(statement, this.#context);
        return;
      case 'block':
        this.#bindBlock(statement);
    }
  }

  /** A gate body holds only what is unitary (gates, "Defining gates"). */
  #checkGateBody(statement: Statement): void {
    const what = forbiddenInGate(statement);
    if (what !== undefined) this.#binder.report(diagnose('QAS5007', firstWord(this.#binder.text, statement), what));
  }

  #bindInclude(statement: IncludeStatement): void {
    if (this.#binder.scope !== this.#binder.global) {
      if (!this.#binder.currentGate) {
        this.#binder.report(
          diagnose(
            'QAS8002',
            firstWord(this.#binder.text, statement),
            'A file can only be included at the top level, not inside a block',
          ),
        );
      }
      return;
    }
    if (statement.path) this.#include(statement);
  }

  #bindExpressionStatement({ expression }: ExpressionStatement): void {
    const symbol = expression.kind === 'identifier' ? this.#binder.peek(expression.name) : undefined;
    if (symbol?.kind === 'gate' && expression.kind === 'identifier') {
      this.#binder.resolve(expression, 'gate');
      this.#binder.report(diagnose('QAS2013', expression, expression.name));
      return;
    }
    this.#expressions.value(expression);
  }
}
