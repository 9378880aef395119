import type { IntegerType } from '#core/base/arithmetic/integers.ts';

export type { IntegerType } from '#core/base/arithmetic/integers.ts';

/** How many qubits, bits or elements: one that is no register (`scalar`), a known size, or one that is not known. */
export type Size = number | 'scalar' | 'unknown';

/** The type of a value or a declaration (types). A width is absent where the target machine chooses it. */
export type Type =
  | { readonly kind: 'qubit' | 'bit'; readonly size: Size }
  | IntegerType
  | { readonly kind: 'float' | 'complex' | 'angle'; readonly width: number | undefined }
  | { readonly kind: 'bool' | 'duration' | 'stretch' | 'void' }
  | ArrayType
  /** Anything that is not a value, and values of which an error hides the type. */
  | { readonly kind: 'none' };

/** Dimensions of an array, the outermost first; those of a reference written with `#dim` are unknown. */
export interface ArrayType {
  readonly kind: 'array';
  readonly base: Type;
  readonly dimensions: readonly Size[];
  /** How a subroutine may use the array it is given. */
  readonly access?: 'readonly' | 'mutable';
}

export const noType: Type = { kind: 'none' };
export const boolType: Type = { kind: 'bool' };
export const bitType: Type = { kind: 'bit', size: 'scalar' };
export const intType: IntegerType = { kind: 'int', width: undefined };
export const uintType: IntegerType = { kind: 'uint', width: undefined };
export const floatType: Type = { kind: 'float', width: undefined };
export const angleType: Type = { kind: 'angle', width: undefined };
export const complexType: Type = { kind: 'complex', width: undefined };
export const durationType: Type = { kind: 'duration' };
export const voidType: Type = { kind: 'void' };

/** Whether the type is a register, which brackets take apart: `bit[n]` or `qubit[n]`. */
export function isRegister(type: Type): type is Extract<Type, { kind: 'qubit' | 'bit' }> {
  return (type.kind === 'bit' || type.kind === 'qubit') && type.size !== 'scalar';
}

/** Whether both are the same type; sizes that are not known count as equal. */
export function isSameType(left: Type, right: Type): boolean {
  if (left.kind !== right.kind) return false;
  if ('size' in left && 'size' in right) return isSameSize(left.size, right.size);
  if ('width' in left && 'width' in right) return left.width === right.width;
  if (left.kind === 'array' && right.kind === 'array') {
    return isSameType(left.base, right.base) && isSameShape(left.dimensions, right.dimensions);
  }
  return true;
}

/** Whether arrays of these dimensions have the same shape, as far as it is known. */
export function isSameShape(left: readonly Size[], right: readonly Size[]): boolean {
  return left.length === right.length && left.every((size, index) => isSameSize(size, right[index]));
}

function isSameSize(left: Size | undefined, right: Size | undefined): boolean {
  return left === right || (left === 'unknown' && right !== 'scalar') || (right === 'unknown' && left !== 'scalar');
}

/** The type as OpenQASM 3 writes it. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'qubit':
    case 'bit':
      return type.size === 'scalar' ? type.kind : `${type.kind}[${type.size === 'unknown' ? '?' : type.size}]`;
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
      return type.width === undefined ? type.kind : `${type.kind}[${type.width}]`;
    case 'complex':
      return type.width === undefined ? 'complex' : `complex[float[${type.width}]]`;
    case 'array': {
      const dimensions = type.dimensions.map((size) => (typeof size === 'number' ? String(size) : '?'));
      return `array[${[describeType(type.base), ...dimensions].join(', ')}]`;
    }
    case 'bool':
    case 'duration':
    case 'stretch':
    case 'void':
      return type.kind;
    case 'none':
      return 'unknown';
  }
}
