import type { Diagnostic, DiagnosticFix, RelatedPlace, Severity } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';

interface Message<Parameters extends readonly unknown[]> {
  readonly severity: Severity;
  readonly text: (...parameters: Parameters) => string;
  readonly tag?: 'unnecessary' | 'deprecated';
}

function error<P extends readonly unknown[]>(text: (...parameters: P) => string): Message<P> {
  return { severity: 'error', text };
}

function warning<P extends readonly unknown[]>(text: (...parameters: P) => string): Message<P> {
  return { severity: 'warning', text };
}

function hint<P extends readonly unknown[]>(text: (...parameters: P) => string): Message<P> {
  return { severity: 'hint', text };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Every diagnostic of the OpenQASM front end: what it says and how grave it is. Each code has a page in docs/diagnostics. */
const messages = {
  QAS1001: error(
    (character: string, advice = 'no OpenQASM token contains it') => `Unexpected character ${character}; ${advice}.`,
  ),
  QAS1002: error(
    (what: 'block comment' | 'string', closer: string) => `Unterminated ${what}; close it with ${closer}.`,
  ),
  QAS1003: error((problem: string) => `Invalid number: ${problem}.`),
  QAS1004: error(
    (number: string) => `A letter directly follows the number '${number}'; a name cannot start with a digit.`,
  ),
  QAS1005: warning(
    () => `The unit is written with the Greek letter mu (U+03BC); write 'us' or use the micro sign (U+00B5).`,
  ),
  QAS1006: error(
    (character: string) =>
      `Character ${character} cannot be used in a name; after the first letter only letters, '_' and the digits 0-9 can.`,
  ),
  QAS1007: error(
    () => `Text in quotes is only allowed after 'include' or 'defcalgrammar'; a bit string contains only 0, 1 and '_'.`,
  ),

  QAS2001: error((construct: string) => `Expected ';' after ${construct}.`),
  QAS2002: error((expected: string, found: string) => `Expected ${expected}, found ${found}.`),
  QAS2003: error((what: 'unclosed' | 'unmatched', bracket: string) =>
    what === 'unclosed'
      ? `Unclosed '${bracket}'; its closing bracket is missing.`
      : `Unmatched '${bracket}'; nothing is open here.`,
  ),
  QAS2004: error(() => `Empty statement; remove the extra ';'.`),
  QAS2005: error(
    () =>
      `'measure' cannot be used inside a larger expression; assign its result to a bit first: 'bit b = measure q;'.`,
  ),
  QAS2006: error((name: string) => `The loop variable has no type; write 'for int ${name} in …'.`),
  QAS2007: error((range: string) => `A range in 'for' needs brackets; write '[${range}]'.`),
  QAS2008: error((example: string) => `The size belongs to the type, not to the name; write '${example}'.`),
  QAS2009: error(() => `One statement declares one variable; write a second declaration.`),
  QAS2010: error(
    (name: string) => `'opaque' exists only in OpenQASM 2; declare '${name}' as a gate, or with 'defcal'.`,
  ),
  QAS2011: error((qubit: string) => `Hardware qubits are not declared; use '${qubit}' directly.`),
  QAS2012: error(
    (word: string, major: number) => `'${word}' is a keyword of OpenQASM ${major} and cannot be used as a name.`,
  ),
  QAS2013: error((gate: string) =>
    gate === 'gphase'
      ? `The angle of 'gphase' needs parentheses; write 'gphase(angle);'.`
      : `The call of gate '${gate}' names no qubits; write them after it: '${gate} q;'.`,
  ),
  QAS2014: error((label: string) => `The body of a case is a block without a colon; write '${label} { … }'.`),
  QAS2015: error((old: string, modern: string) => `${old} is draft syntax that OpenQASM 3 dropped; ${modern}.`),
  QAS2016: error(() => `The annotation is not attached to a statement; put it on the line before one.`),
  QAS2017: error(
    (feature: string, needed: string, declared: string) =>
      `${feature} needs OpenQASM ${needed} or newer, but the file is OpenQASM ${declared}.`,
  ),
  QAS2018: error((limit: number) => `Nested more than ${limit} levels deep; split this up.`),

  QAS3001: error((name: string, suggestion: string | undefined) =>
    suggestion === undefined ? `'${name}' is not defined.` : `'${name}' is not defined; did you mean '${suggestion}'?`,
  ),
  QAS3002: error((name: string, library: string) => `'${name}' is a standard gate; add 'include "${library}";'.`),
  QAS3003: error((name: string, line: number) => `'${name}' is used before its declaration at line ${line}.`),
  QAS3004: error((name: string, where: string) => `'${name}' is already declared ${where}.`),
  QAS3005: error((name: string, what: string) => `'${name}' is ${what} and cannot be redefined; choose another name.`),
  QAS3006: error((name: string, inside: 'gate' | 'subroutine', isQubit: boolean) =>
    isQubit
      ? `Global qubits '${name}' are not visible inside a ${inside}; pass them as operands.`
      : `Global '${name}' is not const, so it is not visible inside a ${inside}; make it const, or pass it as a parameter.`,
  ),
  QAS3007: error((name: string, actual: string, needed: string) => `'${name}' is ${actual}, not ${needed}.`),
  QAS3008: error((what: string) => `${what} only allowed at the top level of the program, not inside a block.`),
  QAS3009: hint((name: string, where: string) => `'${name}' shadows the declaration ${where}.`),
  QAS3010: error((name: string) => `Gate '${name}' calls itself; gates cannot be recursive.`),

  QAS4001: error((from: string, to: string, instead: string | undefined) =>
    instead === undefined
      ? `Cannot convert ${from} to ${to}.`
      : `Cannot convert ${from} to ${to} implicitly; write '${instead}'.`,
  ),
  QAS4002: error((from: string, to: string, instead: string | undefined) =>
    instead === undefined ? `Cannot cast ${from} to ${to}.` : `Cannot cast ${from} to ${to}; write '${instead}'.`,
  ),
  QAS4003: error(
    (left: string, right: string, where: string) =>
      `Width mismatch: ${left} and ${right}; ${where} needs equal widths.`,
  ),
  QAS4004: error((operator: string, operands: string, advice: string | undefined) =>
    advice === undefined
      ? `Operator '${operator}' is not defined for ${operands}.`
      : `Operator '${operator}' is not defined for ${operands}; ${advice}.`,
  ),
  QAS4005: warning((value: string, type: string, kept: string | undefined, instead?: string) => {
    if (instead !== undefined) return `${type} drops the fraction of ${value}; write '${instead}' to say so.`;
    return kept === undefined
      ? `The value ${value} does not fit in ${type}.`
      : `The value ${value} does not fit in ${type}; it becomes ${kept}.`;
  }),
  QAS4010: error((what: string) => `Expected a compile-time constant for ${what}.`),
  QAS4011: error((name: string, why: string) => `Cannot assign to '${name}': it is ${why}.`),
  QAS4012: error((name: string) => `const '${name}' must be initialised; write 'const … ${name} = value;'.`),
  QAS4013: error(
    (what: string, least: number, most: number | undefined, value: string) =>
      `Expected a whole number ${most === undefined ? 'of at least' : 'from'} ${least}${most === undefined ? '' : ` to ${most}`} for ${what}; this is ${value}.`,
  ),
  QAS4014: error(
    (what: string, type: string) =>
      `${what} needs a type of known width, but '${type}' has the width of the target machine; declare it as '${type}[32]' or the like.`,
  ),
  QAS4015: error(
    (digits: number, name: string, bits: number) =>
      `The bit string has ${counted(digits, 'digit')}, but ${name} has ${counted(bits, 'bit')}.`,
  ),
  QAS4020: error((index: string, name: string, size: number, negativeAllowed: boolean, turn?: string) => {
    const when = turn === undefined ? '' : ` when ${turn}`;
    return size === 0
      ? `Index ${index} is out of range${when}: '${name}' is empty.`
      : `Index ${index} is out of range for '${name}' of size ${size}${when}; valid are ${negativeAllowed ? -size : 0} to ${size - 1}.`;
  }),
  QAS4021: error((problem = 'The step of a range cannot be zero') => `${problem}.`),
  QAS4022: error((problem: string) => `${problem}.`),
  QAS4030: error((problem: string) => `${problem}.`),
  QAS4040: error((divisor?: string, type?: string) =>
    divisor === undefined || type === undefined
      ? `Division by zero in a constant expression.`
      : `Division by zero in a constant expression: '${divisor}' is 0 as ${type}.`,
  ),
  QAS4080: warning(
    (text: string, quotient: string, fix: string) =>
      `Integer division: '${text}' is ${quotient} here; write '${fix}' for the fraction.`,
  ),

  QAS5001: error(
    (gate: string, expected: number, given: number) =>
      `'${gate}' takes ${counted(expected, 'qubit')}, but ${given} given.`,
  ),
  QAS5002: error(
    (gate: string, expected: number, given: number) =>
      `'${gate}' takes ${counted(expected, 'parameter')}, but ${given} given.`,
  ),
  QAS5003: error(
    (qubit: string, uses: string | undefined) =>
      `Qubit '${qubit}' is used more than once in this call${uses === undefined ? '' : `, ${uses}`}; the operands of a gate must differ.`,
  ),
  QAS5004: error(
    (first: string, firstSize: number, second: string, secondSize: number) =>
      `Registers of one call need equal sizes: '${first}' has ${counted(firstSize, 'qubit')}, '${second}' has ${secondSize}.`,
  ),
  QAS5005: error(
    (qubits: string, bits: string) => `measure cannot assign ${qubits} to ${bits}; both sides need the same size.`,
  ),
  QAS5006: error((name: string) => `'${name}' stands for one qubit of the gate and cannot be indexed.`),
  QAS5007: error((what: string) => `${what} not allowed inside a gate body.`),
  QAS5008: error(
    (modifier: string, name: string, actual: string) =>
      `Modifier '${modifier}' applies only to gates; '${name}' is ${actual}.`,
  ),
  QAS5009: error((modifier: string) => `The count of '${modifier}' must be a positive constant integer.`),
  QAS5010: error((problem: string) => `${problem}.`),
  QAS5011: error((problem: string) => `Inconsistent alias: ${problem}.`),
  QAS5012: error((name: string, actual: 'gate' | 'function') =>
    actual === 'gate'
      ? `'${name}' is a gate; call it with qubit operands: '${name} q;'.`
      : `'${name}' is a function; call it with parentheses: '${name}(…)'.`,
  ),

  QAS6001: error((problem: string) => `${problem}.`),
  QAS6002: error(
    (qubit: string, name: string, uses: string | undefined) =>
      `Qubit '${qubit}' is passed to '${name}' more than once${uses === undefined ? '' : `, ${uses}`}; a call takes each qubit once.`,
  ),
  QAS6003: error((problem: string) => `${problem}.`),
  QAS6004: error((name: string) => `'${name}' has no result, so its call cannot stand where a value is wanted.`),
  QAS6005: error((problem: string) => `${problem}.`),
  QAS6006: error(
    () =>
      `'++' is only allowed in 'let', and as the whole right side of a declaration or '='; assign what it makes to a variable first.`,
  ),
  QAS6007: warning(
    (name: string) => `'${name}' is passed more than once, and what is changed through one parameter overlaps another.`,
  ),

  QAS6008: error((name: string, problem: string) => `External function '${name}' ${problem}.`),

  QAS7001: error((word: string, where: string) => `'${word}' outside ${where}.`),

  QAS7002: error(
    (type: string) => `A condition must be true or false; ${type} does not become 'bool' without a cast or comparison.`,
  ),
  QAS7003: error((problem: string) => `${problem}.`),
  QAS7004: error((what: string) => `${what} not allowed in a case; put it before the 'switch'.`),
  QAS7005: { ...warning(() => `Control never arrives here.`), tag: 'unnecessary' },
  QAS7006: warning((problem: string) => `${problem}.`),

  QAS8001: error((path: string, why: string) => `Cannot include "${path}": ${why}.`),
  QAS8002: error((problem: string) => `${problem}.`),
  QAS8003: error((problem: string) => `${problem}.`),
  QAS8004: hint((version: string) => `No version header; start the file with 'OPENQASM ${version};'.`),
  QAS8005: warning(
    (library: string, major: number, other: string) =>
      `"${library}" is not the gate library of OpenQASM ${major}; include "${other}" instead.`,
  ),

  QAS8010: error((problem: string) => `${problem}.`),
  QAS8011: warning((problem: string) => `${problem}.`),
  QAS8012: hint((problem: string) => `${problem}.`),
  QAS8013: error((name: string, kind: 'input' | 'output' | 'both') =>
    kind === 'both'
      ? `'${name}' is declared both input and output; it can be only one of them.`
      : `'${name}' is an ${kind}, which has no initial value; remove it.`,
  ),
  QAS8020: {
    severity: 'information',
    text: (limit: number) => `Only the first ${limit} problems of this file are shown.`,
  } satisfies Message<[number]>,

  QAS9001: { ...warning((what: string) => `Unused ${what}.`), tag: 'unnecessary' },

  QAS9002: warning((name: string, isCertain: boolean, isBit: boolean) => {
    const verb = isCertain ? 'is' : 'may be';
    return isBit
      ? `'${name}' ${verb} read before anything is measured into it or assigned to it.`
      : `'${name}' ${verb} read before it is assigned a value.`;
  }),
  QAS9003: hint((problem: string) => `${problem}.`),
  QAS9004: { ...hint((problem: string) => `${problem}.`), tag: 'unnecessary' },

  QAS9005: hint(
    (number: string, form: string) => `${number} is ${form.replace('pi', 'π')}; write '${form}', which is exact.`,
  ),
  QAS9006: {
    ...hint(
      (old: string, modern: string, places: number) =>
        `${old} is the spelling of OpenQASM 2${places > 1 ? `, at ${places} places of the file` : ''}; OpenQASM 3 writes ${modern}.`,
    ),
    tag: 'deprecated',
  },
  QAS9007: hint(
    (name: string) =>
      `'${name}' is not in the qelib1.inc of the OpenQASM 2 paper; other tools may not know it. Define it in the file.`,
  ),

  QAS9008: warning((problem: string) => `${problem}.`),

  /** Legal code that has no circuit; only found when one is asked for, to simulate, draw or send it. */
  QAS9101: error((what: string, why: string) => `${what} cannot become a circuit: ${why}.`),
} as const;

export type DiagnosticCode = keyof typeof messages;

type ParametersOf<Code extends DiagnosticCode> = Parameters<(typeof messages)[Code]['text']>;

/** A message quotes names and expressions of the program, which may be of any length. */
function shortened(message: string): string {
  return message.length <= 400 ? message : `${message.slice(0, 320)}…`;
}

/** Makes the diagnostic of a code; the remaining arguments fill its text. */
export function diagnose<Code extends DiagnosticCode>(
  code: Code,
  range: OffsetRange,
  ...parameters: ParametersOf<Code>
): Diagnostic {
  const { severity, text, tag } = messages[code] as unknown as Message<ParametersOf<Code>>;
  const place = { start: range.start, end: range.end };
  return { code, severity, message: shortened(text(...parameters)), range: place, ...(tag && { tag }) };
}

/** More problems of one file than this are not reported. */
export const diagnosticLimit = 1000;

/** Adds a diagnostic to those of a file, unless there are so many that nobody reads them: one more than the limit. */
export function collectDiagnostic(diagnostics: Diagnostic[], diagnostic: Diagnostic): void {
  if (diagnostics.length <= diagnosticLimit) diagnostics.push(diagnostic);
}

/** Adds places a reader should see beside the diagnostic, such as the earlier declaration. */
export function withRelated(diagnostic: Diagnostic, related: readonly RelatedPlace[]): Diagnostic {
  return { ...diagnostic, related };
}

/** The finding as grave as given; a profile may judge otherwise than the catalogue. */
export function withSeverity(diagnostic: Diagnostic, severity: Severity): Diagnostic {
  return { ...diagnostic, severity };
}

/** Adds a way to repair the finding. */
export function withFix(diagnostic: Diagnostic, fix: DiagnosticFix): Diagnostic {
  return { ...diagnostic, fixes: [...(diagnostic.fixes ?? []), fix] };
}

/** Every implemented code, for documentation and tests. */
export const diagnosticCodes: readonly DiagnosticCode[] = Object.keys(messages).filter(
  (code): code is DiagnosticCode => code in messages,
);
