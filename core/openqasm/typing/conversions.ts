import type { TypedValue } from '../typedValue.ts';
import { isSameType, type Type } from '../types.ts';
import { categoryOf, isInteger } from './numericTypes.ts';

/**
 * Whether a value becomes one of the type without a cast (types, "Casting specifics"): standard types as in C99, but
 * for what drops a fraction or an imaginary part; the others only where the specification or common practice says so.
 */
export function convertsImplicitly(source: TypedValue, target: Type): boolean {
  const from = categoryOf(source.type);
  if (source.type.kind === 'none' || target.kind === 'none') return true;
  switch (target.kind) {
    case 'bool':
      return from === 'truth' || from === 'integer' || from === 'float' || from === 'bits';
    case 'int':
    case 'uint':
      return from === 'truth' || from === 'integer';
    case 'float':
      return from === 'truth' || from === 'integer' || from === 'float';
    case 'complex':
      return from === 'truth' || from === 'integer' || from === 'float' || from === 'complex';
    case 'angle':
      return from === 'angle' || from === 'float' || (from === 'integer' && source.isConstant);
    case 'bit':
      return convertsToBits(source, target);
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

/** A register takes a register of its size, one of one bit also a single bit. */
function convertsToBits(source: TypedValue, target: Extract<Type, { kind: 'bit' | 'qubit' }>): boolean {
  const from = categoryOf(source.type);
  if (target.size === 'scalar') {
    const isOneBit = source.type.kind === 'bit' && (source.type.size === 1 || source.type.size === 'unknown');
    return from === 'truth' || from === 'integer' || isOneBit;
  }
  if (from === 'bits') return isSameType(source.type, target);
  const isOne = target.size === 1 || target.size === 'unknown';
  return isOne && (from === 'truth' || (isInteger(source.type) && source.isConstant));
}
