/** Chapters of the OpenQASM 3 specification, as its site names their pages. */
export type Chapter =
  | 'comments'
  | 'types'
  | 'gates'
  | 'insts'
  | 'classical'
  | 'subroutines'
  | 'scope'
  | 'directives'
  | 'delays'
  | 'pulses'
  | 'openpulse'
  | 'standard_library';

/** What a word of the language does, in a sentence, with the chapter that defines it. */
export interface KeywordHelp {
  readonly summary: string;
  readonly chapter: Chapter;
  /** A small example, where the form is not obvious. */
  readonly example?: string;
}

const rows: Readonly<Record<string, readonly [summary: string, chapter: Chapter, example?: string]>> = {
  OPENQASM: ['Names the version of the language; the first statement of a file.', 'comments', 'OPENQASM 3.0;'],
  include: ['Reads the statements of another file here.', 'comments', 'include "stdgates.inc";'],
  defcalgrammar: ['Names the grammar in which `cal` and `defcal` are written.', 'pulses', 'defcalgrammar "openpulse";'],
  def: [
    'Defines a subroutine, which may measure, compute and return a value.',
    'subroutines',
    'def flip(qubit q) { x q; }',
  ],
  cal: ['Holds declarations of pulses that calibrations share.', 'pulses', 'cal { … }'],
  defcal: ['Says which pulses perform an operation on given qubits.', 'pulses', 'defcal x $0 { … }'],
  gate: [
    'Defines a gate by other gates; its angles and qubits are local to it.',
    'gates',
    'gate bell a, b { h a; cx a, b; }',
  ],
  extern: ['Declares a function that runs outside the program.', 'classical', 'extern popcount(bit[8]) -> uint;'],
  box: ['Keeps operations together in time, optionally for a duration.', 'delays', 'box[200ns] { … }'],
  let: ['Gives qubits or bits another name; nothing is copied.', 'types', 'let pair = q[0:1];'],
  break: ['Leaves the innermost loop.', 'classical'],
  continue: ['Goes on with the next round of the innermost loop.', 'classical'],
  if: ['Acts where a condition holds.', 'classical', 'if (c == 1) { x q; } else { y q; }'],
  else: ['What is done where the condition of the `if` does not hold.', 'classical'],
  end: ['Ends the program at once.', 'classical'],
  return: ['Ends a subroutine, with its value.', 'subroutines', 'return measure q;'],
  for: [
    'Repeats for every value of a range, set or register; both ends of a range count.',
    'classical',
    'for int i in [0:3] { h q[i]; }',
  ],
  while: ['Repeats as long as a condition holds.', 'classical', 'while (c == 0) { … }'],
  in: ['What a loop goes through: `[first:last]`, `[first:step:last]`, `{a, b}` or a register.', 'classical'],
  switch: [
    'Acts by the value of an integer. There is no fall-through.',
    'classical',
    'switch (n) { case 1, 2 { … } default { … } }',
  ],
  case: ['Values of a `switch`, and what is done for them.', 'classical', 'case 1, 2 { … }'],
  default: ['What a `switch` does for all other values; stands last.', 'classical', 'default { … }'],
  nop: ['Uses qubits without acting on them, which matters inside a `box`.', 'insts', 'nop q;'],
  input: ['A value that is given when the program is run.', 'directives', 'input angle theta;'],
  output: [
    'A value the program returns. With any `output`, nothing else is returned.',
    'directives',
    'output bit[2] result;',
  ],
  const: ['A value known before the program runs; sizes and widths are made of them.', 'types', 'const int n = 4;'],
  readonly: ['An array parameter the subroutine only reads.', 'subroutines'],
  mutable: ['An array parameter the subroutine may change.', 'subroutines'],
  qreg: ['A register of qubits; OpenQASM 3 writes `qubit[n] q`.', 'types', 'qreg q[4];'],
  qubit: [
    'A qubit, or a register of them. Their state is undefined before `reset`; simulators start at |0⟩.',
    'types',
    'qubit[4] q;',
  ],
  creg: ['A register of bits; OpenQASM 3 writes `bit[n] c`.', 'types', 'creg c[4];'],
  bool: ['True or false.', 'types', 'bool done = false;'],
  bit: ['A bit, or a register of them; bit 0 is the rightmost of a bit string.', 'types', 'bit[4] c = "0011";'],
  int: ['A signed integer, of the given or the machine’s width.', 'types', 'int[32] n = 5;'],
  uint: [
    'An unsigned integer, of the given or the machine’s width; it has bitwise operators.',
    'types',
    'uint[8] n = 5;',
  ],
  float: ['A floating-point number (IEEE 754).', 'types', 'float[64] x = 0.5;'],
  angle: ['An angle in [0, 2π) in fixed point; it wraps around.', 'types', 'angle[20] a = pi/3;'],
  complex: ['A complex number of two floats.', 'types', 'complex[float[64]] z = 1 + 2im;'],
  array: ['Values of one type in up to seven dimensions.', 'types', 'array[int[32], 2, 3] m;'],
  void: ['The absence of a result.', 'subroutines'],
  duration: ['A length of time, known before the program runs.', 'delays', 'duration t = 100ns;'],
  stretch: ['A length of time that the compiler chooses, at least 0.', 'delays', 'stretch s;'],
  gphase: ['Multiplies the state by e^{iγ}; with controls, where they hold.', 'gates', 'gphase(pi/4);'],
  inv: ['The inverse of the gate after it.', 'gates', 'inv @ s q;'],
  pow: ['A power of the gate after it; fractions are roots.', 'gates', 'pow(1.0/2) @ x q;'],
  ctrl: ['The gate after it, where the first qubit is 1.', 'gates', 'ctrl(2) @ x a, b, target;'],
  negctrl: ['The gate after it, where the first qubit is 0.', 'gates', 'negctrl @ x a, target;'],
  durationof: ['How long some statements take.', 'delays', 'duration t = durationof({ x $0; });'],
  delay: ['Leaves qubits idle for a duration.', 'delays', 'delay[100ns] q;'],
  reset: ['Puts qubits into |0⟩.', 'insts', 'reset q;'],
  measure: ['Measures qubits in the computational basis.', 'insts', 'c = measure q;'],
  barrier: [
    'Keeps the operations on its two sides apart; without qubits it concerns all of them.',
    'insts',
    'barrier q;',
  ],
  true: ['The truth value that is 1 as a number.', 'types'],
  false: ['The truth value that is 0 as a number.', 'types'],
  opaque: ['Declares a gate of the hardware without a definition (OpenQASM 2).', 'gates', 'opaque g(a) q;'],
  pragma: [
    'An instruction to compilers that know it; others keep it as it is.',
    'directives',
    'pragma braket verbatim',
  ],
  '#dim': [
    'The number of dimensions of an array parameter of any shape.',
    'subroutines',
    'readonly array[int[8], #dim = 2] m',
  ],
  im: ['Makes a number imaginary.', 'types', '2.5im'],
};

const help: ReadonlyMap<string, KeywordHelp> = new Map(
  Object.entries(rows).map(([word, [summary, chapter, example]]) => [
    word,
    { summary, chapter, ...(example !== undefined && { example }) },
  ]),
);

/** What a keyword does; undefined for other words. */
export function keywordHelp(word: string): KeywordHelp | undefined {
  return help.get(word);
}

/** The address of a chapter of the specification. */
export function chapterAddress(chapter: Chapter): string {
  return `https://openqasm.com/language/${chapter}.html`;
}
