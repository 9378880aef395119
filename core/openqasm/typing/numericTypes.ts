import { hasInteger } from '#core/base/arithmetic/integers.ts';
import { integerValue } from '../constantValue.ts';
import type { TypedValue } from '../typedValue.ts';
import { bitType, complexType, floatType, type IntegerType, intType, isSameType, type Type } from '../types.ts';

/** Groups of types that operators treat alike. A single bit is a truth value (types, "Boolean types"). */
export type Category = 'truth' | 'integer' | 'float' | 'complex' | 'angle' | 'bits' | 'time' | 'other';

export function categoryOf(type: Type): Category {
  switch (type.kind) {
    case 'bool':
      return 'truth';
    case 'bit':
      return type.size === 'scalar' ? 'truth' : 'bits';
    case 'int':
    case 'uint':
      return 'integer';
    case 'float':
    case 'complex':
    case 'angle':
      return type.kind;
    case 'duration':
    case 'stretch':
      return 'time';
    case 'qubit':
    case 'array':
    case 'void':
    case 'none':
      return 'other';
  }
}

export function isInteger(type: Type): type is IntegerType {
  return type.kind === 'int' || type.kind === 'uint';
}

/** Whether the category is one of the standard types, which convert into each other as in C99. */
export function isStandard(category: Category): boolean {
  return category === 'truth' || category === 'integer' || category === 'float' || category === 'complex';
}

/**
 * The type both operands of arithmetic are converted to (types, "Casting specifics"): complex before float before
 * integers, then the wider one. A constant without a width takes the width of the other operand where it fits, as `1`
 * does in `counter + 1`; otherwise a type without width counts as the wider one. Constants without a width are exact
 * integers, so that of `const uint n`, `n - 5` may be negative.
 * @returns undefined when one of the types is not a standard type
 */
export function commonType(left: TypedValue, right: TypedValue): Type | undefined {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (!isStandard(first) || !isStandard(second)) return undefined;
  if (first === 'complex' || second === 'complex') return floating('complex', left, right);
  if (first === 'float' || second === 'float') return floating('float', left, right);
  // Truth values count as the integers 0 and 1, which every integer type has.
  if (!isInteger(left.type)) return isInteger(right.type) ? right.type : intType;
  if (!isInteger(right.type)) return left.type;
  return commonInteger(left, right, left.type, right.type);
}

function floating(kind: 'float' | 'complex', left: TypedValue, right: TypedValue): Type {
  const widths: (number | undefined)[] = [];
  for (const { type, isConstant } of [left, right]) {
    if (type.kind !== 'float' && type.kind !== 'complex') continue;
    if (type.width === undefined && !isConstant) return kind === 'float' ? floatType : complexType;
    widths.push(type.width);
  }
  const sized = widths.filter((width) => width !== undefined);
  return { kind, width: sized.length > 0 ? Math.max(...sized) : undefined };
}

function commonInteger(
  left: TypedValue,
  right: TypedValue,
  leftType: IntegerType,
  rightType: IntegerType,
): IntegerType {
  if (isSameType(leftType, rightType)) return leftType;
  if (isExact(left) && isExact(right)) return intType;
  if (isConstantOf(left, rightType)) return rightType;
  if (isConstantOf(right, leftType)) return leftType;
  return usualConversion(leftType, rightType);
}

/** Whether the operand is a constant of no particular width. */
export function isExact({ type, isConstant }: TypedValue): boolean {
  return isConstant && isInteger(type) && type.width === undefined;
}

/** Whether the operand is a constant without a width whose value the type has. */
function isConstantOf(operand: TypedValue, type: IntegerType): boolean {
  if (!isExact(operand) || operand.value === undefined) return false;
  const value = integerValue(operand.value);
  return value !== undefined && hasInteger(value, type);
}

/** The usual arithmetic conversions of C99: the wider type wins, of equally wide ones the unsigned. */
function usualConversion(left: IntegerType, right: IntegerType): IntegerType {
  const [leftRank, rightRank] = [rank(left), rank(right)];
  if (leftRank !== rightRank) return leftRank > rightRank ? left : right;
  return left.kind === 'uint' ? left : right;
}

function rank({ width }: IntegerType): number {
  return width ?? Number.POSITIVE_INFINITY;
}

/**
 * Whether a condition can be of the type: standard types that are not complex, bits and angles count as true when not 0.
 * @param isStrict leaves out registers and angles, which become truth values by a cast only
 */
export function isCondition(type: Type, isStrict: boolean): boolean {
  switch (categoryOf(type)) {
    case 'truth':
    case 'integer':
    case 'float':
      return true;
    case 'angle':
    case 'bits':
      return !isStrict;
    default:
      return type.kind === 'none';
  }
}

/** The type of a single bit or truth value: `bool` only where both are. */
export function commonTruth(left: Type, right: Type): Type {
  return left.kind === 'bool' && right.kind === 'bool' ? left : bitType;
}
