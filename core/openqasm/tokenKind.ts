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
  im: 119,
  /** Types of OpenPulse, words of the bodies of calibrations only. */
  port: 120,
  frame: 121,
  waveform: 122,
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
  'im',
  'port',
  'frame',
  'waveform',
] as const;

/** Every reserved word of OpenQASM 3 with its token kind. */
export const keywordsOfVersion3: ReadonlyMap<string, number> = new Map(
  keywordTexts.flatMap((text, index) => {
    const kind = firstKeyword + index;
    return isReservedWord(kind, 3) ? [[text, kind]] : [];
  }),
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
  return major === 2 ? kindsOfVersion2.has(kind) : kind !== tokenKind.opaque && !isPulseType(kind);
}

/** Whether the kind is that of a type of OpenPulse. */
export function isPulseType(kind: number): boolean {
  return kind >= tokenKind.port && kind <= tokenKind.waveform;
}

const statementStarts: ReadonlySet<number> = new Set([
  tokenKind.openqasm,
  tokenKind.include,
  tokenKind.defcalgrammar,
  tokenKind.def,
  tokenKind.cal,
  tokenKind.defcal,
  tokenKind.gate,
  tokenKind.extern,
  tokenKind.box,
  tokenKind.let,
  tokenKind.break,
  tokenKind.continue,
  tokenKind.if,
  tokenKind.else,
  tokenKind.end,
  tokenKind.return,
  tokenKind.for,
  tokenKind.while,
  tokenKind.switch,
  tokenKind.case,
  tokenKind.default,
  tokenKind.nop,
  tokenKind.input,
  tokenKind.output,
  tokenKind.const,
  tokenKind.qreg,
  tokenKind.qubit,
  tokenKind.creg,
  tokenKind.bool,
  tokenKind.bit,
  tokenKind.int,
  tokenKind.uint,
  tokenKind.float_,
  tokenKind.angle,
  tokenKind.complex,
  tokenKind.array,
  tokenKind.duration,
  tokenKind.stretch,
  tokenKind.gphase,
  tokenKind.inv,
  tokenKind.pow,
  tokenKind.ctrl,
  tokenKind.negctrl,
  tokenKind.delay,
  tokenKind.reset,
  tokenKind.measure,
  tokenKind.barrier,
  tokenKind.opaque,
  tokenKind.pragma,
  tokenKind.annotation,
]);

/** Whether a token of the kind can only belong to a new statement. */
export function startsStatement(kind: number): boolean {
  return statementStarts.has(kind);
}

export function isKeyword(kind: number): boolean {
  return kind >= firstKeyword;
}

/** Whether the kind begins a classical type: `bit`, `int`, …, `array`, or a type of OpenPulse. */
export function isTypeKeyword(kind: number): boolean {
  return (
    (kind >= tokenKind.bool && kind <= tokenKind.array) ||
    kind === tokenKind.duration ||
    kind === tokenKind.stretch ||
    isPulseType(kind)
  );
}
