import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import type { BuiltinFunction } from './builtins.ts';
import { convertValue } from './constantValue.ts';
import { evaluate } from './evaluation.ts';
import { visitSelectors } from './indexing.ts';
import { effect } from './lints/circuitTrace.ts';
import { diagnose } from './messages.ts';
import { type OperandEnvironment, resolveOperand } from './operands.ts';
import { type Selection, singleElement, unknownElement, unknownSelection } from './selection.ts';
import { describeSymbol, type ProgramSymbol } from './symbols.ts';
import type {
  Block,
  CallExpression,
  Expression,
  HardwareQubit,
  Identifier,
  IndexExpression,
  QuantumCallExpression,
  TypeNode,
} from './syntaxTree.ts';
import { constantOf, runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import { resolveType } from './typeResolution.ts';
import { durationType, floatType, noType, type Size, type Type } from './types.ts';

/** Gives meaning to the names in expressions, and to operands as qubits or bits. */
export class ExpressionBinder implements OperandEnvironment {
  readonly #binder: Binder;
  readonly #bindBlock: (block: Block) => void;
  /** What operands stand for at the moment. */
  #role: 'qubit' | 'bit' = 'qubit';

  /** @param bindBlock binds the body of a `durationof` */
  constructor(binder: Binder, bindBlock: (block: Block) => void) {
    this.#binder = binder;
    this.#bindBlock = bindBlock;
  }

  get text(): string {
    return this.#binder.text;
  }

  get realArithmetic(): boolean {
    return this.#binder.isVersion2;
  }

  report(diagnostic: Diagnostic): void {
    this.#binder.report(diagnostic);
  }

  /** Binds an expression, finds its type, and its value as far as it is constant. */
  value(expression: Expression): TypedValue {
    return evaluate(expression, this);
  }

  qubits(operand: Expression): Selection {
    return this.#operand(operand, 'qubit');
  }

  bits(operand: Expression): Selection {
    if (operand.kind === 'index' && this.#isBitOfNumber(operand)) {
      this.value(operand);
      return unknownSelection;
    }
    return this.#operand(operand, 'bit');
  }

  /** Whether brackets pick bits of a number or angle of known width (types, "Bit slices"). */
  #isBitOfNumber(operand: IndexExpression): boolean {
    const root = rootOf(operand);
    const type = root.kind === 'identifier' ? this.#binder.peek(root.name)?.type : undefined;
    return type?.kind === 'int' || type?.kind === 'uint' || type?.kind === 'angle';
  }

  #operand(operand: Expression, role: 'qubit' | 'bit'): Selection {
    const outer = this.#role;
    this.#role = role;
    const selection = resolveOperand(operand, this);
    this.#role = outer;
    return selection;
  }

  /** A whole number the language needs before the program runs; undefined when it is not one, which is reported. */
  constantInteger(expression: Expression, what: string, least: number): number | undefined {
    const { isConstant, value } = this.value(expression);
    if (!isConstant || typeof value === 'object') {
      this.report(diagnose('QAS4010', expression, what));
      return undefined;
    }
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least) return number;
    this.report(diagnose('QAS4013', expression, what, least, String(value)));
    return undefined;
  }

  /** The size in the brackets of a declaration. */
  size(expression: Expression | undefined, what: string, least: number): Size {
    if (!expression) return 'scalar';
    return this.constantInteger(expression, what, least) ?? 'unknown';
  }

  typeOf(node: TypeNode): Type {
    const leastRegister = this.#binder.isVersion2 ? 1 : 0;
    return resolveType(node, (expression, what, least) => this.constantInteger(expression, what, least), leastRegister);
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
    if (symbol?.kind === 'subroutine') {
      this.#binder.traceCall(call);
      this.#bindSubroutineArguments(call, symbol);
      return runtimeValue(symbol.callable?.returns ?? noType);
    }
    if (symbol?.kind === 'gate') {
      this.#binder.reportWithDeclaration(diagnose('QAS5012', callee, callee.name, 'gate'), symbol);
    } else if (symbol && symbol.kind !== 'extern') {
      this.#reportKind(callee, symbol, 'a function');
    }
    for (const argument of call.arguments) {
      // What the arguments of an unknown function are is unknown too; registers among them are no second mistake.
      if (symbol?.kind === 'extern') this.value(argument);
      else this.visitLeniently(argument);
    }
    return symbol?.kind === 'extern' ? runtimeValue(symbol.type) : unknownValue;
  }

  #bindSubroutineArguments(call: CallExpression, symbol: ProgramSymbol): void {
    const parameters = symbol.subroutine?.parameters ?? [];
    call.arguments.forEach((argument, index) => {
      const parameter = parameters[index];
      if (parameter?.type.name === 'qubit') this.qubits(argument);
      else if (parameter) this.value(argument);
      else this.visitLeniently(argument);
    });
    if (call.arguments.length === parameters.length) return;
    this.#binder.reportWithDeclaration(
      diagnose('QAS6001', call, symbol.name, parameters.length, call.arguments.length),
      symbol,
    );
  }

  /** Binds the names in what stands where nothing is expected, qubits among them; that is reported otherwise. */
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
        this.#binder.resolve(part.callee, 'gate');
        for (const argument of part.arguments) this.value(argument);
        for (const expression of part.operands) {
          const selection = this.qubits(expression);
          this.#binder.traceOperands(effect.use, part, -1, [{ expression, selection }]);
        }
        return noType;
      case 'hardware-qubit':
        this.report(diagnose('QAS5010', part, 'A hardware qubit cannot be used as a classical value'));
        return noType;
    }
  }

  measuredSize(operand: Expression): Size {
    const selection = this.qubits(operand);
    this.#binder.traceOperands(effect.measure, operand, -1, [{ expression: operand, selection }]);
    return selection.size;
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
    if (symbol.kind === 'constant' || symbol.kind === 'input') {
      const why = symbol.kind === 'constant' ? 'a constant' : 'an input';
      this.#binder.reportWithDeclaration(diagnose('QAS4011', name, name.name, why), symbol);
    }
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

  /** The value of an initialiser converted to the declared type. */
  initialValue({ value, type: from }: TypedValue, type: Type): ProgramSymbol['value'] {
    return value === undefined ? undefined : convertValue(value, type, from);
  }

  #reportKind(name: Identifier, symbol: ProgramSymbol, needed: string): void {
    this.#binder.reportWithDeclaration(diagnose('QAS3007', name, name.name, describeSymbol(symbol), needed), symbol);
  }
}

/** Parameters of a gate are numbers in radians that do not wrap, so that `rz(theta / 2)` may turn by more than π. */
function typeOfUse(symbol: ProgramSymbol): Type {
  return symbol.kind === 'gate-parameter' ? floatType : symbol.type;
}

function rootOf(expression: IndexExpression): Expression {
  let root: Expression = expression;
  while (root.kind === 'index') root = root.base;
  return root;
}
