import { reservedWordCount } from './nameTable.ts';
import type { Statement } from './syntaxTree.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** The kinds of plain statements. */
export type PlainKind = Extract<Statement['kind'], 'gate-call' | 'measure' | 'assignment' | 'reset' | 'barrier'>;

/** Parentheses in the arguments of a plain statement nest at most this deep. */
const deepest = 16;

/** The arguments of a plain statement have at most this many tokens. */
const longestArguments = 200;

/**
 * Finds the end of the statement that begins with the token, if it is plain (see `StatementList.isPlainAt`). The parser
 * reads such a statement without a diagnostic, so that it needs no reading as long as nobody asks for its node.
 * @returns the token of its `;`, or −1 when the statement is not plain
 */
export function plainStatementEnd(tokens: TokenStream, first: number): number {
  const { kinds } = tokens;
  switch (kinds[first]) {
    case tokenKind.identifier:
      return afterName(tokens, first);
    case tokenKind.measure: {
      const end = operandEnd(tokens, first + 1);
      if (end < 0) return -1;
      if (kinds[end] === tokenKind.arrow) return endsAt(tokens, targetEnd(tokens, end + 1));
      return tokens.version.major === 2 ? -1 : endsAt(tokens, end);
    }
    case tokenKind.reset:
      return endsAt(tokens, operandEnd(tokens, first + 1));
    case tokenKind.barrier:
      return operandsEnd(tokens, first + 1);
    default:
      return -1;
  }
}

/** The kind of the plain statement that begins with the token. */
export function plainKindAt({ kinds }: TokenStream, first: number): PlainKind {
  switch (kinds[first]) {
    case tokenKind.measure:
      return 'measure';
    case tokenKind.reset:
      return 'reset';
    case tokenKind.barrier:
      return 'barrier';
    default: {
      const next = kinds[first + 1];
      return next === tokenKind.equals || next === tokenKind.leftBracket ? 'assignment' : 'gate-call';
    }
  }
}

function afterName(tokens: TokenStream, first: number): number {
  const { kinds } = tokens;
  // In OpenQASM 2 the words of OpenQASM 3 are names, but a statement that begins with one is looked at closely.
  if ((tokens.words[first] ?? 0) < reservedWordCount) return -1;
  switch (kinds[first + 1]) {
    case tokenKind.identifier:
    case tokenKind.hardwareQubit:
      return operandsEnd(tokens, first + 1);
    case tokenKind.leftParen: {
      const end = argumentsEnd(tokens, first + 2);
      return end < 0 ? -1 : operandsEnd(tokens, end);
    }
    case tokenKind.equals:
    case tokenKind.leftBracket: {
      if (tokens.version.major === 2) return -1;
      const end = targetEnd(tokens, first);
      if (end < 0 || kinds[end] !== tokenKind.equals || kinds[end + 1] !== tokenKind.measure) return -1;
      return endsAt(tokens, operandEnd(tokens, end + 2));
    }
    default:
      return -1;
  }
}

function endsAt({ kinds }: TokenStream, token: number): number {
  return token >= 0 && kinds[token] === tokenKind.semicolon ? token : -1;
}

/** The `;` after operands between commas. */
function operandsEnd(tokens: TokenStream, first: number): number {
  let token = first;
  for (;;) {
    token = operandEnd(tokens, token);
    if (token < 0) return -1;
    const kind = tokens.kinds[token];
    if (kind === tokenKind.semicolon) return token;
    if (kind !== tokenKind.comma) return -1;
    token++;
  }
}

/** The token after a qubit or register. */
function operandEnd(tokens: TokenStream, first: number): number {
  if (tokens.kinds[first] === tokenKind.hardwareQubit) return tokens.version.major === 2 ? -1 : first + 1;
  return targetEnd(tokens, first);
}

/** The token after `name` or `name[integer]`. */
function targetEnd({ kinds }: TokenStream, first: number): number {
  if (kinds[first] !== tokenKind.identifier) return -1;
  if (kinds[first + 1] !== tokenKind.leftBracket) return first + 1;
  return kinds[first + 2] === tokenKind.integer && kinds[first + 3] === tokenKind.rightBracket ? first + 4 : -1;
}

/** The token after the parenthesis that closes a list of arguments, if they are arithmetic of numbers and names. */
function argumentsEnd({ kinds }: TokenStream, first: number): number {
  let depth = 1;
  let wantsOperand = true;
  for (let token = first; token < first + longestArguments; token++) {
    switch (kinds[token]) {
      case tokenKind.integer:
      case tokenKind.float:
        if (!wantsOperand) return -1;
        wantsOperand = false;
        break;
      case tokenKind.identifier:
        if (!wantsOperand) return -1;
        // After the name of a function, its parenthesis takes one argument like any other.
        if (kinds[token + 1] !== tokenKind.leftParen) wantsOperand = false;
        break;
      case tokenKind.leftParen:
        if (!wantsOperand || ++depth > deepest) return -1;
        break;
      case tokenKind.minus:
        wantsOperand = true;
        break;
      case tokenKind.plus:
      case tokenKind.star:
      case tokenKind.slash:
        if (wantsOperand) return -1;
        wantsOperand = true;
        break;
      case tokenKind.comma:
        if (wantsOperand || depth > 1) return -1;
        wantsOperand = true;
        break;
      case tokenKind.rightParen:
        if (wantsOperand) return -1;
        if (--depth === 0) return token + 1;
        break;
      default:
        return -1;
    }
  }
  return -1;
}
