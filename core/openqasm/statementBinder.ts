import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { ExpressionBinder } from './expressionBinder.ts';
import { bindGateCall } from './gateCallBinder.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose } from './messages.ts';
import { PlainStatementBinder } from './plainStatementBinder.ts';
import type { StatementList } from './statementList.ts';
import { firstWord, forbiddenInGate, whyNotAssignable } from './statementRules.ts';
import type { ProgramSymbol } from './symbols.ts';
import type {
  AliasDeclaration,
  AssignmentStatement,
  Block,
  ClassicalDeclaration,
  Expression,
  ExpressionStatement,
  ExternDeclaration,
  ForStatement,
  GateDefinition,
  Identifier,
  IncludeStatement,
  OpaqueDeclaration,
  QubitDeclaration,
  Statement,
  SubroutineDefinition,
  SwitchStatement,
} from './syntaxTree.ts';
import { noType, type Type, voidType } from './types.ts';

/** Binds the statements of a program in order: declares names, resolves uses, checks what a statement may contain. */
export class StatementBinder {
  readonly #binder: Binder;
  readonly #expressions: ExpressionBinder;
  readonly #plain: PlainStatementBinder;
  readonly #include: (statement: IncludeStatement) => void;

  /** @param include binds the statements of an included file, or reports why it cannot */
  constructor(binder: Binder, include: (statement: IncludeStatement) => void) {
    this.#binder = binder;
    this.#include = include;
    this.#plain = new PlainStatementBinder(binder);
    this.#expressions = new ExpressionBinder(binder, (block) => this.bindBlock(block));
  }

  bindAll(statements: StatementList): void {
    for (let index = 0; index < statements.length; index++) {
      if (statements.isPlainAt(index) && this.#plain.bind(statements, index)) continue;
      const statement = statements.at(index);
      if (statement) this.#bind(statement);
    }
  }

  /** Binds a block in a scope of its own. */
  bindBlock(block: Block): void {
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
        this.#checkGlobal(statement, 'A calibration grammar is');
        return;
      case 'include':
        this.#bindInclude(statement);
        return;
      case 'qubit-declaration':
        this.#bindQubits(statement);
        return;
      case 'classical-declaration':
        this.#bindClassical(statement);
        return;
      case 'alias':
        this.#bindAlias(statement);
        return;
      case 'gate':
        this.#bindGate(statement);
        return;
      case 'opaque':
        this.#bindOpaque(statement);
        return;
      case 'subroutine':
        this.#bindSubroutine(statement);
        return;
      case 'extern':
        this.#bindExtern(statement);
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
        this.bindBlock(statement.body);
        return;
      case 'assignment':
        this.#bindAssignment(statement);
        return;
      case 'expression':
        this.#bindExpressionStatement(statement);
        return;
      case 'if':
        this.#expressions.value(statement.condition);
        this.bindBlock(statement.body);
        if (statement.otherwise) this.bindBlock(statement.otherwise);
        return;
      case 'for':
        this.#bindFor(statement);
        return;
      case 'while':
        this.#expressions.value(statement.condition);
        this.#inLoop(() => this.bindBlock(statement.body));
        return;
      case 'switch':
        this.#bindSwitch(statement);
        return;
      case 'jump':
        if (statement.keyword !== 'end' && this.#binder.loopDepth === 0) {
          this.#binder.report(diagnose('QAS7001', statement, statement.keyword, 'a loop'));
        }
        return;
      case 'return':
        if (!this.#binder.inSubroutine)
          this.#binder.report(diagnose('QAS7001', firstWord(this.#binder.text, statement), 'return', 'a subroutine'));
        if (statement.value) this.#expressions.value(statement.value);
        return;
      case 'block':
        this.bindBlock(statement);
    }
  }

  /** A gate body holds only what is unitary (gates, "Defining gates"). */
  #checkGateBody(statement: Statement): void {
    const what = forbiddenInGate(statement);
    if (what !== undefined) this.#binder.report(diagnose('QAS5007', firstWord(this.#binder.text, statement), what));
  }

  #checkGlobal(statement: OffsetRange, what: string): void {
    const { scope, global, currentGate } = this.#binder;
    if (scope === global || currentGate) return;
    this.#binder.report(diagnose('QAS3008', firstWord(this.#binder.text, statement), what));
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

