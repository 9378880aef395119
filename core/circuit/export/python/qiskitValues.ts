import type { ClassicalExpression, ConstantExpression, ScalarType } from '../../classical.ts';

/** Qiskit knows no integers wider than this. */
export const widest = 64;

/** Thrown while an expression is written when Qiskit has no way to say something. */
export class Inexpressible extends Error {
  override readonly name = 'Inexpressible';
}

/** Whether Qiskit has values of the type as unsigned integers. */
export function isInteger(type: ScalarType): boolean {
  return type.kind === 'bits' || type.kind === 'uint' || type.kind === 'int' || type.kind === 'angle';
}

/** Of a type as Qiskit holds it. */
export function widthOf(type: ScalarType): number {
  return type.kind === 'bool' ? 1 : (type.width ?? widest);
}

/** The type of an expression that is no array. */
export function typeOf(expression: ClassicalExpression): ScalarType {
  if (expression.type.kind === 'array') throw new Inexpressible('Qiskit has no arrays');
  return expression.type;
}

/** A width that Qiskit has. */
export function checkedWidth(width: number): number {
  if (width > widest) throw new Inexpressible(`Qiskit has no integers of ${width} bits; the widest have ${widest}`);
  return width;
}

/** The bits of an integer constant as an unsigned number. */
export function integerOf({ type, value }: ConstantExpression): bigint {
  if (Array.isArray(value) || typeof value === 'object') throw new Inexpressible('Qiskit has no complex numbers');
  return BigInt.asUintN(widthOf(type), BigInt(value));
}

/** A constant as a literal that takes the type of where it stands. */
export function literal(constant: ConstantExpression): string {
  const { type, value } = constant;
  switch (type.kind) {
    case 'bool':
      return value === true ? 'True' : 'False';
    case 'float': {
      const number = Number(value);
      if (!Number.isFinite(number)) return `float("${String(number).toLowerCase().replace('infinity', 'inf')}")`;
      return Number.isInteger(number) ? number.toFixed(1) : String(number);
    }
    case 'bits':
    case 'uint':
    case 'int':
      return String(integerOf(constant));
    case 'angle':
      if (type.width === undefined) throw new Inexpressible('Qiskit has no angles without a width; use a float');
      return String(integerOf(constant));
    case 'complex':
      throw new Inexpressible('Qiskit has no complex numbers in classical expressions');
  }
}
