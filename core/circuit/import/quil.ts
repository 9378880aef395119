import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import type { Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Angle } from '../angle.ts';
import type { Circuit, Operation } from '../circuit.ts';
import type { BinaryClassicalOperator, ClassicalExpression, ScalarType } from '../classical.ts';
import {
  type ImportedCircuit,
  type ImportProblem,
  type ImportReport,
  operationLimit,
  qubitLimit,
  readCircuit,
} from './importedCircuit.ts';
import { type QuilStatement, structureOf } from './quilControlFlow.ts';
import { QuilGateReader } from './quilDefinitions.ts';
import type { AngleEnvironment } from './quilExpression.ts';
import {
  type QuilCircuitDefinition,
  type QuilComputation,
  type QuilGateCall,
  type QuilInstruction,
  type QuilOperandNode,
  readInstructions,
} from './quilInstructions.ts';
import { QuilCircuitMemory } from './quilMemory.ts';
import type { QuilQubit } from './quilParser.ts';
import { scanQuil } from './quilTokens.ts';

/**
 * Reads a Quil program: gates with modifiers, those defined by matrices, permutations and Pauli sums, circuits it
 * defines, measurements, resets, classical instructions, and jumps that make conditionals and loops. Memory of type BIT
 * becomes registers; numbers become parameters when nothing changes them, else variables. Pragmas and delays are left out
 * with a note; pulses are refused.
 */
export function importQuil(text: string): Result<ImportedCircuit, readonly ImportProblem[]> {
  return readCircuit((report) => {
    const instructions = readInstructions(scanQuil(text, report), report);
    return new QuilReader(instructions, report).circuit();
  });
}

/** What names stand for inside a circuit that is being expanded. */
interface Expansion {
  readonly qubits: ReadonlyMap<string, number>;
  readonly angles: ReadonlyMap<string, Angle>;
  readonly circuits: readonly string[];
}

const deepestExpansion = 100;

const outermost: Expansion = { qubits: new Map(), angles: new Map(), circuits: [] };

const operators: ReadonlyMap<string, { readonly operator: BinaryClassicalOperator; readonly takes: string }> = new Map([
  ['ADD', { operator: '+', takes: 'numbers' }],
  ['SUB', { operator: '-', takes: 'numbers' }],
  ['MUL', { operator: '*', takes: 'numbers' }],
  ['DIV', { operator: '/', takes: 'reals' }],
  ['AND', { operator: '&', takes: 'whole' }],
  ['IOR', { operator: '|', takes: 'whole' }],
  ['XOR', { operator: '^', takes: 'whole' }],
  ['EQ', { operator: '==', takes: 'any' }],
  ['GT', { operator: '>', takes: 'any' }],
  ['GE', { operator: '>=', takes: 'any' }],
  ['LT', { operator: '<', takes: 'any' }],
  ['LE', { operator: '<=', takes: 'any' }],
]);

class QuilReader {
  readonly #instructions: readonly QuilInstruction[];
  readonly #report: ImportReport;
  readonly #memory: QuilCircuitMemory;
  readonly #gates: QuilGateReader;
  readonly #circuits = new Map<string, QuilCircuitDefinition>();
  #qubits = 0;
  /** Once for all fences. */
  #allQubits: readonly number[] = [];
  #operations = 0;

