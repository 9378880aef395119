import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { isKeyword, isPulseType, tokenKind } from '#core/openqasm/tokenKind.ts';
import { tokenModifiers, tokenTypes } from '../../semanticTokensLegend.ts';

type TokenType = (typeof tokenTypes)[number];
type TokenModifier = (typeof tokenModifiers)[number];

/** What a token looks like: the position of its type in the legend, and a bit for each of its modifiers. */
export interface Appearance {
  readonly type: number;
  readonly modifiers: number;
}

function appearance(type: TokenType, ...modifiers: readonly TokenModifier[]): Appearance {
  const bits = modifiers.map((name) => 1 << tokenModifiers.indexOf(name));
  return { type: tokenTypes.indexOf(type), modifiers: bits.reduce((all, bit) => all | bit, 0) };
}

export const looks = {
  gate: appearance('function', 'quantum'),
  function: appearance('function'),
  libraryFunction: appearance('function', 'defaultLibrary'),
  qubit: appearance('qubit', 'quantum'),
  variable: appearance('variable'),
  constant: appearance('variable', 'readonly'),
  parameter: appearance('parameter'),
  gateParameter: appearance('parameter', 'readonly'),
  type: appearance('type'),
  keyword: appearance('keyword'),
  number: appearance('number'),
  string: appearance('string'),
  comment: appearance('comment'),
  operator: appearance('operator'),
  annotation: appearance('decorator'),
  pragma: appearance('macro'),
} as const satisfies Record<string, Appearance>;

const declared = appearance('variable', 'declaration').modifiers;
const fromLibrary = appearance('variable', 'defaultLibrary').modifiers;

/** The same as the declaration of the name. */
export function atDeclaration({ modifiers, type }: Appearance): Appearance {
  return { type, modifiers: modifiers | declared };
}

/**
 * What a mention of the symbol looks like.
 * @param start where the mention is in the analysed file
 */
export function appearanceOfSymbol(symbol: ProgramSymbol, start: number): Appearance {
  const look = lookOf(symbol);
  if (!symbol.place) return { type: look.type, modifiers: look.modifiers | fromLibrary };
  return symbol.place.file === 0 && symbol.place.name.start === start ? atDeclaration(look) : look;
}

function lookOf({ kind, type }: ProgramSymbol): Appearance {
  const isQuantum = type.kind === 'qubit';
  switch (kind) {
    case 'gate':
      return looks.gate;
    case 'subroutine':
    case 'extern':
    case 'builtin-function':
      return looks.function;
    case 'qubit':
    case 'gate-qubit':
      return looks.qubit;
    case 'alias':
      return isQuantum ? looks.qubit : looks.variable;
    case 'parameter':
      return isQuantum ? looks.qubit : looks.parameter;
    case 'gate-parameter':
      return looks.gateParameter;
    case 'constant':
    case 'builtin-constant':
    case 'input':
      return looks.constant;
    case 'variable':
    case 'output':
    case 'loop-variable':
      return looks.variable;
  }
}

/** What tokens that name nothing look like; undefined for punctuation and unknown names. */
export function appearanceOfKind(kind: number): Appearance | undefined {
  switch (kind) {
    case tokenKind.integer:
    case tokenKind.float:
    case tokenKind.imaginary:
    case tokenKind.timing:
    case tokenKind.badNumber:
      return looks.number;
    case tokenKind.bitString:
    case tokenKind.string:
      return looks.string;
    case tokenKind.pragma:
      return looks.pragma;
    case tokenKind.annotation:
      return looks.annotation;
    default:
      if (isKeyword(kind)) return isTypeWord(kind) ? looks.type : looks.keyword;
      return kind >= tokenKind.equals && kind <= tokenKind.tilde ? looks.operator : undefined;
  }
}

function isTypeWord(kind: number): boolean {
  return (kind >= tokenKind.qreg && kind <= tokenKind.stretch) || kind === tokenKind.void || isPulseType(kind);
}
