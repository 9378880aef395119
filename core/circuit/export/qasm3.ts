import type { OffsetRange } from '#core/base/textRange.ts';
import type { Angle } from '../angle.ts';
import type {
  AssignOperation,
  Circuit,
  ConditionalOperation,
  GateOperation,
  Operation,
  Register,
  SwitchOperation,
  UnitaryOperation,
  WhileOperation,
} from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { expressionsOf } from '../classicalTraversal.ts';
import { bodiesOf } from '../operationBodies.ts';
import { unitaryGates } from '../synthesis/unitaryGates.ts';
import { angleExpression, type ExpressionDialect } from './angleExpression.ts';
import type { ExportedProgram } from './exportedProgram.ts';
import { OmissionList } from './omissionList.ts';
import { placeOf, withLooseElements } from './programRegisters.ts';
import { Qasm3Classical } from './qasm3Classical.ts';
import { qasm3Dialect, readsParameter, usesAreBare } from './qasm3Expression.ts';
import { Qasm3Gates, qasm3Names } from './qasm3Gates.ts';
import { Qasm3Outputs } from './qasm3Outputs.ts';
import { qasm3Type } from './qasm3Types.ts';

/**
 * A circuit as an OpenQASM 3 program over `stdgates.inc`; gates the library lacks are defined in it, matrices by exact
 * synthesis. Reading it back gives an equivalent circuit, global phase included, with the same registers, parameters,
 * variables and outputs; names that OpenQASM does not allow are changed. Only numbers that are not finite cannot be said.
 */
export function exportQasm3(circuit: Circuit): ExportedProgram {
  return new Qasm3Writer(circuit).program();
}

class Qasm3Writer {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #qubits: readonly Register[];
  readonly #bits: readonly Register[];
  readonly #parameters: readonly string[];
  readonly #variables: readonly string[];
  readonly #outputs: Qasm3Outputs;
  readonly #classical: Qasm3Classical;
  readonly #dialect: ExpressionDialect;
  readonly #gates: Qasm3Gates;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    const names = qasm3Names();
    const named = (registers: readonly Register[]) =>
      registers.map((register) => ({ ...register, name: isHardware(register) ? '$' : names.unique(register.name) }));
    this.#qubits = named(withLooseElements(circuit.qubitRegisters, circuit.qubitCount, 'q'));
    this.#bits = named(withLooseElements(circuit.bitRegisters, circuit.bitCount, 'c'));
    this.#parameters = circuit.parameters.map(({ name }) => names.unique(name));
    this.#variables = (circuit.variables ?? []).map(({ name }) => names.unique(name));
    const scope = { registers: this.#bits, variables: this.#variables, parameters: this.#parameters, names };
    this.#classical = new Qasm3Classical(scope);
    this.#outputs = new Qasm3Outputs(circuit, scope, this.#classical);
    this.#dialect = qasm3Dialect(this.#parameters, (expression) => this.#operand(expression));
    this.#gates = new Qasm3Gates(names, this.#dialect);
  }

