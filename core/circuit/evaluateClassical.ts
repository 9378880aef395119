import { type Angle, evaluateAngle } from './angle.ts';
import type { Circuit, CircuitParameter, Condition } from './circuit.ts';
import type { AssignmentTarget, ClassicalExpression, ClassicalType, ScalarType } from './classical.ts';
import {
  binaryResult,
  type ClassicalValue,
  callResult,
  castResult,
  constantValue,
  positionOf,
  unaryResult,
  zeroOf,
} from './classicalArithmetic.ts';
import { evaluateCondition } from './evaluateCondition.ts';
import { RunTimeFault } from './runTimeFault.ts';

/** What a run of a circuit knows besides its quantum state. */
export interface ClassicalMemory {
  /** Bit j of the circuit at index j. */
  readonly bits: Uint8Array;
  /** The value of each variable of the circuit; of an array its elements in row-major order. */
  readonly variables: (ClassicalValue | ClassicalValue[])[];
  /** Values of the circuit's parameters. */
  readonly parameters: ArrayLike<number>;
  /** The circuit whose memory this is. */
  readonly circuit: Pick<Circuit, 'parameters' | 'variables'>;
}

/** The memory at the start of a run: everything is zero. */
export function createMemory(
  circuit: Pick<Circuit, 'bitCount' | 'parameters' | 'variables'>,
  parameters: ArrayLike<number>,
): ClassicalMemory {
  return {
    bits: new Uint8Array(circuit.bitCount),
    variables: (circuit.variables ?? []).map(({ type }) => initialValue(type)),
    parameters,
    circuit,
  };
}

function initialValue(type: ClassicalType): ClassicalValue | ClassicalValue[] {
  if (type.kind !== 'array') return zeroOf(type);
  const count = type.shape.reduce((product, size) => product * size, 1);
  return new Array<ClassicalValue>(count).fill(zeroOf(type.base));
}

/** A memory of its own with the same contents. */
export function copyMemory(memory: ClassicalMemory): ClassicalMemory {
  return {
    ...memory,
    bits: memory.bits.slice(),
    variables: memory.variables.map((value) => (Array.isArray(value) ? value.slice() : value)),
  };
}

/**
 * The value of an expression of a scalar type.
 * @throws RunTimeFault as {@link binaryResult}, and for an index outside its array
 */
export function evaluateExpression(expression: ClassicalExpression, memory: ClassicalMemory): ClassicalValue {
  switch (expression.kind) {
    case 'constant':
      return constantValue(expression);
    case 'bits':
      return expression.type.kind === 'bool'
        ? memory.bits[expression.bits[0] ?? -1] === 1
        : bitsValue(expression.bits, memory.bits);
    case 'variable': {
      const value = memory.variables[expression.variable];
      if (value === undefined || Array.isArray(value)) throw new RunTimeFault('An array is no single value.');
      return value;
    }
    case 'element': {
      const elements = memory.variables[expression.variable];
      const value = Array.isArray(elements)
        ? elements[elementIndex(expression.variable, expression.indices, memory)]
        : undefined;
      if (value === undefined) throw new RunTimeFault('The array has no such element.');
      return value;
    }
    case 'parameter':
      return parameterValue(memory.circuit.parameters[expression.index], memory.parameters[expression.index]);
    case 'unary':
      return unaryResult(expression.operator, expression.type, evaluateExpression(expression.operand, memory));
    case 'binary':
      return evaluateBinary(expression, memory);
    case 'cast':
      return castResult(operandOf(expression.operand, memory), expression.type);
    case 'call':
      return callResult(
        expression.function,
        expression.type,
        expression.arguments.map((argument) => operandOf(argument, memory)),
      );
    case 'concatenation':
      return concatenated(expression.parts, memory);
  }
}

function operandOf(expression: ClassicalExpression, memory: ClassicalMemory) {
  return { type: scalarType(expression), value: evaluateExpression(expression, memory) };
}

function scalarType({ type }: ClassicalExpression): ScalarType {
  if (type.kind === 'array') throw new RunTimeFault('An array is no single value.');
  return type;
}

