import type { TypedValue } from '../typedValue.ts';
import { isSameType, type Type } from '../types.ts';
import { categoryOf, isExact } from './numericTypes.ts';

/**
 * Whether a value becomes one of the type without a cast (types, "Casting specifics"): standard types as in C99, but
 * for what drops a fraction or an imaginary part; others only where the specification says so.
 * @param isStrict leaves out what only tools commonly accept: constant integers as angles and as registers of bits, a
 * register of one bit as a bit and the other way round
 */
export function convertsImplicitly(source: TypedValue, target: Type, isStrict = false): boolean {
  const from = categoryOf(source.type);
  if (source.type.kind === 'none' || target.kind === 'none') return true;
  switch (target.kind) {
    case 'bool':
      return from === 'truth' || from === 'integer' || from === 'float';
    case 'int':
    case 'uint':
      return from === 'truth' || from === 'integer';
    case 'float':
      return from === 'truth' || from === 'integer' || from === 'float';
    case 'complex':
      return from === 'truth' || from === 'integer' || from === 'float' || from === 'complex';
    case 'angle':
      return from === 'angle' || from === 'float' || (!isStrict && isConstantInteger(source));
    case 'bit':
      return convertsToBits(source, target, isStrict);
    case 'duration':
    case 'stretch':
      return from === 'time';
    case 'array':
    case 'qubit':
      return isSameType(source.type, target);
    case 'void':
      return false;
  }
}

function convertsToBits(
  source: TypedValue,
  target: Extract<Type, { kind: 'bit' | 'qubit' }>,
  isStrict: boolean,
): boolean {
  const from = categoryOf(source.type);
  if (target.size === 'scalar') {
    const isOneBit = source.type.kind === 'bit' && (source.type.size === 1 || source.type.size === 'unknown');
    return from === 'truth' || from === 'integer' || (isOneBit && !isStrict);
  }
  if (from === 'bits') return isSameType(source.type, target);
  if (isStrict) return false;
  const isOne = target.size === 1 || target.size === 'unknown';
  return (isOne && from === 'truth') || (isConstantInteger(source) && isExact(source));
}

function isConstantInteger({ type, isConstant }: TypedValue): boolean {
  return isConstant && categoryOf(type) === 'integer';
}