  program(): ExportedProgram {
    const body = this.#circuit.operations.flatMap((operation) => this.#statements(operation));
    const results = this.#outputs.assignments;
    const blocks = [
      [`OPENQASM ${hasSwitch(this.#circuit.operations) ? '3.1' : '3.0'};`, 'include "stdgates.inc";'],
      this.#gates.definitions,
      this.#inputs(),
      [...this.#declarations(), ...this.#outputs.declarations, ...this.#classical.aliases],
      [...body, ...results],
    ];
    const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
    return this.#omissions.program(`${text.join('\n\n')}\n`);
  }

  #inputs(): string[] {
    const operations = withInner(this.#circuit.operations);
    const angles = operations.flatMap((operation) => (operation.kind === 'gate' ? operation.parameters : []));
    const expressions = operations.flatMap(expressionsOf);
    return this.#circuit.parameters.map(({ type }, index) => {
      // An angle wraps around, and the language multiplies no two of them.
      const isBare = usesAreBare(index, angles) && !expressions.some((expression) => readsParameter(expression, index));
      return `input ${type === 'angle' && !isBare ? 'float' : qasm3Type({ kind: type })} ${this.#parameters[index]};`;
    });
  }

  #declarations(): string[] {
    const sized = (type: 'qubit' | 'bit', { scalar, size }: Register) => (scalar ? type : `${type}[${size}]`);
    const variables = this.#circuit.variables ?? [];
    return [
      ...this.#qubits
        .filter((register) => !isHardware(register))
        .map((register) => `${sized('qubit', register)} ${register.name};`),
      ...this.#bits.map((register) => `${this.#outputs.prefix(register)}${sized('bit', register)} ${register.name};`),
      ...variables.map(
        ({ type }, index) => `${this.#outputs.prefix(index)}${qasm3Type(type)} ${this.#variables[index]};`,
      ),
    ];
  }

  #statements(operation: Operation): string[] {
    switch (operation.kind) {
      case 'gate':
        return [this.#gateStatement(operation)];
      case 'unitary':
        return this.#matrixStatements(operation);
      case 'measure': {
        const measurement = `measure ${this.#qubit(operation.qubit)};`;
        return [operation.bit === undefined ? measurement : `${this.#bit(operation.bit)} = ${measurement}`];
      }
      case 'reset':
        return [`reset ${this.#qubit(operation.qubit)};`];
      case 'barrier':
        return [
          operation.qubits.length === 0
            ? 'barrier;'
            : `barrier ${operation.qubits.map((qubit) => this.#qubit(qubit)).join(', ')};`,
        ];
      case 'conditional':
        return this.#conditional(operation);
      case 'switch':
        return this.#switch(operation);
      case 'while':
        return this.#while(operation);
      case 'assign':
        return [this.#assignment(operation)];
    }
  }

  #conditional({ body, condition, otherwise, source }: ConditionalOperation): string[] {
    const text = this.#written(this.#classical.condition(condition), 'A condition', source);
    const lines = [`if (${text}) {`, ...this.#block(body)];
    if (otherwise.length > 0) lines.push('} else {', ...this.#block(otherwise));
    return [...lines, '}'];
  }

  #switch({ cases, otherwise, source, subject }: SwitchOperation): string[] {
    const text = this.#written(this.#classical.subject(subject), 'A computed value', source);
    const branches = cases.flatMap(({ body, values }) => [
      `  case ${values.join(', ')} {`,
      ...this.#block(body).map(indented),
      '  }',
    ]);
    const rest = otherwise.length === 0 ? [] : ['  default {', ...this.#block(otherwise).map(indented), '  }'];
    // A switch has at least one case.
    if (cases.length === 0) return otherwise.flatMap((inner) => this.#statements(inner));
    return [`switch (${text}) {`, ...branches, ...rest, '}'];
  }

  #while({ body, condition, source }: WhileOperation): string[] {
    const text = this.#written(this.#classical.condition(condition), 'A condition', source);
    return [`while (${text}) {`, ...this.#block(body), '}'];
  }

  #assignment({ source, target, value }: AssignOperation): string {
    const left = this.#classical.target(target, value.type.kind === 'bool');
    const right = this.#classical.value(value);
    const statement = left === undefined || right === undefined ? undefined : `${left} = ${right};`;
    return this.#written(statement, 'A computed value', source);
  }

  #block(operations: readonly Operation[]): string[] {
    return operations.flatMap((inner) => this.#statements(inner)).map(indented);
  }

  #matrixStatements(operation: UnitaryOperation): string[] {
    if (operation.targets.length > 0) return [this.#gateStatement(operation)];
    // A matrix on no qubits is a phase, and the language defines no gates without qubits.
    const { controls, matrix, source } = operation;
    return unitaryGates(matrix, []).map((gate) =>
      this.#gateStatement({ ...gate, controls, ...(source === undefined ? {} : { source }) }),
    );
  }

  #gateStatement(operation: GateOperation | UnitaryOperation): string {
    const { modifiers, name, parameters } = this.#gates.call(operation);
    const expressions = parameters.map((angle) => this.#angle(angle, operation.source));
    const operands = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets].map((qubit) =>
      this.#qubit(qubit),
    );
    const list = expressions.length > 0 ? `(${expressions.join(', ')})` : '';
    return `${modifiers}${name}${list}${operands.length > 0 ? ` ${operands.join(', ')}` : ''};`;
  }

  #angle(angle: Angle, source: OffsetRange | undefined): string {
    const text = angleExpression(angle, this.#dialect);
    return this.#written(text, typeof angle === 'number' ? `The angle ${angle}` : 'An angle', source);
  }

  #operand(given: ClassicalExpression): string | undefined {
    // Gates take angles as they are, and the language has no cast of them to real numbers.
    const isTurned = given.kind === 'cast' && given.operand.type.kind === 'angle';
    const text = this.#classical.expression(isTurned ? given.operand : given);
    return text === undefined || /^\w+$/.test(text) ? text : `(${text})`;
  }

  #written(text: string | undefined, what: string, source: OffsetRange | undefined): string {
    if (text !== undefined) return text;
    this.#omissions.error(what, 'OpenQASM has no number for infinity or for what is not a number', source);
    return '0';
  }

  #qubit(qubit: number): string {
    return element(qubit, this.#qubits);
  }

  #bit(bit: number): string {
    return element(bit, this.#bits);
  }
}

/** Qubits of the device, which are not declared. */
function isHardware({ name }: Register): boolean {
  return name === '$';
}

/** The name of one bit or qubit: `c[2]`, `c` for a scalar, or `$2` for a hardware qubit. */
function element(number: number, registers: readonly Register[]): string {
  const { index, register } = placeOf(number, registers);
  if (isHardware(register)) return `$${index}`;
  return register.scalar ? register.name : `${register.name}[${index}]`;
}

function indented(line: string): string {
  return `  ${line}`;
}

/** The operations and all those inside them. */
function withInner(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) => [operation, ...bodiesOf(operation).flatMap(withInner)]);
}

function hasSwitch(operations: readonly Operation[]): boolean {
  return withInner(operations).some(({ kind }) => kind === 'switch');
}
