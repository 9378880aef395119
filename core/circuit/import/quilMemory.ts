import type { Angle } from '../angle.ts';
import type { CircuitParameter, Register } from '../circuit.ts';
import type { AssignmentTarget, ClassicalExpression, ClassicalVariable, ScalarType } from '../classical.ts';
import { type ImportReport, qubitLimit } from './importedCircuit.ts';
import type { QuilReference } from './quilExpression.ts';
import type { QuilDeclaration, QuilInstruction } from './quilInstructions.ts';

interface Region {
  readonly declaration: QuilDeclaration;
  /** Number of its first bit, parameter or variable. */
  readonly start: number;
  readonly role: 'bits' | 'parameters' | 'variables';
}

const types = {
  BIT: { kind: 'bool' },
  INTEGER: { kind: 'int', width: 64 },
  REAL: { kind: 'float', width: 64 },
} as const satisfies Record<QuilDeclaration['type'], ScalarType>;

/**
 * The declared memory of a program in the terms of the circuit model: bits are registers; numbers are parameters when
 * nothing changes them, else variables, one for each element.
 */
export class QuilCircuitMemory {
  readonly bitRegisters: Register[] = [];
  readonly parameters: CircuitParameter[] = [];
  readonly variables: ClassicalVariable[] = [];
  readonly #regions = new Map<string, Region>();
  readonly #report: ImportReport;
  #bits = 0;

  constructor(instructions: readonly QuilInstruction[], report: ImportReport) {
    this.#report = report;
    const changed = new Set<string>();
    const read = new Set<string>();
    for (const instruction of instructions) noteUse(instruction, changed, read);
    for (const instruction of instructions) {
      if (instruction.kind === 'declare') this.#declare(instruction, changed, read);
    }
  }

  get bitCount(): number {
    return this.#bits;
  }

  /** The bit of a place in memory; undefined when it is none, which is reported. */
  bit(reference: QuilReference): number | undefined {
    const region = this.#region(reference);
    if (region === undefined) return undefined;
    if (region.role === 'bits') return region.start + reference.index;
    return this.#report.problem(reference.range, `'${reference.name}' holds numbers; a bit is needed here.`);
  }

  /** The value of a place in memory in the angle of a gate; undefined when it has none, which is reported. */
  angle(reference: QuilReference): Angle | undefined {
    const region = this.#region(reference);
    if (region === undefined) return undefined;
    switch (region.role) {
      case 'bits':
        return this.#report.problem(reference.range, `'${reference.name}' holds bits; an angle is a number.`);
      case 'parameters':
        return { op: 'parameter', index: region.start + reference.index };
      case 'variables': {
        const variable = this.#variable(region, reference);
        const isReal = region.declaration.type === 'REAL';
        const float = types.REAL;
        return { op: 'classical', expression: isReal ? variable : { kind: 'cast', type: float, operand: variable } };
      }
    }
  }

  /** The value of a place in memory in a computation. */
  value(reference: QuilReference): { readonly expression: ClassicalExpression; readonly type: ScalarType } | undefined {
    const region = this.#region(reference);
    if (region === undefined) return undefined;
    const type = types[region.declaration.type];
    const number = region.start + reference.index;
    switch (region.role) {
      case 'bits':
        return { type, expression: { kind: 'bits', type: { kind: 'bool' }, bits: [number] } };
      case 'parameters':
        return { type, expression: { kind: 'parameter', type, index: number } };
      case 'variables':
        return { type, expression: this.#variable(region, reference) };
    }
  }

  target(reference: QuilReference): AssignmentTarget | undefined {
    const region = this.#region(reference);
    if (region === undefined) return undefined;
    const number = region.start + reference.index;
    // What is a target is no parameter.
    return region.role === 'bits' ? { kind: 'bits', bits: [number] } : { kind: 'variable', variable: number };
  }

  #variable({ declaration, start }: Region, { index }: QuilReference): ClassicalExpression {
    return { kind: 'variable', type: types[declaration.type], variable: start + index };
  }

  #region({ index, name, range }: QuilReference): Region | undefined {
    const region = this.#regions.get(name);
    if (region === undefined) {
      return this.#report.problem(range, `'${name}' is not declared; add 'DECLARE ${name} BIT' or another type.`);
    }
    const { size } = region.declaration;
    if (index < size) return region;
    return this.#report.problem(
      range,
      `There is no ${name}[${index}]; ${name} has ${size} element${size === 1 ? '' : 's'}.`,
    );
  }

  #declare(declaration: QuilDeclaration, changed: ReadonlySet<string>, read: ReadonlySet<string>): void {
    const { name, nameRange, size, type } = declaration;
    if (this.#regions.has(name)) {
      this.#report.problem(nameRange, `'${name}' is already declared.`);
      return;
    }
    if (this.#bits + this.parameters.length + this.variables.length + size > qubitLimit) {
      this.#report.problem(nameRange, `A circuit has at most ${qubitLimit} places in memory.`);
      return;
    }
    const names = size === 1 ? [name] : Array.from({ length: size }, (_, index) => `${name}[${index}]`);
    if (type === 'BIT') {
      this.#regions.set(name, { declaration, start: this.#bits, role: 'bits' });
      if (size > 0) this.bitRegisters.push({ name, start: this.#bits, size, source: nameRange });
      this.#bits += size;
    } else if (changed.has(name)) {
      this.#regions.set(name, { declaration, start: this.variables.length, role: 'variables' });
      this.variables.push(...names.map((each) => ({ name: each, type: types[type], source: nameRange })));
    } else {
      this.#regions.set(name, { declaration, start: this.parameters.length, role: 'parameters' });
      if (!read.has(name)) return;
      const kind = type === 'REAL' ? 'float' : 'int';
      this.parameters.push(...names.map((each) => ({ name: each, type: kind, source: nameRange }) as const));
    }
  }
}

function noteUse(instruction: QuilInstruction, changed: Set<string>, read: Set<string>): void {
  switch (instruction.kind) {
    case 'computation':
      changed.add(instruction.target.name);
      for (const operand of instruction.operands) if (operand.kind === 'reference') read.add(operand.reference.name);
      return;
    case 'gate':
      for (const parameter of instruction.parameters) noteReferences(parameter, read);
      return;
    case 'circuit-definition':
      for (const inner of instruction.definition.body) noteUse(inner, changed, read);
      return;
    default:
      return;
  }
}

type Expression = Extract<QuilInstruction, { kind: 'gate' }>['parameters'][number];

function noteReferences(expression: Expression, read: Set<string>): void {
  switch (expression.kind) {
    case 'reference':
      read.add(expression.reference.name);
      return;
    case 'negate':
      noteReferences(expression.operand, read);
      return;
    case 'call':
      noteReferences(expression.argument, read);
      return;
    case 'binary':
      noteReferences(expression.left, read);
      noteReferences(expression.right, read);
      return;
    case 'number':
    case 'formal':
      return;
  }
}
