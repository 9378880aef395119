import type { Diagnostic } from '#core/base/diagnostic.ts';
import { isIdentifierContinue, isIdentifierStart, isMisplacedInIdentifier } from './identifierCharacters.ts';
import { diagnose, withFix } from './messages.ts';
import { removalFix, replacementFix } from './syntaxFixes.ts';
import { tokenKind } from './tokenKind.ts';

/** A number token; `diagnostic` is set when the text is not a valid number. */
interface ScannedNumber {
  readonly kind: number;
  readonly end: number;
  readonly diagnostic?: Diagnostic;
}

const prefixed = /0[bBoOxX][0-9A-Za-z_]*/y;
const decimal = /(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?/y;
const suffix = /[ \t]*(im|dt|ns|us|µs|μs|ms|s)/y;

/**
 * Reads a decimal number without separators and units, as nearly all numbers of a large circuit are.
 * @param withUnits whether `im` and time units belong to a number, as they do in OpenQASM 3
 * @returns the end of an integer, the negated end of a float, or 0 for a number that needs {@link scanNumber}
 */
export function scanPlainNumber(text: string, start: number, withUnits: boolean): number {
  let end = digitsEnd(text, start);
  let isFloat = false;
  if (text.charCodeAt(end) === 46) {
    isFloat = true;
    end = digitsEnd(text, end + 1);
  }
  let code = text.charCodeAt(end);
  if (code === 101 || code === 69) {
    const sign = text.charCodeAt(end + 1);
    const exponent = sign === 43 || sign === 45 ? end + 2 : end + 1;
    const exponentEnd = digitsEnd(text, exponent);
    if (exponentEnd === exponent) return 0;
    isFloat = true;
    end = exponentEnd;
    code = text.charCodeAt(end);
  }
  if (!endsPlainly(code)) return 0;
  if (withUnits && (code === 32 || code === 9)) {
    let next = end + 1;
    while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9) next++;
    if (!endsPlainly(text.charCodeAt(next))) return 0;
  }
  return isFloat ? -end : end;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    const code = text.charCodeAt(end);
    if (!(code >= 48 && code <= 57)) return end;
    end++;
  }
}

/** Whether the character is neither part of a number or name nor a dot; also at the end of the text. */
function endsPlainly(code: number): boolean {
  if (code >= 97) return code > 122 && code < 128;
  if (code >= 65) return code > 90 && code !== 95;
  return code < 48 ? code !== 46 : !(code <= 57);
}

/**
 * Reads the number that starts at the offset (types, "Literals").
 * @param withUnits whether `im` and time units belong to a number, as they do in OpenQASM 3
 */
export function scanNumber(text: string, start: number, withUnits: boolean): ScannedNumber {
  const second = text.charCodeAt(start + 1) | 32;
  if (text.charCodeAt(start) === 48 && (second === 98 || second === 111 || second === 120)) {
    return scanPrefixed(text, start);
  }
  decimal.lastIndex = start;
  const digits = decimal.exec(text)?.[0] ?? text.slice(start, start + 1);
  const end = start + digits.length;
  const misplaced = misplacedUnderscore(digits, '[0-9]');
  if (misplaced) return { ...underscoreProblem(start, end, misplaced), end: wordEnd(text, end) };
  const isInteger = /^[0-9_]*$/.test(digits);
  if (withUnits) {
    suffix.lastIndex = end;
    const unit = suffix.exec(text);
    if (unit && !isIdentifierContinue(text, suffix.lastIndex)) return withUnit(unit[0], unit[1] ?? '', end);
  }
  if (isIdentifierStart(text, end) || isMisplacedInIdentifier(text, end)) return letterProblem(text, start, end);
  return { kind: isInteger ? tokenKind.integer : tokenKind.float, end };
}

function withUnit(text: string, unit: string, start: number): ScannedNumber {
  const end = start + text.length;
  if (unit === 'im') return { kind: tokenKind.imaginary, end };
  if (unit !== 'μs') return { kind: tokenKind.timing, end };
  const mu = { start: end - 2, end: end - 1 };
  const diagnostic = withFix(
    diagnose('QAS1005', { start: end - 2, end }),
    replacementFix('Write the micro sign', mu, 'µ'),
  );
  return { kind: tokenKind.timing, end, diagnostic };
}

function scanPrefixed(text: string, start: number): ScannedNumber {
  prefixed.lastIndex = start;
  const literal = prefixed.exec(text)?.[0] ?? text.slice(start, start + 2);
  const end = wordEnd(text, start + literal.length);
  const letter = literal.charAt(1);
  const base = letter === 'b' || letter === 'B' ? 2 : letter === 'o' ? 8 : letter === 'O' ? 0 : 16;
  const problem = (from: number, to: number, why: string): ScannedNumber => ({
    kind: tokenKind.badNumber,
    end,
    diagnostic: diagnose('QAS1003', { start: from, end: to }, why),
  });
  if (base === 0) {
    const problemOfBase = problem(start, start + 2, `octal numbers start with a small letter, '0o'`);
    const { diagnostic } = problemOfBase;
    const fix = replacementFix(`Write '0o'`, { start, end: start + 2 }, '0o');
    return diagnostic ? { ...problemOfBase, diagnostic: withFix(diagnostic, fix) } : problemOfBase;
  }
  const digits = text.slice(start + 2, end);
  if (digits === '') return problem(start, end, `digits are missing after '${literal}'`);
  const allowed = base === 2 ? '[01]' : base === 8 ? '[0-7]' : '[0-9a-fA-F]';
  const wrong = new RegExp(`(?!_)(?!${allowed}).`, 'su').exec(digits);
  if (wrong) {
    const place = start + 2 + wrong.index;
    return problem(place, place + wrong[0].length, `digit '${wrong[0]}' is not valid in base ${base}`);
  }
  const misplaced = misplacedUnderscore(digits, '[0-9A-Fa-f]');
  if (misplaced) return { ...underscoreProblem(start + 2, end, misplaced), end };
  return { kind: tokenKind.integer, end };
}

function underscoreProblem(
  start: number,
  end: number,
  at: { readonly index: number; readonly length: number },
): ScannedNumber {
  const from = start + at.index;
  const why = `'_' must sit between two digits`;
  const range = { start: from, end: from + at.length };
  const fix = removalFix(`Remove '${'_'.repeat(Math.min(at.length, 8))}'`, range);
  return { kind: tokenKind.badNumber, end, diagnostic: withFix(diagnose('QAS1003', range, why), fix) };
}

/** The first run of underscores that is not a single one between two digits. */
function misplacedUnderscore(
  digits: string,
  digit: string,
): { readonly index: number; readonly length: number } | undefined {
  if (!digits.includes('_')) return undefined;
  for (const run of digits.matchAll(/_+/g)) {
    const before = digits.charAt(run.index - 1);
    const after = digits.charAt(run.index + run[0].length);
    const isDigit = new RegExp(`^${digit}$`);
    if (run[0].length > 1 || !isDigit.test(before) || !isDigit.test(after)) {
      return { index: run.index, length: run[0].length };
    }
  }
  return undefined;
}

function letterProblem(text: string, start: number, digitsEnd: number): ScannedNumber {
  const end = wordEnd(text, digitsEnd);
  const diagnostic = diagnose('QAS1004', { start, end }, text.slice(start, digitsEnd));
  return { kind: tokenKind.badNumber, end, diagnostic };
}

/** The end of the letters and digits that follow directly. */
function wordEnd(text: string, from: number): number {
  let end = from;
  while (isIdentifierContinue(text, end) || isMisplacedInIdentifier(text, end)) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return end;
}
