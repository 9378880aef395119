import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { isTypeKeyword, tokenKind } from '#core/openqasm/tokenKind.ts';
import { angleType, bitType, boolType, durationType, floatType, intType, type Type } from '#core/openqasm/types.ts';
import type { CompletionContext } from './completionPlace.ts';
import type { StatementPrefix } from './statementPrefix.ts';

/** The type a value at the end of the prefix should have; undefined when any would do. */
export function wantedType(prefix: StatementPrefix, context: CompletionContext): Type | undefined {
  if (prefix.kind(0) === tokenKind.return) {
    const routine = [...context.names.values()].find(({ subroutine }) => {
      const body = subroutine?.body;
      return body !== undefined && body.start <= context.offset && context.offset <= body.end;
    });
    return routine?.callable?.returns;
  }
  if (prefix.kind(0) === tokenKind.case) return intType;
  const declared = declaredType(prefix);
  if (declared) return declared;
  const target = prefix.kind(0) === tokenKind.identifier ? context.names.get(prefix.text(0)) : undefined;
  if (!target) return undefined;
  const isIndexed = prefix.kind(1) === tokenKind.leftBracket;
  if (!isIndexed) return target.type;
  return target.type.kind === 'array' ? target.type.base : bitType;
}

/** The type at the beginning of a declaration; undefined for other statements. */
export function declaredType(prefix: StatementPrefix): Type | undefined {
  const first = prefix.kind(0) === tokenKind.const ? 1 : 0;
  const kind = prefix.kind(first);
  if (!isTypeKeyword(kind)) return undefined;
  const hasWidth = prefix.kind(first + 1) === tokenKind.leftBracket && prefix.kind(first + 2) === tokenKind.integer;
  const width = hasWidth ? Number(prefix.text(first + 2)) : undefined;
  switch (kind) {
    case tokenKind.bit:
      return { kind: 'bit', size: width ?? (prefix.kind(first + 1) === tokenKind.leftBracket ? 'unknown' : 'scalar') };
    case tokenKind.bool:
      return boolType;
    case tokenKind.int:
      return { kind: 'int', width };
    case tokenKind.uint:
      return { kind: 'uint', width };
    case tokenKind.angle:
      return { kind: 'angle', width };
    case tokenKind.float_:
      return { kind: 'float', width };
    case tokenKind.complex:
      return { kind: 'complex', width: undefined };
    case tokenKind.duration:
    case tokenKind.stretch:
      return durationType;
    default:
      return undefined;
  }
}

/** The type an argument of a built-in function should have. */
export function builtinParameter({ builtin }: ProgramSymbol, index: number): Type | undefined {
  switch (builtin?.overloads[0]?.parameters[index]) {
    case 'int':
      return intType;
    case 'float':
    case 'complex':
      return floatType;
    case 'angle':
      return angleType;
    case 'bits':
    case 'pattern':
      return { kind: 'bit', size: 'unknown' };
    default:
      return undefined;
  }
}
