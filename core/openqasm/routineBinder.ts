import { type BindingContext, checkGlobal } from './bindingContext.ts';
import type {
  ExternDeclaration,
  GateDefinition,
  Identifier,
  OpaqueDeclaration,
  SubroutineDefinition,
} from './syntaxTree.ts';
import { noType, voidType } from './types.ts';

/** Binds the definition of a gate with its body (gates, "Defining gates"). */
export function bindGate(statement: GateDefinition, context: BindingContext): void {
  const { binder, bindStatements } = context;
  checkGlobal(statement, 'Gate definitions are', context);
  const outer = binder.currentGate;
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
    for (const parameter of parameters) declareGateParameter(parameter, context);
    for (const qubit of qubits) declareGateQubit(qubit, context);
    binder.currentGate = symbol;
    bindStatements(body.statements);
  });
  binder.currentGate = outer;
}

function declareGateParameter(name: Identifier, context: BindingContext): void {
  const { binder } = context;
  const type = { kind: 'angle', width: undefined } as const;
  binder.declare(name, { kind: 'gate-parameter', type, declaration: name });
}

function declareGateQubit(name: Identifier, context: BindingContext): void {
  const { binder } = context;
  const type = { kind: 'qubit', size: 'scalar' } as const;
  const parts = { selection: binder.allocate('scalar') };
  binder.declare(name, { kind: 'gate-qubit', type, declaration: name, parts });
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
  binder.declare(name, { kind: 'subroutine', type: { kind: 'none' }, declaration: statement, parts });
  const wasInSubroutine = binder.inSubroutine;
  const outerLoops = binder.loopDepth;
  const start = parameters[0]?.start ?? body.start;
  binder.withScope('subroutine', { start, end: body.end }, () => {
    for (const [index, parameter] of parameters.entries()) {
      const type = types[index] ?? noType;
      const isRegister = type.kind === 'qubit' || type.kind === 'bit';
      const own = isRegister ? { selection: binder.allocate(type.size) } : {};
      binder.declare(parameter.name, { kind: 'parameter', type, declaration: parameter, parts: own });
    }
    binder.inSubroutine = true;
    binder.loopDepth = 0;
    bindStatements(body.statements);
  });
  binder.inSubroutine = wasInSubroutine;
  binder.loopDepth = outerLoops;
}

/** Binds the declaration of an external function (classical, "Extern function calls"). */
export function bindExtern(statement: ExternDeclaration, context: BindingContext): void {
  const { binder, expressions } = context;
  checkGlobal(statement, 'Declarations of external functions are', context);
  const types = statement.parameterTypes.map((type) => expressions.typeOf(type));
  const returns = statement.returnType ? expressions.typeOf(statement.returnType) : voidType;
  const parts = { callable: { parameters: types, returns } };
  binder.declare(statement.name, { kind: 'extern', type: returns, declaration: statement, parts });
}
