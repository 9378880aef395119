import type { Binder } from './binder.ts';
import { type BindingContext, checkGlobal } from './bindingContext.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose } from './messages.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { ClassicalDeclaration, Expression, Identifier, QubitDeclaration } from './syntaxTree.ts';
import { unknownValue } from './typedValue.ts';
import type { Size, Type } from './types.ts';

/** Binds a declaration of qubits (types, "Quantum types"). */
export function bindQubits(statement: QubitDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  checkGlobal(statement, 'Qubit declarations are', context);
  const least = binder.leastRegister;
  const size = expressions.size(statement.size, 'the size of a register', least);
  declareQubits(statement.name, size, statement, binder);
  for (const { initializer, name, size: written } of statement.further) {
    if (initializer) expressions.visitLeniently(initializer);
    const isQreg = statement.keyword === 'qreg';
    const own = isQreg || written ? expressions.size(written, 'the size of a register', least) : size;
    countAsUsed(declareQubits(name, own, statement, binder), binder);
  }
}

function declareQubits(name: Identifier, size: Size, declaration: QubitDeclaration, binder: Binder): ProgramSymbol {
  const parts = { selection: binder.registers.allocate(size) };
  return binder.declare(name, { kind: 'qubit', type: { kind: 'qubit', size }, declaration, parts });
}

/** A name that is declared beside another by mistake is not reported as unused too, nor removed with its statement. */
function countAsUsed({ id }: ProgramSymbol, binder: Binder): void {
  binder.uses[id] = (binder.uses[id] ?? 0) + 1;
}

/** Binds a declaration of a classical variable, constant, input or output (types, "Classical scalar types"). */
export function bindClassical(statement: ClassicalDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  const { initializer, modifier, name } = statement;
  if (modifier === 'input' || modifier === 'output') {
    checkGlobal(statement, `${modifier === 'input' ? 'Inputs' : 'Outputs'} are`, context);
  } else if (statement.type.name === 'array') {
    checkGlobal(statement, 'Array declarations are', context);
  }
  const isUntyped = statement.type.start === statement.type.end && initializer !== undefined;
  const type = isUntyped ? undefined : expressions.typeOf(statement.type);
  declareClassical(statement, { name, initializer }, type, context);
  for (const further of statement.further) {
    const own = statement.isCreg
      ? expressions.size(further.size, 'the size of a register', binder.leastRegister)
      : undefined;
    const declared = own === undefined ? type : { kind: 'bit' as const, size: own };
    countAsUsed(declareClassical(statement, further, declared, context), binder);
  }
}

/** @param type absent for a constant without a type, which is reported as such and has the type of its value */
function declareClassical(
  statement: ClassicalDeclaration,
  { initializer, name }: Pick<ClassicalDeclaration, 'name' | 'initializer'>,
  type: Type | undefined,
  context: BindingContext,
): ProgramSymbol {
  const { binder, expressions } = context;
  const { modifier } = statement;
  if (!type) {
    const { type: found, value } = initializer ? expressions.value(initializer) : unknownValue;
    return binder.declare(name, { kind: 'constant', type: found, declaration: statement, parts: { value } });
  }
  const selection = type.kind === 'bit' && modifier !== 'const' ? binder.registers.allocate(type.size) : undefined;
  const kind = modifier === 'const' ? 'constant' : (modifier ?? 'variable');
  const value = initializer ? bindInitializer({ modifier, name }, initializer, type, selection, context) : undefined;
  const constant = kind === 'constant' ? value : undefined;
  const parts = { value: constant, ...(selection && { selection }) };
  const symbol = binder.declare(name, { kind, type, declaration: statement, parts });
  if (kind === 'variable' && value !== undefined) binder.constantInitials.add(symbol.id);
  if (!initializer) binder.values.declare(symbol);
  return symbol;
}

function bindInitializer(
  statement: Pick<ClassicalDeclaration, 'modifier' | 'name'>,
  initializer: Expression,
  type: Type,
  selection: ProgramSymbol['selection'],
  context: BindingContext,
): ProgramSymbol['value'] {
  const { binder, expressions } = context;
  if (initializer.kind === 'measure-expression' && statement.modifier !== 'const') {
    const target = { range: statement.name, selection, isBit: type.kind === 'bit' || type.kind === 'bool' };
    checkMeasurement(initializer, initializer.operand, target, binder, expressions);
    return undefined;
  }
  const isFixed = statement.modifier === 'const';
  const destination = { name: `'${statement.name.name}'`, type, isExact: isFixed };
  const { isConstant, value } = expressions.converted(initializer, destination);
  if (isFixed && !isConstant) {
    binder.report(diagnose('QAS4010', initializer, `const '${statement.name.name}'`));
  }
  return value;
}
