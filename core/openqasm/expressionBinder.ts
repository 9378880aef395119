import type { Diagnostic } from '#core/base/diagnostic.ts';
import { checkArrayLiteral } from './arrayLiterals.ts';
import type { Binder } from './binder.ts';
import type { BuiltinFunction } from './builtins.ts';
import { repeatedInSet } from './callOperands.ts';
import { convertValue, integerValue } from './constantValue.ts';
import { conversionProblem, type Destination } from './conversionChecks.ts';
import { checkCompileTime } from './durationBinder.ts';
import { Evaluated } from './evaluated.ts';
import { evaluate } from './evaluation.ts';
import { ExpressionRepairs } from './expressionRepairs.ts';
import { visitSelectors } from './indexing.ts';
import { inexactDivisions } from './integerDivision.ts';
import { supports } from './languageVersion.ts';
import { effect } from './lints/circuitTrace.ts';
import { type CertainValue, certainValues } from './loopTurns.ts';
import { diagnose } from './messages.ts';
import { repairMisplacedMeasurement } from './misplacedMeasurement.ts';
import { type OperandEnvironment, resolveOperand } from './operands.ts';
import { bindArguments } from './routineArguments.ts';
import { type Selection, singleElement, unknownElement, unknownSelection } from './selection.ts';
import { whyNotAssignable } from './statementRules.ts';
import { describeSymbol, type ProgramSymbol } from './symbols.ts';
import { nodesIn } from './syntaxChildren.ts';
import type {
  Block,
  CallExpression,
  Expression,
  HardwareQubit,
  Identifier,
  IndexExpression,
  MeasureExpression,
  QuantumCallExpression,
  SyntaxNode,
  TypeNode,
} from './syntaxTree.ts';
import { traceCall, traceOperands } from './tracedOperands.ts';
import { constantOf, isUnknown, runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import { resolveType } from './typeResolution.ts';
import { angleType, describeType, durationType, floatType, noType, type Size, type Type } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';
import { rootOf } from './valueReads.ts';

/** Registers and widths are not larger than this, so that qubits and bits can be numbered. */
const sizeLimit = 2 ** 31 - 1;

/** Gives meaning to the names in expressions, and to operands as qubits or bits. */
export class ExpressionBinder implements OperandEnvironment {
  readonly repairs: ExpressionRepairs;
  readonly evaluated = new Evaluated();
  readonly #binder: Binder;
  readonly #bindBlock: (block: Block) => void;
  /** What operands stand for at the moment. */
  #role: 'qubit' | 'bit' = 'qubit';
  /** The expression that is a statement, while it is bound. */
  #statement: Expression | undefined;
  /** The concatenations that the right side of a declaration or assignment is: only there, arrays are joined. */
  #concatenations: ReadonlySet<Expression> = none;
  /** Whether what is being bound is evaluated only under a condition. */
  #isConditional = false;

  /** @param bindBlock binds the body of a `durationof` */
  constructor(binder: Binder, bindBlock: (block: Block) => void) {
    this.repairs = new ExpressionRepairs(binder);
    this.#binder = binder;
    this.#bindBlock = bindBlock;
  }

  get text(): string {
    return this.#binder.text;
  }

  get realArithmetic(): boolean {
    return this.#binder.isVersion2;
  }

  get isStrict(): boolean {
    return this.#binder.options.profile === 'spec-3.x';
  }

  report(diagnostic: Diagnostic): void {
    this.#binder.report(diagnostic);
  }

  /** Binds an expression, finds its type, and its value as far as it is constant. */
  value(expression: Expression): TypedValue {
    const value = evaluate(expression, this);
    if (!value.isConstant) this.#binder.values.visit(expression);
    return value;
  }

  /** Binds what is assigned, which is not read; the numbers in its brackets are. */
  target(expression: Expression): TypedValue {
    const value = evaluate(expression, this);
    this.#binder.values.visitIndices(expression);
    return value;
  }

  /** Binds a statement that is an expression: a call that is one need not have a result. */
  statement(expression: Expression): void {
    this.#statement = expression;
    this.value(expression);
    this.#statement = undefined;
  }

  /**
   * Binds an expression that becomes a value of another type, and checks that it can (types, "Casting specifics").
   * Returns it in that type; `unknownValue` when it cannot, which is reported.
   * @param declared what the destination was declared as, to point to
   */
  converted(expression: Expression, destination: Destination, declared?: ProgramSymbol): TypedValue {
    const { type } = destination;
    if (expression.kind === 'array-literal') {
      checkArrayLiteral(expression, destination, this);
      return runtimeValue(type);
    }
    this.#concatenations = concatenationsIn(expression);
    const source = this.value(expression);
    this.#concatenations = none;
    return this.convert(source, expression, destination, declared);
  }

  /** Checks that a value that has been bound converts to another type. Returns it in that type. */
  convert(source: TypedValue, place: Expression, destination: Destination, declared?: ProgramSymbol): TypedValue {
    const { type } = destination;
    if (isUnknown(source) || this.realArithmetic) return source;
    const problem = conversionProblem(source, place, destination, this.text, this.isStrict);
    if (problem && declared) this.#binder.reportWithDeclaration(problem, declared);
    else if (problem) this.report(problem);
    if (problem?.severity === 'error') return unknownValue;
    if (categoryOf(type) === 'time' && !source.isConstant) checkCompileTime(place, this.#binder);
    if (type.kind === 'float' || type.kind === 'angle' || type.kind === 'complex') this.#checkFractions(place);
    const value = source.value === undefined ? undefined : convertValue(source.value, type, source.type);
    return { type, isConstant: source.isConstant, value };
  }

  #checkFractions(expression: Expression): void {
    if (this.realArithmetic) return;
    for (const problem of inexactDivisions(expression, this.text)) this.report(problem);
  }

  allowsConcatenation(expression: Expression): boolean {
    return this.#concatenations.has(expression);
  }

  certainValues(expression: Expression): readonly CertainValue[] {
    return this.#isConditional ? [] : certainValues(expression, this.#binder);
  }

  conditionally<Result>(run: () => Result): Result {
    const outer = this.#isConditional;
    this.#isConditional = true;
    const result = run();
    this.#isConditional = outer;
    return result;
  }

  /** Binds a parameter of a gate: any real number, in radians where it is an angle. */
  gateArgument(expression: Expression): TypedValue {
    const source = this.value(expression);
    const category = categoryOf(source.type);
    if (this.realArithmetic && this.#reportsBits(expression)) return unknownValue;
    // Constant integers are in the examples of the specification, as in `U(0, 0, pi)`.
    const isNumber = category === 'float' || (category === 'integer' && (source.isConstant || !this.isStrict));
    if (isNumber) {
      this.#checkFractions(expression);
      return source;
    }
    return this.convert(source, expression, { name: 'the parameter', type: angleType });
  }

  /** In OpenQASM 2 bits are no numbers, also in the middle of an expression. */
  #reportsBits(expression: Expression): boolean {
    const namedBy = (part: SyntaxNode) => (part.kind === 'index' ? rootOf(part) : part);
    // The register is in the brackets' root; its indices are no part of the arithmetic.
    const enters = (part: SyntaxNode) => part.kind !== 'index' || namedBy(part).kind !== 'identifier';
    for (const part of nodesIn(expression, enters)) {
      const named = namedBy(part);
      if (named.kind !== 'identifier' || this.#binder.peek(named.name)?.type.kind !== 'bit') continue;
      this.report(diagnose('QAS3007', part, this.#binder.sourceOf(part), 'of bits', 'a number'));
      return true;
    }
    return false;
  }

  qubits(operand: Expression): Selection {
    const selection = this.#operand(operand, 'qubit');
    const repeated = repeatedInSet(operand, selection);
    if (repeated !== undefined) {
      const uses = `twice in '${this.#binder.sourceOf(operand)}'`;
      this.report(diagnose('QAS5003', operand, this.#binder.registers.nameOf(repeated), uses));
    }
    return selection;
  }

  /** The qubits of a part of an alias, which has its own rules for what is in it twice. */
  aliasedQubits(operand: Expression): Selection {
    return this.#operand(operand, 'qubit');
  }

  /** The bits that take a measurement or that an alias names: of a register, of a number, or elements of an array. */
  bits(operand: Expression): Selection {
    const root = rootOf(operand);
    const symbol = root.kind === 'identifier' ? this.#binder.peek(root.name) : undefined;
    if (!symbol || root === operand || symbol.type.kind === 'bit') return this.#operand(operand, 'bit');
    const { type } = this.value(operand);
    switch (type.kind) {
      case 'bool':
        return unknownElement;
      case 'bit':
        return { size: type.size, runs: undefined };
      case 'none':
        return unknownSelection;
      default: {
        const problem = diagnose(
          'QAS3007',
          operand,
          this.#binder.sourceOf(operand),
          `of type ${describeType(type)}`,
          'a bit',
        );
        this.#binder.reportWithDeclaration(problem, symbol);
        return unknownSelection;
      }
    }
  }

  #operand(operand: Expression, role: 'qubit' | 'bit'): Selection {
    const outer = this.#role;
    this.#role = role;
    const selection = resolveOperand(operand, this);
    this.#role = outer;
    this.#binder.values.visitIndices(operand);
    return selection;
  }

  /** A whole number the language needs before the program runs; undefined when it is not one, which is reported. */
  constantInteger(expression: Expression, what: string, least: number): number | undefined {
    const { isConstant, value, type } = this.value(expression);
    if (!isConstant) {
      this.report(diagnose('QAS4010', expression, what));
      return undefined;
    }
    if (value === undefined) return undefined;
    const category = categoryOf(type);
    const isInteger = category === 'integer' || category === 'truth' || this.realArithmetic;
    const number = isInteger ? Number(integerValue(value) ?? value) : Number.NaN;
    if (Number.isInteger(number) && number >= least && number <= sizeLimit) return number;
    const isTooLarge = number > sizeLimit;
    const written = this.#binder.sourceOf(expression);
    const given = isInteger ? String(integerValue(value) ?? value) : `${written}, of type ${describeType(type)}`;
    this.report(diagnose('QAS4013', expression, what, least, isTooLarge ? sizeLimit : undefined, given));
    return undefined;
  }

  /** The size in the brackets of a declaration. */
  size(expression: Expression | undefined, what: string, least: number): Size {
    if (!expression) return 'scalar';
    return this.constantInteger(expression, what, least) ?? 'unknown';
  }

  typeOf(node: TypeNode): Type {
    return resolveType(node, {
      leastRegister: this.#binder.leastRegister,
      sizeOf: (expression, what, least) => this.constantInteger(expression, what, least),
      report: (diagnostic) => this.report(diagnostic),
    });
  }

  valueOf(name: Identifier): TypedValue {
    const symbol = this.#binder.resolve(name, 'value');
    if (!symbol) return unknownValue;
    switch (symbol.kind) {
      case 'constant':
      case 'builtin-constant':
        return constantOf(symbol.type, symbol.value);
      case 'gate':
        this.#binder.reportWithDeclaration(diagnose('QAS5012', name, name.name, 'gate'), symbol);
        return unknownValue;
      case 'subroutine':
      case 'extern':
      case 'builtin-function':
        this.#binder.reportWithDeclaration(diagnose('QAS5012', name, name.name, 'function'), symbol);
        return unknownValue;
      default:
        if (symbol.type.kind !== 'qubit') return runtimeValue(typeOfUse(symbol));
        this.#reportKind(name, symbol, 'a classical value');
        return unknownValue;
    }
  }

  functionOf(call: CallExpression): BuiltinFunction | TypedValue {
    const { callee } = call;
    const symbol = this.#binder.resolve(callee, 'function');
    if (symbol?.builtin) return symbol.builtin;
    if (symbol?.callable) {
      if (symbol.kind === 'subroutine') traceCall(call, this.#binder);
      const isStatement = call === this.#statement;
      bindArguments(call, symbol, symbol.callable, this.#binder, this);
      if (symbol.callable.returns.kind !== 'void' || isStatement) return runtimeValue(symbol.callable.returns);
      this.#binder.reportWithDeclaration(diagnose('QAS6004', call, symbol.name), symbol);
      return unknownValue;
    }
    if (symbol?.kind === 'gate') {
      this.#binder.reportWithDeclaration(diagnose('QAS5012', callee, callee.name, 'gate'), symbol);
    } else if (symbol) {
      this.#reportKind(callee, symbol, 'a function');
    }
    for (const argument of call.arguments) this.visitLeniently(argument);
    return unknownValue;
  }

  /**
   * Binds the names in what stands where nothing is expected, or something unknown: a register in it is no second mistake.
   */
  visitLeniently(argument: Expression): void {
    const root = argument.kind === 'index' ? rootOf(argument) : argument;
    if (root.kind !== 'identifier') {
      this.value(argument);
      return;
    }
    this.#binder.resolve(root, 'value');
    if (argument.kind === 'index') this.#visitIndices(argument);
  }

  #visitIndices(expression: IndexExpression): void {
    if (expression.base.kind === 'index') this.#visitIndices(expression.base);
    visitSelectors(expression.selectors, this);
  }

  quantumType(part: QuantumCallExpression | Block | HardwareQubit): Type {
    switch (part.kind) {
      case 'block':
        this.#binder.conditionally(() => this.#bindBlock(part));
        return durationType;
      case 'quantum-call':
        this.#checkQuantumCallee(part.callee);
        for (const argument of part.arguments) this.value(argument);
        for (const expression of part.operands) {
          const selection = this.qubits(expression);
          traceOperands(effect.use, part, -1, [{ expression, selection }], this.#binder);
        }
        return noType;
      case 'hardware-qubit':
        this.report(diagnose('QAS5010', part, 'A hardware qubit cannot be used as a classical value'));
        return noType;
    }
  }

  /** Calibrations have results; older versions, which have no such calls, report that instead. */
  #checkQuantumCallee(callee: Identifier): void {
    const symbol = this.#binder.resolve(callee, 'gate');
    if (!symbol || symbol.kind === 'gate' || !supports(this.#binder.currentFile.tree.version, 2)) return;
    if (symbol.callable) {
      this.#binder.reportWithDeclaration(diagnose('QAS5012', callee, callee.name, 'function'), symbol);
    } else {
      this.#reportKind(callee, symbol, 'a gate');
    }
  }

  measuredSize(operand: Expression): Size {
    const selection = this.qubits(operand);
    traceOperands(effect.measure, operand, -1, [{ expression: operand, selection }], this.#binder);
    return selection.size;
  }

  misplacedMeasurement(measurement: MeasureExpression): void {
    repairMisplacedMeasurement(measurement, this.measuredSize(measurement.operand), this.#binder);
  }

  selectionOf(name: Identifier): Selection | undefined {
    const symbol = this.#binder.resolve(name, this.#role);
    if (!symbol) return undefined;
    if (this.#role === 'qubit') {
      if (symbol.type.kind === 'qubit') return symbol.selection;
      this.#reportKind(name, symbol, 'a qubit');
      return undefined;
    }
    if (symbol.type.kind === 'bit') return this.#assignable(name, symbol);
    if (symbol.type.kind === 'bool' && symbol.kind !== 'constant') return unknownElement;
    if (symbol.type.kind === 'array' && symbol.type.base.kind === 'bool') return undefined;
    this.#reportKind(name, symbol, 'a bit');
    return undefined;
  }

  #assignable(name: Identifier, symbol: ProgramSymbol): Selection | undefined {
    const why = whyNotAssignable(symbol, this.isStrict);
    if (why !== undefined) this.#binder.reportWithDeclaration(diagnose('QAS4011', name, name.name, why), symbol);
    return symbol.selection;
  }

  selectionOfHardware(qubit: HardwareQubit): Selection {
    const { currentGate, options } = this.#binder;
    const limit = options.target?.qubits;
    if (this.#role === 'bit') {
      this.report(diagnose('QAS5010', qubit, 'A hardware qubit cannot be used as a bit'));
    } else if (currentGate) {
      this.report(diagnose('QAS5010', qubit, 'A hardware qubit cannot be used inside a gate body'));
    } else if (limit !== undefined && qubit.index >= limit) {
      const name = this.#binder.sourceOf(qubit);
      const problem = `'${name}' does not exist on ${options.target?.name}, which has $0 to $${limit - 1}`;
      this.report(diagnose('QAS5010', qubit, problem));
    }
    return singleElement(-1 - qubit.index);
  }

  reportValue(expression: Expression, type: Type): void {
    const needed = this.#role === 'qubit' ? 'a qubit' : 'a bit';
    const written = this.#binder.sourceOf(expression);
    this.report(diagnose('QAS3007', expression, written, `of type ${describeType(type)}`, needed));
  }

  #reportKind(name: Identifier, symbol: ProgramSymbol, needed: string): void {
    this.#binder.reportWithDeclaration(diagnose('QAS3007', name, name.name, describeSymbol(symbol), needed), symbol);
  }
}

/** Parameters of a gate are numbers in radians that do not wrap, so that `rz(theta / 2)` may turn by more than π. */
function typeOfUse(symbol: ProgramSymbol): Type {
  return symbol.kind === 'gate-parameter' ? floatType : symbol.type;
}

const none: ReadonlySet<Expression> = new Set();

/** The concatenations whose result is what an expression comes to, or the beginning of it. */
function concatenationsIn(expression: Expression): ReadonlySet<Expression> {
  const found = new Set<Expression>();
  for (let part = expression; ; ) {
    if (part.kind === 'parenthesised') {
      part = part.inner;
    } else if (part.kind === 'binary' && part.operator === '++') {
      found.add(part);
      part = part.left;
    } else {
      return found.size > 0 ? found : none;
    }
  }
}
