import type { Diagnostic } from '#core/base/diagnostic.ts';
import { diagnose, withFix } from './messages.ts';
import { operatorChain } from './operatorChain.ts';
import type { BinaryExpression, Expression } from './syntaxTree.ts';

/**
 * The finding that a division of integers drops a fraction which was meant, because its dividend is written as a
 * literal; undefined for other divisions. The repair makes the dividend a float.
 */
export function truncationProblem(
  { left, start, end }: BinaryExpression,
  quotient: bigint,
  text: string,
): Diagnostic | undefined {
  const dividend = literalIn(left);
  if (!dividend) return undefined;
  const instead = `${text.slice(start, dividend.end)}.0${text.slice(dividend.end, end)}`;
  const found = diagnose('QAS4080', { start, end }, text.slice(start, end), String(quotient), instead);
  const replacements = [{ range: { start: dividend.end, end: dividend.end }, newText: '.0' }];
  return withFix(found, { title: `Write '${instead}'`, replacements, isPreferred: true });
}

/**
 * Divisions of integer literals that are not exact, where a real number is wanted: `3/2 * pi` is one turn by π. Those
 * whose quotient is 0 are left out, which are found wherever they stand.
 */
export function inexactDivisions(expression: Expression, text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  findInexact(expression, text, found);
  return found;
}

function findInexact(expression: Expression, text: string, found: Diagnostic[]): void {
  switch (expression.kind) {
    case 'parenthesised':
      findInexact(expression.inner, text, found);
      return;
    case 'unary':
      if (expression.operator === '-') findInexact(expression.operand, text, found);
      return;
    case 'binary': {
      const { first, operations } = operatorChain(expression);
      const isArithmetic = ({ operator }: BinaryExpression) => '+-*/**'.includes(operator);
      const from = operations.findLastIndex((operation) => !isArithmetic(operation)) + 1;
      if (from === 0) findInexact(first, text, found);
      for (const operation of operations.slice(from)) {
        findInexact(operation.right, text, found);
        const own = operation.operator === '/' ? inexact(operation, text) : undefined;
        if (own) found.push(own);
      }
    }
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