  constructor(instructions: readonly QuilInstruction[], report: ImportReport) {
    this.#report = report;
    this.#memory = new QuilCircuitMemory(instructions, report);
    this.#gates = new QuilGateReader(report);
    for (const instruction of instructions) {
      if (instruction.kind === 'gate-definition') this.#gates.define(instruction.definition);
      else if (instruction.kind === 'circuit-definition')
        this.#circuits.set(instruction.definition.name, instruction.definition);
    }
    this.#instructions = instructions.filter(
      ({ kind }) =>
        kind !== 'declare' && kind !== 'gate-definition' && kind !== 'circuit-definition' && kind !== 'ignored',
    );
  }

  circuit(): Circuit {
    const bodies = [...this.#circuits.values()].flatMap(({ body }) => body);
    for (const instruction of [...this.#instructions, ...bodies]) this.#countQubits(instruction);
    this.#allQubits = Array.from({ length: this.#qubits }, (_, qubit) => qubit);
    const statements = structureOf(this.#instructions, (reference) => this.#memory.bit(reference), this.#report);
    const operations = this.#all(statements);
    const { bitCount, bitRegisters, parameters, variables } = this.#memory;
    return {
      qubitCount: this.#qubits,
      bitCount,
      qubitRegisters: this.#qubits === 0 ? [] : [{ name: 'q', start: 0, size: this.#qubits }],
      bitRegisters,
      parameters,
      ...(variables.length > 0 ? { variables } : {}),
      operations,
    };
  }

  #countQubits(instruction: QuilInstruction): void {
    const qubits = 'qubits' in instruction ? instruction.qubits : 'qubit' in instruction ? [instruction.qubit] : [];
    for (const each of qubits) {
      if (typeof each?.qubit !== 'number') continue;
      if (each.qubit >= qubitLimit) {
        this.#report.problem(each.range, `Qubit ${each.qubit} is too high; a circuit has at most ${qubitLimit}.`);
      } else {
        this.#qubits = Math.max(this.#qubits, each.qubit + 1);
      }
    }
  }

  #all(statements: readonly QuilStatement[]): Operation[] {
    return statements.flatMap((statement) => this.#statement(statement));
  }

  #statement(statement: QuilStatement): Operation[] {
    switch (statement.kind) {
      case 'instruction':
        return this.#instruction(statement.instruction, outermost);
      case 'conditional': {
        const { condition, source } = statement;
        const [body, otherwise] = [this.#all(statement.body), this.#all(statement.otherwise)];
        return [{ kind: 'conditional', condition, body, otherwise, source: source.range }];
      }
      case 'while': {
        const { condition, source } = statement;
        return [{ kind: 'while', condition, body: this.#all(statement.body), source: source.range }];
      }
    }
  }

  #instruction(instruction: QuilInstruction, expansion: Expansion): Operation[] {
    const { range } = instruction;
    this.#count(range);
    switch (instruction.kind) {
      case 'gate':
        return this.#gate(instruction, range, expansion);
      case 'measure': {
        const qubit = this.#qubit(instruction.qubit, expansion);
        const { target } = instruction;
        const bit = target && this.#memory.bit(target);
        if (qubit === undefined || (target && bit === undefined)) return [];
        return [{ kind: 'measure', qubit, ...(bit === undefined ? {} : { bit }), source: range }];
      }
      case 'reset':
        return this.#reset(instruction.qubit, range, expansion);
      case 'fence': {
        const named = instruction.qubits.map((qubit) => this.#qubit(qubit, expansion));
        const qubits = named.length === 0 ? this.#allQubits : named.filter((qubit) => qubit !== undefined);
        return [{ kind: 'barrier', qubits, source: range }];
      }
      case 'computation':
        return this.#computation(instruction, range);
      case 'label':
      case 'jump':
      case 'branch':
      case 'halt':
        this.#report.problem(range, 'Jumps inside a defined circuit are not read.');
        return [];
      case 'declare':
        this.#report.problem(range, 'Memory is declared at the beginning of a line, not inside a defined circuit.');
        return [];
      case 'ignored':
      case 'gate-definition':
      case 'circuit-definition':
        return [];
    }
  }

  #gate(call: QuilGateCall, source: OffsetRange, expansion: Expansion): Operation[] {
    const qubits: number[] = [];
    for (const written of call.qubits) {
      const qubit = this.#qubit(written, expansion);
      if (qubit === undefined) return [];
      if (qubits.includes(qubit)) {
        this.#report.problem(written.range, `Qubit ${qubit} occurs twice in this gate; its qubits have to differ.`);
        return [];
      }
      qubits.push(qubit);
    }
    const environment: AngleEnvironment = {
      formal: (name) => expansion.angles.get(name),
      reference: (reference) => this.#memory.angle(reference),
    };
    const circuit = this.#circuits.get(call.name);
    if (circuit) return this.#expand(call, circuit, qubits, environment, source, expansion);
    if (!this.#gates.isDefined(call.name)) {
      const meant = closestName(call.name, [...this.#gates.names, ...this.#circuits.keys()]);
      const message = `There is no gate '${call.name}'${meant === undefined ? '; define it with DEFGATE.' : `; did you mean ${meant}?`}`;
      this.#report.problem(call.nameRange, message);
      return [];
    }
    const operations = this.#gates.operations(call, qubits, environment) ?? [];
    return operations.map((operation) => ({ ...operation, source }));
  }

  /** The body of a defined circuit, all of it with the source of the call. */
  #expand(
    call: QuilGateCall,
    { body, formals, name, qubits: names }: QuilCircuitDefinition,
    qubits: readonly number[],
    environment: AngleEnvironment,
    source: OffsetRange,
    { circuits }: Expansion,
  ): Operation[] {
    const wrong = (message: string): Operation[] => {
      this.#report.problem(call.nameRange, message);
      return [];
    };
    if (call.modifiers.length > 0) return wrong(`Modifiers apply to gates, and ${name} is a circuit.`);
    if (circuits.includes(name)) return wrong(`The circuit ${name} is made of itself.`);
    if (circuits.length >= deepestExpansion)
      return wrong(`Circuits are made of circuits more than ${deepestExpansion} levels deep.`);
    if (call.parameters.length !== formals.length || qubits.length !== names.length) {
      const takes = `${formals.length} parameters and ${names.length} qubits`;
      return wrong(`The circuit ${name} takes ${takes}, not ${call.parameters.length} and ${qubits.length}.`);
    }
    const angles = new Map<string, Angle>();
    for (const [index, expression] of call.parameters.entries()) {
      const angle = this.#gates.angle(expression, environment);
      if (angle === undefined) return [];
      angles.set(formals[index] ?? '', angle);
    }
    const inner: Expansion = {
      angles,
      qubits: new Map(names.map((formal, index) => [formal, qubits[index] ?? 0])),
      circuits: [...circuits, name],
    };
    return body.flatMap((instruction) => this.#instruction(instruction, inner).map((each) => ({ ...each, source })));
  }

  #reset(written: QuilQubit | undefined, source: OffsetRange, expansion: Expansion): Operation[] {
    if (written === undefined) {
      return this.#allQubits.map((qubit) => {
        this.#count(source);
        return { kind: 'reset', qubit, source };
      });
    }
    const qubit = this.#qubit(written, expansion);
    return qubit === undefined ? [] : [{ kind: 'reset', qubit, source }];
  }

  #qubit({ qubit, range }: QuilQubit, { qubits }: Expansion): number | undefined {
    if (typeof qubit === 'number') return qubit;
    return qubits.get(qubit) ?? this.#report.problem(range, `'${qubit}' is no qubit; qubits are numbers such as 0.`);
  }

  #computation({ name, operands, target }: QuilComputation, source: OffsetRange): Operation[] {
    const place = this.#memory.target(target);
    const old = this.#memory.value(target);
    if (place === undefined || old === undefined) return [];
    const value = this.#result(name, old, operands, source);
    return value ? [{ kind: 'assign', target: place, value, source }] : [];
  }

  /** What an instruction stores. */
  #result(
    name: string,
    old: { readonly expression: ClassicalExpression; readonly type: ScalarType },
    operands: readonly QuilOperandNode[],
    range: OffsetRange,
  ): ClassicalExpression | undefined {
    const { type } = old;
    const [first, second] = operands;
    if (first === undefined) {
      const operator = name === 'NEG' ? '-' : '!';
      const fits = (type.kind === 'bool') === (operator === '!');
      if (!fits) return this.#report.problem(range, `${name} takes ${operator === '!' ? 'a bit' : 'a number'}.`);
      return { kind: 'unary', type, operator, operand: old.expression };
    }
    if (name === 'MOVE') return this.#operand(first, type);
    if (name === 'CONVERT') {
      const from = first.kind === 'reference' ? this.#memory.value(first.reference) : undefined;
      if (from === undefined) return first.kind === 'reference' ? undefined : this.#operand(first, type);
      if (type.kind !== 'float' && from.type.kind === 'float') {
        return this.#report.problem(
          range,
          'How Quil makes a real number whole is not specified, so that it is not read.',
        );
      }
      return { kind: 'cast', type, operand: from.expression };
    }
    const operation = operators.get(name);
    if (operation === undefined) return undefined;
    const { operator, takes } = operation;
    if (second !== undefined) {
      if (type.kind !== 'bool') return this.#report.problem(range, `The result of ${name} is a bit.`);
      const compared = this.#typeOf(first) ?? this.#typeOf(second) ?? { kind: 'float', width: 64 };
      const [left, right] = [this.#operand(first, compared), this.#operand(second, compared)];
      return left && right && { kind: 'binary', type: { kind: 'bool' }, operator, left, right };
    }
    const isAllowed =
      takes === 'numbers' ? type.kind !== 'bool' : takes === 'reals' ? type.kind === 'float' : type.kind !== 'float';
    if (!isAllowed) return this.#report.problem(range, `${name} is not read for memory of this type.`);
    const right = this.#operand(first, type);
    return right && { kind: 'binary', type, operator, left: old.expression, right };
  }

  #typeOf(operand: QuilOperandNode): ScalarType | undefined {
    return operand.kind === 'reference' ? this.#memory.value(operand.reference)?.type : undefined;
  }

  /** A value of the wanted type. */
  #operand(operand: QuilOperandNode, type: ScalarType): ClassicalExpression | undefined {
    if (operand.kind === 'reference') {
      const found = this.#memory.value(operand.reference);
      if (found === undefined || found.type.kind === type.kind) return found?.expression;
      return this.#report.problem(operand.range, 'Both sides have to be of one type; use CONVERT.');
    }
    const { range, value, whole } = operand;
    switch (type.kind) {
      case 'bool':
        if (value === 0 || value === 1) return { kind: 'constant', type, value: value === 1 };
        return this.#report.problem(range, 'A bit is 0 or 1.');
      case 'int':
        if (Number.isSafeInteger(value)) return { kind: 'constant', type, value };
        if (whole !== undefined && BigInt.asIntN(64, whole) === whole) {
          return { kind: 'constant', type, value: String(whole) };
        }
        return this.#report.problem(range, 'A whole number of at most 64 bits is needed here.');
      default:
        return { kind: 'constant', type, value };
    }
  }

  /** @throws Failure `too-large` when the circuit grows beyond the limit */
  #count(range: OffsetRange): void {
    this.#operations++;
    if (this.#operations <= operationLimit) return;
    this.#report.problem(range, `The program expands to more than ${operationLimit} operations.`);
    throw new Failure('too-large', 'The circuit is too large.');
  }
}
