import type { Steps } from '#core/base/steps.ts';
import { bindAlias } from './aliasBinder.ts';
import { bindAssignment } from './assignmentBinder.ts';
import type { Binder } from './binder.ts';
import type { BindingContext } from './bindingContext.ts';
import { bindCalibration, bindCalibrationDefinition, bindCalibrationGrammar } from './calibrationBinder.ts';
import { bindFor, bindIf, bindJump, bindReturn, bindWhile } from './controlFlowBinder.ts';
import { bindClassical, bindQubits } from './declarationBinder.ts';
import { checkAnnotation, checkPragma } from './directiveChecks.ts';
import { bindDuration } from './durationBinder.ts';
import { ExpressionBinder } from './expressionBinder.ts';
import { bindGateCall } from './gateCallBinder.ts';
import { type Effect, effect } from './lints/circuitTrace.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose, withFix } from './messages.ts';
import { PlainStatementBinder } from './plainStatementBinder.ts';
import { bindExtern, bindGate, bindOpaque, bindSubroutine } from './routineBinder.ts';
import type { StatementList } from './statementList.ts';
import { firstWord, forbiddenInGate, isExecuted } from './statementRules.ts';
import { bindSwitch } from './switchBinder.ts';
import type { ProgramSymbol } from './symbols.ts';
import type {
  Block,
  CallExpression,
  Expression,
  ExpressionStatement,
  IncludeStatement,
  Statement,
} from './syntaxTree.ts';
import { traceOperands } from './tracedOperands.ts';
import { reportLate } from './versionChecks.ts';

/** So many statements of a file are bound in a step, which takes about a millisecond. */
const statementsOfStep = 2048;

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

  /** Binds the statements of a list, or those from one up to another. */
  bindAll(statements: StatementList, from = 0, to = statements.length): void {
    // What is nested in unreachable statements is reported with them.
    this.#bindRange(statements, from, to, this.#binder.flow.isReachable);
  }

  /** Binds the statements of a file, so many in a step. */
  *bindInSteps(statements: StatementList): Steps<void> {
    let { isReachable } = this.#binder.flow;
    for (let from = 0; from < statements.length; from += statementsOfStep) {
      const to = Math.min(from + statementsOfStep, statements.length);
      isReachable = this.#bindRange(statements, from, to, isReachable);
      yield;
    }
  }

  /**
   * @param wasReachable whether control can arrive behind the statement before, as far as that is reported
   * @returns the same for the last statement
   */
  #bindRange(statements: StatementList, from: number, to: number, wasReachable: boolean): boolean {
    const { flow, valueTrace } = this.#binder;
    const isTopLevel = statements === this.#binder.files[0]?.tree.statements;
    const { starts } = statements.tokens;
    let isReachable = wasReachable;
    for (let index = from; index < to; index++) {
      if (isTopLevel) valueTrace.statementStart = starts[statements.firstTokenAt(index)] ?? 0;
      if (isReachable !== flow.isReachable) {
        if (isReachable) this.#reportUnreachable(statements, index);
        isReachable = flow.isReachable;
      }
      if (statements.isPlainAt(index) && this.#plain.bind(statements, index)) continue;
      if (statements.kindAt(index) === 'if' && this.#plain.bindBranch(statements, index)) continue;
      const statement = statements.at(index);
      if (statement) this.#bind(statement);
    }
    return isReachable;
  }

  /** The statements of a list from one on, as far as they do something, are never executed. */
  #reportUnreachable(statements: StatementList, from: number): void {
    let first = from;
    while (first < statements.length && !isExecuted(statements.kindAt(first))) first++;
    if (first >= statements.length) return;
    const { ends, starts } = statements.tokens;
    const start = starts[statements.firstTokenAt(first)] ?? 0;
    const end = ends[statements.lastTokenAt(statements.length - 1)] ?? start;
    this.#binder.report(diagnose('QAS7005', { start, end }));
  }

  /** Binds a block in a scope of its own. */
  #bindBlock(block: Block): void {
    this.#binder.withScope('block', block, () => this.bindAll(block.statements));
  }

  #bind(statement: Statement): void {
    if (this.#binder.currentGate) this.#checkGateBody(statement);
    switch (statement.kind) {
      case 'unreadable':
        return;
      case 'version':
        // Those at the top level are checked with their file.
        if (this.#binder.scope !== this.#binder.global) reportLate(statement, this.#binder);
        return;
      case 'pragma':
        checkPragma(statement, this.#binder);
        return;
      case 'annotation':
        checkAnnotation(statement, this.#binder);
        return;
      case 'defcalgrammar':
        bindCalibrationGrammar(statement, this.#context);
        return;
      case 'cal':
        bindCalibration(statement, this.#context);
        return;
      case 'defcal':
        bindCalibrationDefinition(statement, this.#context);
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
        this.#bindQubits(effect.reset, statement, [statement.operand]);
        return;
      case 'barrier':
      case 'nop':
        this.#bindQubits(effect.barrier, statement, statement.operands);
        return;
      case 'delay':
        bindDuration(statement.duration, this.#binder, this.#expressions);
        this.#bindQubits(effect.barrier, statement, statement.operands);
        return;
      case 'box':
        if (statement.duration) bindDuration(statement.duration, this.#binder, this.#expressions);
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

  #bindQubits(what: Effect, statement: Statement, operands: readonly Expression[]): void {
    if (operands.length === 0) this.#binder.trace?.barrier(this.#binder.file, statement);
    for (const expression of operands) {
      const selection = this.#expressions.qubits(expression);
      traceOperands(what, statement, -1, [{ expression, selection }], this.#binder);
    }
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
    const name = expression.kind === 'call' ? expression.callee : expression;
    const symbol = name.kind === 'identifier' ? this.#binder.peek(name.name) : undefined;
    if (symbol?.kind !== 'gate' || name.kind !== 'identifier') {
      this.#expressions.statement(expression);
      return;
    }
    this.#binder.resolve(name, 'gate');
    if (expression.kind === 'call') this.#reportGateAsFunction(expression, symbol);
    else this.#binder.report(diagnose('QAS2013', expression, expression.kind === 'identifier' ? name.name : ''));
  }

  /** `h(q);`: the qubits of a gate stand after its parentheses. */
  #reportGateAsFunction({ arguments: given, callee, end, start }: CallExpression, symbol: ProgramSymbol): void {
    for (const argument of given) this.#expressions.visitLeniently(argument);
    const diagnostic = diagnose('QAS5012', callee, callee.name, 'gate');
    const { parameters = [], qubits = [] } = symbol.gate ?? {};
    if (given.length !== parameters.length + qubits.length) {
      this.#binder.reportWithDeclaration(diagnostic, symbol);
      return;
    }
    const written = given.map((argument) => this.#binder.sourceOf(argument));
    const values = parameters.length === 0 ? '' : `(${written.slice(0, parameters.length).join(', ')})`;
    const newText = `${callee.name}${values} ${written.slice(parameters.length).join(', ')}`;
    const fix = { title: `Write '${newText}'`, replacements: [{ range: { start, end }, newText }], isPreferred: true };
    this.#binder.reportWithDeclaration(withFix(diagnostic, fix), symbol);
  }
}
