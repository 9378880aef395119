import type { Diagnostic } from '#core/base/diagnostic.ts';
import { lengthProblem } from './conversionChecks.ts';
import { diagnose, withFix } from './messages.ts';
import type { BinaryExpression, Expression, UnaryExpression } from './syntaxTree.ts';
import type { TypedValue } from './typedValue.ts';
import { describeType, isRegister, type Type } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';
import type { OperatorProblem } from './typing/operatorRules.ts';

/** What is wrong with a binary operator between operands of these types, with a repair where one is meant. */
export function binaryProblem(
  problem: OperatorProblem,
  expression: BinaryExpression,
  left: TypedValue,
  right: TypedValue,
  text: string,
): Diagnostic {
  switch (problem.kind) {
    case 'no-width':
      return noWidth(
        problem.type,
        expression.operator,
        problem.type === left.type ? expression.left : expression.right,
      );
    case 'widths':
      return differentWidths(expression, left.type, right.type);
    case 'shapes':
      return diagnose(
        'QAS6005',
        expression,
        `Array shape mismatch: ${describeType(left.type)} and ${describeType(right.type)} differ beyond the first dimension`,
      );
    case 'undefined':
      return undefinedOperator(expression, left, right, text);
  }
}

/** What is wrong with a unary operator on an operand of this type. */
export function unaryProblem(problem: OperatorProblem, expression: UnaryExpression, { type }: TypedValue): Diagnostic {
  const { operator, operand } = expression;
  if (problem.kind === 'no-width') return noWidth(problem.type, operator, operand);
  return diagnose('QAS4004', expression, operator, describeType(type), undefined);
}

function noWidth(type: Type, operator: string, place: Expression): Diagnostic {
  return diagnose('QAS4014', place, `'${operator}'`, describeType(type));
}

function differentWidths(expression: BinaryExpression, left: Type, right: Type): Diagnostic {
  for (const [literal, given, wanted, other] of [
    [expression.left, left, right, expression.right],
    [expression.right, right, left, expression.left],
  ] as const) {
    if (literal.kind !== 'bit-string' || !isRegister(given) || !isRegister(wanted)) continue;
    if (typeof given.size !== 'number' || typeof wanted.size !== 'number' || other.kind === 'bit-string') continue;
    return lengthProblem(literal, given.size, wanted.size, 'the other side');
  }
  return diagnose('QAS4003', expression, describeType(left), describeType(right), `'${expression.operator}'`);
}

function undefinedOperator(
  expression: BinaryExpression,
  left: TypedValue,
  right: TypedValue,
  text: string,
): Diagnostic {
  const { operator } = expression;
  const operands = `${describeType(left.type)} and ${describeType(right.type)}`;
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (operator === '^' && isReal(first) && isReal(second)) return powerMeant(expression, operands, text);
  return diagnose('QAS4004', expression, operator, operands, adviceFor(operator, left.type, right.type));
}

function isReal(category: string): boolean {
  return category === 'float' || category === 'integer' || category === 'angle' || category === 'complex';
}

/** `^` is the power of OpenQASM 2 and of spreadsheets; here it is the exclusive or of bits. */
function powerMeant(expression: BinaryExpression, operands: string, text: string): Diagnostic {
  const found = diagnose('QAS4004', expression, '^', operands, `'^' combines bits, a power is written '**'`);
  const { left, right } = expression;
  const offset = text.slice(left.end, right.start).indexOf('^');
  if (offset < 0) return found;
  // Without parentheses, so that `pi / 2^3` becomes what it means where '^' is a power.
  const range = { start: left.end + offset, end: left.end + offset + 1 };
  return withFix(found, { title: `Write '**'`, replacements: [{ range, newText: '**' }], isPreferred: true });
}

function adviceFor(operator: string, left: Type, right: Type): string | undefined {
  const register = [left, right].find((type) => type.kind === 'bit' && type.size !== 'scalar');
  if (register?.kind === 'bit' && '+-*/%**'.includes(operator)) {
    const width = typeof register.size === 'number' ? register.size : 'n';
    return `'uint[${width}](…)' is the number a register holds`;
  }
  if (operator === '%') return `'mod(…)' takes floats`;
  if (left.kind === 'duration' || right.kind === 'duration') {
    return operator === '+' || operator === '-' ? 'a number becomes a duration by its unit, as in 10ns' : undefined;
  }
  if (right.kind === 'angle' && operator === '/') return 'only an angle or a float is divided by an angle';
  return undefined;
}
