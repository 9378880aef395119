import { type BindingContext, checkGlobal } from './bindingContext.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose } from './messages.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { ClassicalDeclaration, Expression, QubitDeclaration } from './syntaxTree.ts';
import type { Type } from './types.ts';

/** Binds a declaration of qubits (types, "Quantum types"). */
export function bindQubits(statement: QubitDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  checkGlobal(statement, 'Qubit declarations are', context);
  const least = binder.leastRegister;
  const size = expressions.size(statement.size, 'the size of a register', least);
  const parts = { selection: binder.allocate(size) };
  binder.declare(statement.name, {
    kind: 'qubit',
    type: { kind: 'qubit', size },
    declaration: statement,
    parts,
  });
}

/** Binds a declaration of a classical variable, constant, input or output (types, "Classical scalar types"). */
export function bindClassical(statement: ClassicalDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  const { modifier, name, initializer } = statement;
  if (modifier === 'input' || modifier === 'output') {
    checkGlobal(statement, `${modifier === 'input' ? 'Inputs' : 'Outputs'} are`, context);
  } else if (statement.type.name === 'array') {
    checkGlobal(statement, 'Array declarations are', context);
  }
  const isUntyped = statement.type.start === statement.type.end;
  if (isUntyped && initializer) {
    bindUntyped(statement, initializer, context);
    return;
  }
  const type = expressions.typeOf(statement.type);
  const selection = type.kind === 'bit' && modifier !== 'const' ? binder.allocate(type.size) : undefined;
  const kind = modifier === 'const' ? 'constant' : (modifier ?? 'variable');
  const value = initializer ? bindInitializer(statement, initializer, type, selection, context) : undefined;
  const constant = kind === 'constant' ? value : undefined;
  const parts = { value: constant, ...(selection && { selection }) };
  const symbol = binder.declare(name, { kind, type, declaration: statement, parts });
  if (kind === 'variable' && value !== undefined) binder.constantInitials.add(symbol.id);
  if (!initializer) binder.values.declare(symbol);
}

/** A constant without a type is reported as such; it has the type of its value. */
function bindUntyped(statement: ClassicalDeclaration, initializer: Expression, context: BindingContext): void {
  const { binder, expressions } = context;
  const { type, value } = expressions.value(initializer);
  binder.declare(statement.name, { kind: 'constant', type, declaration: statement, parts: { value } });
}

function bindInitializer(
  statement: ClassicalDeclaration,
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
  const { isConstant, value } = expressions.converted(initializer, { name: `'${statement.name.name}'`, type });
  if (statement.modifier === 'const' && !isConstant) {
    binder.report(diagnose('QAS4010', initializer, `const '${statement.name.name}'`));
  }
  return value;
}