  #bindQubits(statement: QubitDeclaration): void {
    this.#checkGlobal(statement, 'Qubit declarations are');
    const least = this.#binder.isVersion2 ? 1 : 0;
    const size = this.#expressions.size(statement.size, 'the size of a register', least);
    const parts = { selection: this.#binder.allocate(size) };
    this.#binder.declare(statement.name, {
      kind: 'qubit',
      type: { kind: 'qubit', size },
      declaration: statement,
      parts,
    });
  }

  #bindClassical(statement: ClassicalDeclaration): void {
    const { modifier, name, initializer } = statement;
    if (modifier === 'input' || modifier === 'output') {
      this.#checkGlobal(statement, `${modifier === 'input' ? 'Inputs' : 'Outputs'} are`);
    } else if (statement.type.name === 'array') {
      this.#checkGlobal(statement, 'Array declarations are');
    }
    const type = this.#expressions.typeOf(statement.type);
    const selection = type.kind === 'bit' && modifier !== 'const' ? this.#binder.allocate(type.size) : undefined;
    const kind = modifier === 'const' ? 'constant' : (modifier ?? 'variable');
    const value = initializer ? this.#bindInitializer(statement, initializer, type, selection) : undefined;
    const constant = kind === 'constant' ? value : undefined;
    const parts = { value: constant, ...(selection && { selection }) };
    this.#binder.declare(name, { kind, type, declaration: statement, parts });
  }

  #bindInitializer(
    statement: ClassicalDeclaration,
    initializer: Expression,
    type: Type,
    selection: ProgramSymbol['selection'],
  ): ProgramSymbol['value'] {
    if (initializer.kind === 'measure-expression' && statement.modifier !== 'const') {
      const target = { range: statement.name, selection, isBit: type.kind === 'bit' || type.kind === 'bool' };
      checkMeasurement(initializer, initializer.operand, target, this.#binder, this.#expressions);
      return undefined;
    }
    const value = this.#expressions.value(initializer);
    if (statement.modifier === 'const' && !value.isConstant) {
      this.#binder.report(diagnose('QAS4010', initializer, `const '${statement.name.name}'`));
    }
    return this.#expressions.initialValue(value, type);
  }

  #bindAlias(statement: AliasDeclaration): void {
    const kind = this.#aliasedKind(statement.value);
    const selection =
      kind === 'bit' ? this.#expressions.bits(statement.value) : this.#expressions.qubits(statement.value);
    const type = { kind, size: selection.size } as const;
    this.#binder.declare(statement.name, { kind: 'alias', type, declaration: statement, parts: { selection } });
  }

  /** An alias is of bits when the first register in it is. */
  #aliasedKind(value: Expression): 'bit' | 'qubit' {
    let first = value;
    for (;;) {
      if (first.kind === 'index') first = first.base;
      else if (first.kind === 'binary') first = first.left;
      else if (first.kind === 'parenthesised') first = first.inner;
      else break;
    }
    if (first.kind !== 'identifier') return 'qubit';
    return this.#binder.peek(first.name)?.type.kind === 'bit' ? 'bit' : 'qubit';
  }

  #bindGate(statement: GateDefinition): void {
    this.#checkGlobal(statement, 'Gate definitions are');
    const outer = this.#binder.currentGate;
    const { parameters, qubits, body } = statement;
    const gate = {
      parameters: parameters.map(({ name }) => name),
      qubits: qubits.map(({ name }) => name),
      definition: statement,
      library: undefined,
    };
    const symbol = this.#binder.declare(statement.name, {
      kind: 'gate',
      type: { kind: 'none' },
      declaration: statement,
      parts: { gate },
    });
    const start = Math.min(body.start, parameters[0]?.start ?? body.start, qubits[0]?.start ?? body.start);
    this.#binder.withScope('gate', { start, end: body.end }, () => {
      for (const parameter of parameters) this.#declareGateParameter(parameter);
      for (const qubit of qubits) this.#declareGateQubit(qubit);
      this.#binder.currentGate = symbol;
      this.bindAll(body.statements);
    });
    this.#binder.currentGate = outer;
  }

  #declareGateParameter(name: Identifier): void {
    const type = { kind: 'angle', width: undefined } as const;
    this.#binder.declare(name, { kind: 'gate-parameter', type, declaration: name });
  }

  #declareGateQubit(name: Identifier): void {
    const type = { kind: 'qubit', size: 'scalar' } as const;
    const parts = { selection: this.#binder.allocate('scalar') };
    this.#binder.declare(name, { kind: 'gate-qubit', type, declaration: name, parts });
  }

  #bindOpaque(statement: OpaqueDeclaration): void {
    this.#checkGlobal(statement, 'Gate declarations are');
    const gate = {
      parameters: statement.parameters.map(({ name }) => name),
      qubits: statement.qubits.map(({ name }) => name),
      definition: undefined,
      library: undefined,
    };
    this.#binder.declare(statement.name, {
      kind: 'gate',
      type: { kind: 'none' },
      declaration: statement,
      parts: { gate },
    });
  }

  #bindSubroutine(statement: SubroutineDefinition): void {
    this.#checkGlobal(statement, 'Subroutine definitions are');
    const { name, parameters, returnType, body } = statement;
    const types = parameters.map(({ type }) => this.#expressions.typeOf(type));
    const returns = returnType ? this.#expressions.typeOf(returnType) : voidType;
    const parts = { subroutine: statement, callable: { parameters: types, returns } };
    this.#binder.declare(name, { kind: 'subroutine', type: { kind: 'none' }, declaration: statement, parts });
    const wasInSubroutine = this.#binder.inSubroutine;
    const outerLoops = this.#binder.loopDepth;
    const start = parameters[0]?.start ?? body.start;
    this.#binder.withScope('subroutine', { start, end: body.end }, () => {
      for (const [index, parameter] of parameters.entries()) {
        const type = types[index] ?? noType;
        const isRegister = type.kind === 'qubit' || type.kind === 'bit';
        const own = isRegister ? { selection: this.#binder.allocate(type.size) } : {};
        this.#binder.declare(parameter.name, { kind: 'parameter', type, declaration: parameter, parts: own });
      }
      this.#binder.inSubroutine = true;
      this.#binder.loopDepth = 0;
      this.bindAll(body.statements);
    });
    this.#binder.inSubroutine = wasInSubroutine;
    this.#binder.loopDepth = outerLoops;
  }

  #bindExtern(statement: ExternDeclaration): void {
    this.#checkGlobal(statement, 'Declarations of external functions are');
    const types = statement.parameterTypes.map((type) => this.#expressions.typeOf(type));
    const returns = statement.returnType ? this.#expressions.typeOf(statement.returnType) : voidType;
    const parts = { callable: { parameters: types, returns } };
    this.#binder.declare(statement.name, { kind: 'extern', type: returns, declaration: statement, parts });
  }

  #bindAssignment(statement: AssignmentStatement): void {
    const { target, value } = statement;
    if (value.kind === 'measure-expression') {
      checkMeasurement(statement, value.operand, target, this.#binder, this.#expressions);
      return;
    }
    this.#bindTarget(target);
    this.#expressions.value(value);
  }

  #bindTarget(target: Expression): void {
    let root = target;
    while (root.kind === 'index') root = root.base;
    const symbol = root.kind === 'identifier' ? this.#binder.peek(root.name) : undefined;
    this.#expressions.value(target);
    const why = symbol && whyNotAssignable(symbol);
    if (symbol && why !== undefined && root.kind === 'identifier') {
      this.#binder.reportWithDeclaration(diagnose('QAS4011', root, root.name, why), symbol);
    }
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

  #inLoop(bind: () => void): void {
    this.#binder.loopDepth++;
    bind();
    this.#binder.loopDepth--;
  }

  #bindFor(statement: ForStatement): void {
    const { type, variable, iterable, body } = statement;
    const variableType = type ? this.#expressions.typeOf(type) : ({ kind: 'int', width: undefined } as const);
    if (iterable.kind === 'range') {
      for (const part of [iterable.first, iterable.step, iterable.last]) if (part) this.#expressions.value(part);
    } else if (iterable.kind === 'set') {
      for (const element of iterable.elements) this.#expressions.value(element);
    } else {
      this.#expressions.value(iterable);
    }
    this.#binder.withScope('block', { start: variable.start, end: body.end }, () => {
      const symbol = this.#binder.declare(variable, {
        kind: 'loop-variable',
        type: variableType,
        declaration: variable,
      });
      // A loop that only repeats needs no variable.
      this.#binder.uses[symbol.id] = 1;
      this.#inLoop(() => this.bindAll(body.statements));
    });
  }

  #bindSwitch(statement: SwitchStatement): void {
    this.#expressions.value(statement.subject);
    for (const { labels, body } of statement.cases) {
      for (const label of labels ?? []) {
        if (!this.#expressions.value(label).isConstant) {
          this.#binder.report(diagnose('QAS4010', label, 'a case label'));
        }
      }
      this.bindBlock(body);
    }
  }
}
