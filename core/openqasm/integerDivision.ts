import type { Diagnostic } from '#core/base/diagnostic.ts';
import { diagnose, withFix } from './messages.ts';
import type { BinaryExpression, Expression } from './syntaxTree.ts';

/**
 * The finding that a division of integers drops a fraction which was meant, because its dividend is written as a
 * literal; undefined for other divisions. The repair makes the dividend a float.
 */
export function truncationProblem(
  { left, right, start, end }: BinaryExpression,
  quotient: bigint,
  text: string,
): Diagnostic | undefined {
  const dividend = literalIn(left);
  if (!dividend) return undefined;
  const fraction = `${text.slice(left.start, dividend.end)}.0${text.slice(dividend.end, left.end)}`;
  const instead = `${fraction}/${text.slice(right.start, right.end)}`;
  const found = diagnose('QAS4080', { start, end }, text.slice(start, end), String(quotient), instead);
  const replacements = [{ range: { start: dividend.end, end: dividend.end }, newText: '.0' }];
  return withFix(found, { title: `Write '${instead}'`, replacements, isPreferred: true });
}

/**
 * Divisions of integer literals that are not exact, where a real number is wanted: `3/2 * pi` is one turn by π. Those
 * whose quotient is 0 are left out, which are found wherever they stand.
 */
export function inexactDivisions(expression: Expression, text: string): Diagnostic[] {
  switch (expression.kind) {
    case 'parenthesised':
      return inexactDivisions(expression.inner, text);
    case 'unary':
      return expression.operator === '-' ? inexactDivisions(expression.operand, text) : [];
    case 'binary': {
      if (!'+-*/**'.includes(expression.operator)) return [];
      const found = [...inexactDivisions(expression.left, text), ...inexactDivisions(expression.right, text)];
      const own = expression.operator === '/' ? inexact(expression, text) : undefined;
      return own ? [...found, own] : found;
    }
    default:
      return [];
  }
}

function inexact(division: BinaryExpression, text: string): Diagnostic | undefined {
  const [dividend, divisor] = [literalIn(division.left), literalIn(division.right)];
  if (!dividend || !divisor || divisor.value === 0 || dividend.value < divisor.value) return undefined;
  if (dividend.value % divisor.value === 0) return undefined;
  const isNegative = isNegated(division.left) !== isNegated(division.right);
  const quotient = BigInt(Math.floor(dividend.value / divisor.value));
  return truncationProblem(division, isNegative ? -quotient : quotient, text);
}

/** The integer literal that an operand is, apart from signs and parentheses. */
function literalIn(operand: Expression): Extract<Expression, { kind: 'integer' }> | undefined {
  switch (operand.kind) {
    case 'integer':
      return operand;
    case 'parenthesised':
      return literalIn(operand.inner);
    case 'unary':
      return operand.operator === '-' ? literalIn(operand.operand) : undefined;
    default:
      return undefined;
  }
}

function isNegated(operand: Expression): boolean {
  if (operand.kind === 'parenthesised') return isNegated(operand.inner);
  return operand.kind === 'unary' && !isNegated(operand.operand);
}
