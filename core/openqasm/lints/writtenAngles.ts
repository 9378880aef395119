import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';

/** A number that is all of an argument and stands for a multiple of π. */
export interface WrittenAngle {
  readonly token: number;
  /** The multiple: `pi/2`, `3*pi/4`. */
  readonly form: string;
}

/** Numbers with fewer digits are meant as they are written. */
const leastDigits = 6;

/** Every denominator of a fraction of π that is recognised divides this, powers of two with numerator 1 apart. */
const denominators = 192;

/** The last power of two that is recognised: the smallest angle of a Fourier transform of so many qubits. */
const largestPower = 30;

/**
 * Arguments that are a multiple of π written as a number, within 10⁻⁹ and within what its digits can say.
 * @param from the first token of a statement
 * @param to the first token of a later one, or the number of tokens
 */
export function writtenAngles(tokens: TokenStream, from: number, to: number): WrittenAngle[] {
  const { ends, kinds, starts, text } = tokens;
  const found: WrittenAngle[] = [];
  // The search inside the array is much faster than a loop here.
  for (
    let token = kinds.indexOf(tokenKind.float, from);
    token >= 0 && token < to;
    token = kinds.indexOf(tokenKind.float, token + 1)
  ) {
    const start = starts[token] ?? 0;
    const end = ends[token] ?? 0;
    if (end - start <= leastDigits || !isWholeArgument(tokens, token) || !mayBeMultiple(text, start)) continue;
    const form = symbolicForm(text, start, end);
    if (form !== undefined) found.push({ token, form });
  }
  return found;
}

/** Whether the first digits of a number let it be a multiple of π; nearly all numbers are settled by these. */
function mayBeMultiple(text: string, start: number): boolean {
  let value = 0;
  let scale = 1;
  let digits = 0;
  let afterPoint = false;
  for (let offset = start; digits < 8; offset++) {
    const code = text.charCodeAt(offset);
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      if (digits > 0 || code !== 48) digits++;
      if (afterPoint) scale *= 10;
    } else if (code === 46 && !afterPoint) {
      afterPoint = true;
    } else {
      break;
    }
  }
  const steps = (value / scale / Math.PI) * denominators;
  // Small numbers may be a power of two of a half turn.
  return steps < 1.1 || Math.abs(steps - Math.round(steps)) < 1e-4;
}

/** The multiple of π that a number stands for: `pi/2`, `3*pi/4`; undefined when it is none, or has too few digits. */
function symbolicForm(text: string, start: number, end: number): string | undefined {
  let value = 0;
  let scale = 1;
  let digits = 0;
  let afterPoint = false;
  for (let offset = start; offset < end; offset++) {
    const code = text.charCodeAt(offset);
    if (code >= 48 && code <= 57) {
      // More digits than a double has say nothing.
      if (digits >= 17) continue;
      value = value * 10 + code - 48;
      if (digits > 0 || code !== 48) digits++;
      if (afterPoint) scale *= 10;
    } else if (code === 46) {
      afterPoint = true;
    } else {
      // Separators and exponents.
      return undefined;
    }
  }
  if (digits < leastDigits || value === 0) return undefined;
  return multipleOfPi(value / scale, 1.01 / scale);
}

/** @param step what one more in the last digit makes; a number may also be cut off there instead of rounded */
function multipleOfPi(value: number, step: number): string | undefined {
  const tolerance = Math.min(1e-9, Math.max(1e-12, step));
  const turns = value / Math.PI;
  const multiple = Math.round(turns * denominators);
  if (multiple !== 0 && Math.abs(value - (multiple * Math.PI) / denominators) <= tolerance) {
    const divisor = greatestCommonDivisor(multiple, denominators);
    return fraction(multiple / divisor, denominators / divisor);
  }
  const power = Math.round(Math.log2(Math.PI / value));
  if (power < 0 || power > largestPower) return undefined;
  // Small angles need about as many exact digits as large ones.
  const relative = Math.min(1e-8, Math.max(1e-12, step / value));
  return Math.abs(value - Math.PI / 2 ** power) <= relative * value ? fraction(1, 2 ** power) : undefined;
}

function fraction(numerator: number, denominator: number): string {
  const multiple = numerator === 1 ? 'pi' : `${numerator}*pi`;
  return denominator === 1 ? multiple : `${multiple}/${denominator}`;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** Whether a number, with at most a sign, is all of an argument. */
function isWholeArgument({ kinds }: TokenStream, token: number): boolean {
  const after = kinds[token + 1];
  if (after !== tokenKind.comma && after !== tokenKind.rightParen) return false;
  const before = kinds[token - 1] === tokenKind.minus ? kinds[token - 2] : kinds[token - 1];
  return before === tokenKind.comma || before === tokenKind.leftParen;
}
