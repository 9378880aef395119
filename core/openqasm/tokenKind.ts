/**
 * Kinds of tokens, small integers so that a token stream fits in typed arrays. White space, comments and characters no
 * token can contain are gaps between tokens.
 */
export const tokenKind = {
  endOfFile: 0,
  identifier: 1,
  hardwareQubit: 2,
  integer: 3,
  float: 4,
  imaginary: 5,
  timing: 6,
  bitString: 7,
  string: 8,
  /** A number the scanner has already reported; stands for a number or a name. */
  badNumber: 9,
  /** A whole `pragma` line. */
  pragma: 10,
  /** An `@name` with the rest of its line. */
  annotation: 11,
  /** The text between the braces of `cal` and `defcal`. */
  calibrationBody: 12,

  leftBrace: 16,
  rightBrace: 17,
  leftBracket: 18,
  rightBracket: 19,
  leftParen: 20,
  rightParen: 21,
  comma: 22,
  semicolon: 23,
  colon: 24,
  arrow: 25,
  at: 26,
  dimensions: 27,
  equals: 28,
  /** `+=` and the like. */
  compoundAssignment: 29,

  plus: 32,
  minus: 33,
  star: 34,
  slash: 35,
  percent: 36,
  power: 37,
  concatenate: 38,
  shiftLeft: 39,
  shiftRight: 40,
  less: 41,
  lessEqual: 42,
  greater: 43,
  greaterEqual: 44,
  equalEqual: 45,
  notEqual: 46,
  ampersand: 47,
  caret: 48,
  pipe: 49,
  andAnd: 50,
  orOr: 51,
  exclamation: 52,
  tilde: 53,

  // Keywords, in the order of `keywordTexts`.
  openqasm: 64,
  include: 65,
  defcalgrammar: 66,
  def: 67,
  cal: 68,
  defcal: 69,
  gate: 70,
  extern: 71,
  box: 72,
  let: 73,
  break: 74,
  continue: 75,
  if: 76,
  else: 77,
  end: 78,
  return: 79,
  for: 80,
  while: 81,
  in: 82,
  switch: 83,
  case: 84,
  default: 85,
  nop: 86,
  input: 87,
  output: 88,
  const: 89,
  readonly: 90,
  mutable: 91,
  qreg: 92,
  qubit: 93,
  creg: 94,
  bool: 95,
  bit: 96,
  int: 97,
  uint: 98,
  float_: 99,
  angle: 100,
  complex: 101,
  array: 102,
  void: 103,
  duration: 104,
  stretch: 105,
  gphase: 106,
  inv: 107,
  pow: 108,
  ctrl: 109,
  negctrl: 110,
  durationof: 111,
  delay: 112,
  reset: 113,
  measure: 114,
  barrier: 115,
  true: 116,
  false: 117,
  opaque: 118,
} as const;

/** Kinds of keywords follow this one in the order of `keywordTexts`. */
export const firstKeyword = tokenKind.openqasm;

/** The words that some version reserves. */
export const keywordTexts = [
  'OPENQASM',
  'include',
  'defcalgrammar',
  'def',
  'cal',
  'defcal',
  'gate',
  'extern',
  'box',
  'let',
  'break',
  'continue',
  'if',
  'else',
  'end',
  'return',
  'for',
  'while',
  'in',
  'switch',
  'case',
  'default',
  'nop',
  'input',
  'output',
  'const',
  'readonly',
  'mutable',
  'qreg',
  'qubit',
  'creg',
  'bool',
  'bit',
  'int',
  'uint',
  'float',
  'angle',
  'complex',
  'array',
  'void',
  'duration',
  'stretch',
  'gphase',
  'inv',
  'pow',
  'ctrl',
  'negctrl',
  'durationof',
  'delay',
  'reset',
  'measure',
  'barrier',
  'true',
  'false',
  'opaque',
] as const;

/** Every reserved word of OpenQASM 3 with its token kind. */
export const keywordsOfVersion3: ReadonlyMap<string, number> = new Map(
  keywordTexts.flatMap((text, index) => (text === 'opaque' ? [] : [[text, firstKeyword + index]])),
);

const kindsOfVersion2: ReadonlySet<number> = new Set([
  tokenKind.openqasm,
  tokenKind.include,
  tokenKind.gate,
  tokenKind.opaque,
  tokenKind.if,
  tokenKind.qreg,
  tokenKind.creg,
  tokenKind.measure,
  tokenKind.reset,
  tokenKind.barrier,
]);

/** Whether a version reserves the word of a keyword kind; files of OpenQASM 2 use most of them as names. */
export function isReservedWord(kind: number, major: 2 | 3): boolean {
  return major === 2 ? kindsOfVersion2.has(kind) : kind !== tokenKind.opaque;
}

export function isKeyword(kind: number): boolean {
  return kind >= firstKeyword;
}

/** Whether the kind begins a classical type: `bit`, `int`, …, `array`. */
export function isTypeKeyword(kind: number): boolean {
  return (
    (kind >= tokenKind.bool && kind <= tokenKind.array) || kind === tokenKind.duration || kind === tokenKind.stretch
  );
}