/** The right side of `&&` and `||` is left out where the left one decides. */
function evaluateBinary(
  { left, operator, right, type }: Extract<ClassicalExpression, { kind: 'binary' }>,
  memory: ClassicalMemory,
): ClassicalValue {
  if (operator === '&&' || operator === '||') {
    const first = isTruth(left, memory);
    return first === (operator === '||') ? first : isTruth(right, memory);
  }
  return binaryResult(operator, type, operandOf(left, memory), operandOf(right, memory));
}

function bitsValue(bits: readonly number[], memory: Uint8Array): bigint {
  let value = 0n;
  for (let position = bits.length - 1; position >= 0; position--) {
    value = (value << 1n) | (memory[bits[position] ?? -1] === 1 ? 1n : 0n);
  }
  return value;
}

function concatenated(parts: readonly ClassicalExpression[], memory: ClassicalMemory): bigint {
  let value = 0n;
  let width = 0n;
  for (const part of parts) {
    value |= BigInt(evaluateExpression(part, memory) as bigint | boolean) << width;
    width += part.type.kind === 'bits' ? BigInt(part.type.width) : 1n;
  }
  return value;
}

/** The value of a parameter as expressions see it; angles are real numbers. */
function parameterValue(parameter: CircuitParameter | undefined, value: number | undefined): ClassicalValue {
  if (parameter === undefined || value === undefined) throw new RangeError('A parameter of the circuit is not bound.');
  switch (parameter.type) {
    case 'angle':
    case 'float':
      return value;
    case 'int':
    case 'uint':
      return BigInt(Math.trunc(value));
    case 'bool':
      return value !== 0;
  }
}

/** Row-major place of an element. */
function elementIndex(variable: number, indices: readonly ClassicalExpression[], memory: ClassicalMemory): number {
  const type = memory.circuit.variables?.[variable]?.type;
  const shape = type?.kind === 'array' ? type.shape : [];
  return indices.reduce((place, index, dimension) => {
    const size = shape[dimension] ?? 0;
    return place * size + positionOf(evaluateExpression(index, memory), size);
  }, 0);
}

/** Whether an expression of type `bool` is true. */
export function isTruth(expression: ClassicalExpression, memory: ClassicalMemory): boolean {
  return evaluateExpression(expression, memory) === true;
}

/** Whether a condition holds. */
export function conditionHolds(condition: Condition, memory: ClassicalMemory): boolean {
  return evaluateCondition(condition, memory.bits, (expression) => isTruth(expression, memory));
}

/** An angle that may depend on the run, in radians. */
export function runTimeAngle(angle: Angle, memory: ClassicalMemory): number {
  return evaluateAngle(angle, memory.parameters, (expression) => Number(evaluateExpression(expression, memory)));
}

/**
 * Stores the value of an expression.
 * @throws RunTimeFault as {@link evaluateExpression}, and for an index outside the array or bits
 */
export function assignValue(target: AssignmentTarget, value: ClassicalExpression, memory: ClassicalMemory): void {
  const { bits, variables } = memory;
  switch (target.kind) {
    case 'variable': {
      const copied = value.kind === 'variable' ? variables[value.variable] : undefined;
      variables[target.variable] = Array.isArray(copied) ? copied.slice() : evaluateExpression(value, memory);
      return;
    }
    case 'element': {
      const elements = variables[target.variable];
      const place = elementIndex(target.variable, target.indices, memory);
      if (Array.isArray(elements)) elements[place] = evaluateExpression(value, memory);
      return;
    }
    case 'bits': {
      const given = evaluateExpression(value, memory);
      if (target.index) {
        const position = positionOf(evaluateExpression(target.index, memory), target.bits.length);
        bits[target.bits[position] ?? -1] = given === true ? 1 : 0;
        return;
      }
      const pattern = BigInt(given as bigint | boolean);
      target.bits.forEach((bit, position) => {
        bits[bit] = Number((pattern >> BigInt(position)) & 1n);
      });
    }
  }
}
