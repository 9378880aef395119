import type { BinaryClassicalOperator, ClassicalExpression, ConstantExpression } from '../classical.ts';
import { qasm3Type } from '../export/qasm3Types.ts';

/** How the places of classical values are called in a text. */
export interface ClassicalNames {
  bits(bits: readonly number[]): string;
  variable(variable: number): string;
  parameter(parameter: number): string;
}

/** A classical expression for people, in the operators of OpenQASM. */
export function classicalText(expression: ClassicalExpression, names: ClassicalNames): string {
  return text(expression, names, 0);
}

const strengths: Readonly<Record<BinaryClassicalOperator, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 12,
  bit: 13,
};

/** @param around how strongly the operator around the expression binds; 0 for none */
function text(expression: ClassicalExpression, names: ClassicalNames, around: number): string {
  const inner = (part: ClassicalExpression, strength = 0) => text(part, names, strength);
  const list = (parts: readonly ClassicalExpression[]) => parts.map((part) => inner(part)).join(', ');
  switch (expression.kind) {
    case 'constant':
      return constantText(expression);
    case 'bits':
      return names.bits(expression.bits);
    case 'variable':
      return names.variable(expression.variable);
    case 'element':
      return `${names.variable(expression.variable)}[${list(expression.indices)}]`;
    case 'parameter':
      return names.parameter(expression.index);
    case 'unary':
      return `${expression.operator}${inner(expression.operand, 11)}`;
    case 'binary': {
      const { left, operator, right } = expression;
      if (operator === 'bit') return `${inner(left, strengths.bit)}[${inner(right)}]`;
      const own = strengths[operator];
      const whole = `${inner(left, own)} ${operator} ${inner(right, own + 1)}`;
      return own < around ? `(${whole})` : whole;
    }
    case 'cast':
      return `${qasm3Type(expression.type)}(${inner(expression.operand)})`;
    case 'call':
      return `${expression.function}(${list(expression.arguments)})`;
    case 'concatenation':
      return expression.parts.map((part) => inner(part, strengths.bit)).join(' ++ ');
  }
}

function constantText({ type, value }: ConstantExpression): string {
  if (typeof value === 'object') return `${value[0]} + ${value[1]}im`;
  if (type.kind === 'bits') return `"${BigInt(value).toString(2).padStart(type.width, '0')}"`;
  if (type.kind === 'angle' && type.width !== undefined) return `${qasm3Type(type)}(${value}·2π/2^${type.width})`;
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}
