import type { BuiltinFunction, BuiltinOverload, BuiltinParameter } from '../builtins.ts';
import { bitsOf, type ConstantValue, convertValue } from '../constantValue.ts';
import { constantOf, isUnknown, runtimeValue, type TypedValue, unknownValue } from '../typedValue.ts';
import { angleType, complexType, describeType, floatType, intType, type Type, uintType } from '../types.ts';
import { convertsImplicitly } from './conversions.ts';
import { isExact } from './numericTypes.ts';

/** Why a built-in function has no value for its arguments. */
export type CallProblem =
  | { readonly kind: 'count' }
  | { readonly kind: 'no-overload' }
  /** An argument is outside the domain. */
  | { readonly kind: 'domain'; readonly domain: string; readonly type: Type }
  /** The target machine chooses the width of the argument, so that its bits are not known. */
  | { readonly kind: 'no-width'; readonly index: number };

/**
 * Calls a built-in function: the first overload whose parameters take the arguments (types, "Built-in constant
 * expression functions"). The result is constant where all arguments are.
 */
export function callBuiltin(
  builtin: BuiltinFunction,
  given: readonly TypedValue[],
  isStrict = false,
): TypedValue | CallProblem {
  const { minimumArguments, maximumArguments } = builtin;
  if (given.length < minimumArguments || given.length > maximumArguments) return { kind: 'count' };
  if (given.some(isUnknown)) return unknownValue;
  const overload = builtin.overloads.find(({ parameters }) => takes(parameters, given, isStrict));
  if (!overload) return widthProblem(builtin, given) ?? { kind: 'no-overload' };
  if (builtin.name === 'sizeof') return sizeAlong(given);
  const type = overload.result(given.map((each) => each.type));
  if (!given.every(({ isConstant }) => isConstant)) return runtimeValue(type);
  const values = convertedArguments(overload, given);
  const exact = values && overload.evaluate(values);
  const value = exact === undefined ? undefined : convertValue(exact, type);
  // A float of few bits may be too small for what a double still holds.
  if ([exact, value].some((each) => typeof each === 'number' && !Number.isFinite(each))) {
    return {
      kind: 'domain',
      type,
      domain: builtin.domain ?? `arguments whose result a ${describeType(type)} can hold`,
    };
  }
  return constantOf(type, value);
}

function takes(parameters: readonly BuiltinParameter[], given: readonly TypedValue[], isStrict: boolean): boolean {
  return (
    parameters.length === given.length && given.every((each, index) => takesOne(parameters[index], each, isStrict))
  );
}

function takesOne(parameter: BuiltinParameter | undefined, given: TypedValue, isStrict: boolean): boolean {
  const { type } = given;
  switch (parameter) {
    case 'bits':
      return hasBits(type);
    case 'pattern':
      return hasBits(type) || (!isStrict && isExact(given) && typeof given.value === 'bigint' && given.value >= 0n);
    case 'array':
      return type.kind === 'array';
    case 'angle':
      return type.kind === 'angle';
    case 'int':
    case 'float':
    case 'complex':
      return convertsImplicitly(given, parameterType(parameter), isStrict);
    case undefined:
      return false;
  }
}

/** Whether a value of the type has a known number of bits: `bit[n]`, `uint[n]`, `angle[n]`. */
function hasBits(type: Type): boolean {
  if (type.kind === 'bit') return type.size !== 'scalar';
  return (type.kind === 'uint' || type.kind === 'angle') && type.width !== undefined;
}

function parameterType(parameter: BuiltinParameter): Type {
  switch (parameter) {
    case 'int':
      return intType;
    case 'float':
      return floatType;
    case 'complex':
      return complexType;
    case 'angle':
      return angleType;
    case 'bits':
    case 'pattern':
    case 'array':
      return uintType;
  }
}

/** An argument that has bits, but as many as the target machine chooses. */
function widthProblem({ overloads }: BuiltinFunction, given: readonly TypedValue[]): CallProblem | undefined {
  const index = given.findIndex(({ type }, at) => {
    const isWithoutWidth =
      'width' in type && type.kind !== 'float' && type.kind !== 'complex' && type.width === undefined;
    return (
      isWithoutWidth && overloads.some(({ parameters }) => parameters[at] === 'bits' || parameters[at] === 'pattern')
    );
  });
  return index < 0 ? undefined : { kind: 'no-width', index };
}

function convertedArguments(overload: BuiltinOverload, given: readonly TypedValue[]): ConstantValue[] | undefined {
  const values: ConstantValue[] = [];
  for (const [index, { type, value }] of given.entries()) {
    const parameter = overload.parameters[index];
    if (value === undefined || parameter === undefined) return undefined;
    const isPattern = parameter === 'bits' || parameter === 'pattern';
    const converted = isPattern ? withBits(value, type) : convertValue(value, parameterType(parameter), type);
    if (converted === undefined) return undefined;
    values.push(converted);
  }
  return values;
}

/** The bits of an integer; a constant without a width has as many as it needs. */
function withBits(value: ConstantValue, type: Type): ConstantValue {
  if (typeof value !== 'bigint') return value;
  const width = type.kind === 'uint' ? type.width : undefined;
  return bitsOf(value, width ?? value.toString(2).length);
}

/** The number of elements of an array along a dimension (subroutines, "Arrays in subroutines"). */
function sizeAlong([array, dimension]: readonly TypedValue[]): TypedValue | CallProblem {
  const dimensions = array?.type.kind === 'array' ? array.type.dimensions : [];
  const index = dimension ? dimension.value : 0n;
  if (typeof index !== 'bigint') return runtimeValue(uintType);
  if (index < 0n || index >= dimensions.length) {
    const last = dimensions.length - 1;
    return {
      kind: 'domain',
      type: uintType,
      domain: last === 0 ? 'dimension 0 of this array' : `dimensions 0 to ${last} of this array`,
    };
  }
  const size = dimensions[Number(index)];
  return typeof size === 'number' ? constantOf(uintType, BigInt(size)) : runtimeValue(uintType);
}
