import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { type BindingContext, checkGlobal } from './bindingContext.ts';
import { diagnose, withSeverity } from './messages.ts';
import type { ProgramSymbol } from './symbols.ts';
import type {
  Block,
  ExternDeclaration,
  GateDefinition,
  Identifier,
  OpaqueDeclaration,
  Statement,
  SubroutineDefinition,
} from './syntaxTree.ts';
import { describeType, noType, type Type, voidType } from './types.ts';

/** Binds the definition of a gate with its body (gates, "Defining gates"). */
export function bindGate(statement: GateDefinition, context: BindingContext): void {
  const { binder, bindStatements } = context;
  checkGlobal(statement, 'Gate definitions are', context);
  const { parameters, qubits, body } = statement;
  const gate = {
    parameters: parameters.map(({ name }) => name),
    qubits: qubits.map(({ name }) => name),
    definition: statement,
    library: undefined,
  };
  const symbol = binder.declare(statement.name, {
    kind: 'gate',
    type: { kind: 'none' },
    declaration: statement,
    parts: { gate },
  });
  const start = Math.min(body.start, parameters[0]?.start ?? body.start, qubits[0]?.start ?? body.start);
  binder.withScope('gate', { start, end: body.end }, () => {
    const own = [
      ...parameters.map((parameter) => declareGateParameter(parameter, context)),
      ...qubits.map((qubit) => declareGateQubit(qubit, context)),
    ];
    // The identity needs none of its qubits.
    if (body.statements.length === 0) for (const { id } of own) binder.uses[id] = 1;
    binder.inBody({ gate: symbol }, () => bindStatements(body.statements));
  });
}

function declareGateParameter(name: Identifier, { binder }: BindingContext): ProgramSymbol {
  const type = { kind: 'angle', width: undefined } as const;
  return binder.declare(name, { kind: 'gate-parameter', type, declaration: name });
}

function declareGateQubit(name: Identifier, { binder }: BindingContext): ProgramSymbol {
  const type = { kind: 'qubit', size: 'scalar' } as const;
  const parts = { selection: binder.registers.allocate('scalar') };
  return binder.declare(name, { kind: 'gate-qubit', type, declaration: name, parts });
}

/** Binds a gate that has no body (OpenQASM 2). */
export function bindOpaque(statement: OpaqueDeclaration, context: BindingContext): void {
  const { binder } = context;
  checkGlobal(statement, 'Gate declarations are', context);
  const gate = {
    parameters: statement.parameters.map(({ name }) => name),
    qubits: statement.qubits.map(({ name }) => name),
    definition: undefined,
    library: undefined,
  };
  binder.declare(statement.name, {
    kind: 'gate',
    type: { kind: 'none' },
    declaration: statement,
    parts: { gate },
  });
}

/** Binds the definition of a subroutine with its body (subroutines). */
export function bindSubroutine(statement: SubroutineDefinition, context: BindingContext): void {
  const { binder, bindStatements, expressions } = context;
  checkGlobal(statement, 'Subroutine definitions are', context);
  const { name, parameters, returnType, body } = statement;
  const types = parameters.map(({ type }) => expressions.typeOf(type));
  const returns = returnType ? expressions.typeOf(returnType) : voidType;
  const parts = { subroutine: statement, callable: { parameters: types, returns } };
  const symbol = binder.declare(name, { kind: 'subroutine', type: { kind: 'none' }, declaration: statement, parts });
  const start = parameters[0]?.start ?? body.start;
  binder.withScope('subroutine', { start, end: body.end }, () => {
    for (const [index, parameter] of parameters.entries()) {
      const type = types[index] ?? noType;
      const isRegister = type.kind === 'qubit' || type.kind === 'bit';
      const own = isRegister ? { selection: binder.registers.allocate(type.size) } : {};
      binder.declare(parameter.name, { kind: 'parameter', type, declaration: parameter, parts: own });
    }
    const arrivesAtEnd = binder.inBody({ subroutine: { symbol, returns } }, () => bindStatements(body.statements));
    if (arrivesAtEnd && returnType && returns.kind !== 'void' && !binder.isVersion2)
      reportMissingReturn(statement, returns, context);
  });
}

/** A subroutine with a result returns it on every path (subroutines). */
function reportMissingReturn({ body, name }: SubroutineDefinition, returns: Type, { binder }: BindingContext): void {
  if (name.name === '') return;
  const problem = hasReturn(body) ? 'not on every path' : 'its body has no return';
  binder.report(diagnose('QAS6003', name, `'${name.name}' returns ${describeType(returns)}, but ${problem}`));
}

/** What an external function cannot take or return: it sees classical values only (classical, "Extern function calls"). */
function checkExternTypes(statement: ExternDeclaration, types: readonly Type[], returns: Type, binder: Binder): void {
  const name = statement.name.name;
  for (const [index, type] of types.entries()) {
    const place = statement.parameterTypes[index];
    if (!place) continue;
    if (type.kind === 'qubit') binder.report(diagnose('QAS6008', place, name, 'cannot take qubits'));
    else if (type.kind === 'bit') binder.report(bitsInExtern(place, name, 'takes'));
  }
  const place = statement.returnType;
  if (!place) return;
  if (returns.kind === 'qubit') binder.report(diagnose('QAS6008', place, name, 'cannot return qubits'));
  else if (returns.kind === 'stretch') binder.report(diagnose('QAS6008', place, name, 'cannot return a stretch'));
  else if (returns.kind === 'bit') binder.report(bitsInExtern(place, name, 'returns'));
}

function bitsInExtern(place: OffsetRange, name: string, verb: 'takes' | 'returns'): Diagnostic {
  const problem = `${verb} bits, whose layout the language leaves open; use 'bool' or 'uint'`;
  return withSeverity(diagnose('QAS6008', place, name, problem), 'warning');
}

/** Binds the declaration of an external function (classical, "Extern function calls"). */
export function bindExtern(statement: ExternDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  checkGlobal(statement, 'Declarations of external functions are', context);
  const types = statement.parameterTypes.map((type) => expressions.typeOf(type));
  const returns = statement.returnType ? expressions.typeOf(statement.returnType) : voidType;
  checkExternTypes(statement, types, returns, binder);
  const parts = { callable: { parameters: types, returns } };
  binder.declare(statement.name, { kind: 'extern', type: returns, declaration: statement, parts });
}

function hasReturn(block: Block): boolean {
  for (const statement of block.statements) if (containsReturn(statement)) return true;
  return false;
}

function containsReturn(statement: Statement): boolean {
  switch (statement.kind) {
    case 'return':
      return true;
    case 'block':
      return hasReturn(statement);
    case 'if':
      return hasReturn(statement.body) || (statement.otherwise !== undefined && hasReturn(statement.otherwise));
    case 'for':
    case 'while':
    case 'box':
      return hasReturn(statement.body);
    case 'switch':
      return statement.cases.some(({ body }) => hasReturn(body));
    default:
      return false;
  }
}
