import { isKeyword, isTypeKeyword, tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';

/** Pairs of characters that are one token, or begin a comment, when nothing stands between them. */
const mergingPairs: ReadonlySet<string> = new Set(
  '** ++ -> << >> <= >= == != && || += -= *= /= %= &= |= ^= ~= // /*'.split(' '),
);

/** For each ASCII character whether words and numbers are made of it, and whether it is in one of the pairs. */
const wordClass = 1;
const pairClass = 2;
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const isWord = /[\p{L}\p{N}_.$"']/u.test(character);
  return (isWord ? wordClass : 0) | ([...mergingPairs].some((pair) => pair.includes(character)) ? pairClass : 0);
});

/** Whether two tokens would be read as something else with nothing between them, told from their touching characters. */
export function wouldMerge(text: string, lastOfLeft: number, firstOfRight: number): boolean {
  const left = text.charCodeAt(lastOfLeft);
  const right = text.charCodeAt(firstOfRight);
  if (left === 64 || right === 64) return true;
  if (left > 127 || right > 127) return isWordLike(left, text, lastOfLeft) && isWordLike(right, text, firstOfRight);
  const common = (classes[left] ?? 0) & (classes[right] ?? 0);
  if ((common & wordClass) !== 0) return true;
  return (common & pairClass) !== 0 && mergingPairs.has(text.charAt(lastOfLeft) + text.charAt(firstOfRight));
}

/** Letters and numbers of other scripts, halves of surrogate pairs included. */
function isWordLike(code: number, text: string, offset: number): boolean {
  if (code < 128) return ((classes[code] ?? 0) & wordClass) !== 0;
  return (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{N}µ]/u.test(text.charAt(offset));
}

/** Multiplication binds visibly: `pi/2`, `2*theta + 1`. */
export function isTight(kind: number, tokens: TokenStream): boolean {
  switch (kind) {
    case tokenKind.star:
    case tokenKind.slash:
    case tokenKind.percent:
    case tokenKind.power:
      return true;
    default:
      return kind === tokenKind.caret && tokens.version.major === 2;
  }
}

/** Whether `-`, `!`, `~`, or the `+` of a number of OpenQASM 2, after the token before it stands before its only operand. */
export function isUnary(kind: number, previous: number): boolean {
  if (kind === tokenKind.exclamation || kind === tokenKind.tilde) return true;
  if (kind !== tokenKind.minus && kind !== tokenKind.plus) return false;
  const isOperand =
    (previous >= tokenKind.identifier && previous <= tokenKind.badNumber) ||
    previous === tokenKind.rightParen ||
    previous === tokenKind.rightBracket ||
    previous === tokenKind.rightBrace ||
    previous === tokenKind.true ||
    previous === tokenKind.false;
  return !isOperand;
}

/** Whether a parenthesis after the token belongs to it: a call, a conversion, the argument of a modifier. */
export function callsOrConverts(previous: number): boolean {
  switch (previous) {
    case tokenKind.identifier:
    case tokenKind.badNumber:
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
    case tokenKind.gphase:
    case tokenKind.pow:
    case tokenKind.ctrl:
    case tokenKind.negctrl:
    case tokenKind.inv:
    case tokenKind.durationof:
      return true;
    default:
      return isTypeKeyword(previous);
  }
}

/** Whether a bracket after the token belongs to it: an index, a size, a duration. */
export function takesBrackets(previous: number): boolean {
  switch (previous) {
    case tokenKind.identifier:
    case tokenKind.badNumber:
    case tokenKind.hardwareQubit:
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
    case tokenKind.rightBrace:
    case tokenKind.qubit:
    case tokenKind.qreg:
    case tokenKind.creg:
    case tokenKind.delay:
    case tokenKind.box:
      return true;
    default:
      return isKeyword(previous) && isTypeKeyword(previous);
  }
}
