import type { Expression } from '../syntaxTree.ts';

/**
 * Where OpenQASM 3 would compute an expression of OpenQASM 2 with whole numbers and get something else, the literals
 * that must become real numbers (types, "Integer division"; in OpenQASM 2 all numbers are real).
 * @returns ends of integer literals after which `.0` makes the difference
 */
export function literalsToMakeReal(expression: Expression): number[] {
  if (isInteger(expression)) return wholeValue(expression) === undefined ? realLiterals(expression) : [];
  switch (expression.kind) {
    case 'parenthesised':
      return literalsToMakeReal(expression.inner);
    case 'unary':
      return literalsToMakeReal(expression.operand);
    case 'binary':
      return [...literalsToMakeReal(expression.left), ...literalsToMakeReal(expression.right)];
    case 'call':
      return expression.arguments.flatMap(literalsToMakeReal);
    default:
      return [];
  }
}

/** Whether OpenQASM 3 gives the expression an integer type. */
function isInteger(expression: Expression): boolean {
  switch (expression.kind) {
    case 'integer':
      return true;
    case 'parenthesised':
      return isInteger(expression.inner);
    case 'unary':
      return isInteger(expression.operand);
    case 'binary':
      return isInteger(expression.left) && isInteger(expression.right);
    default:
      return false;
  }
}

/** The value of an integer expression if whole numbers of any implementation compute it exactly. */
function wholeValue(expression: Expression): number | undefined {
  switch (expression.kind) {
    case 'integer':
      return exact(expression.value);
    case 'parenthesised':
      return wholeValue(expression.inner);
    case 'unary': {
      const value = wholeValue(expression.operand);
      return value === undefined ? undefined : -value;
    }
    case 'binary': {
      const left = wholeValue(expression.left);
      const right = wholeValue(expression.right);
      if (left === undefined || right === undefined) return undefined;
      switch (expression.operator) {
        case '+':
          return exact(left + right);
        case '-':
          return exact(left - right);
        case '*':
          return exact(left * right);
        case '/':
          return exact(left / right);
        case '**':
          return right < 0 ? undefined : exact(left ** right);
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}

/** Beyond 32 bits an implementation may wrap. */
function exact(value: number): number | undefined {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
}

/** The fewest literals of an integer expression that make it real where whole numbers would not do. */
function realLiterals(expression: Expression): number[] {
  switch (expression.kind) {
    case 'integer':
      return [expression.end];
    case 'parenthesised':
      return realLiterals(expression.inner);
    case 'unary':
      return realLiterals(expression.operand);
    case 'binary': {
      const inner = [expression.left, expression.right].filter((operand) => wholeValue(operand) === undefined);
      return inner.length > 0 ? inner.flatMap(realLiterals) : realLiterals(expression.left);
    }
    default:
      return [];
  }
}
