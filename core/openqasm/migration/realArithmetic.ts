import { operatorChain } from '../operatorChain.ts';
import type { BinaryExpression, BinaryOperator, Expression } from '../syntaxTree.ts';

/** What OpenQASM 3 makes of an expression of OpenQASM 2. */
interface Reading {
  /** Whether it has an integer type. */
  readonly isInteger: boolean;
  /** The value of an integer expression if whole numbers of any implementation compute it exactly. */
  readonly whole: number | undefined;
  /** Ends of literals that must become real in what is no integer expression. */
  readonly ends: readonly number[];
  /** Ends of the fewest literals of an integer expression that make it real where whole numbers would not do. */
  readonly real: readonly number[];
}

const other: Reading = { isInteger: false, whole: undefined, ends: [], real: [] };

/**
 * Where OpenQASM 3 would compute an expression of OpenQASM 2 with whole numbers and get something else, the literals
 * that must become real numbers (types, "Integer division"; in OpenQASM 2 all numbers are real).
 * @returns ends of integer literals after which `.0` makes the difference
 */
export function literalsToMakeReal(expression: Expression): readonly number[] {
  return needed(read(expression));
}

function needed({ ends, isInteger, real, whole }: Reading): readonly number[] {
  if (!isInteger) return ends;
  return whole === undefined ? real : [];
}

function read(expression: Expression): Reading {
  switch (expression.kind) {
    case 'integer':
      return { isInteger: true, whole: exact(expression.value), ends: [], real: [expression.end] };
    case 'parenthesised':
      return read(expression.inner);
    case 'unary': {
      const operand = read(expression.operand);
      return { ...operand, whole: operand.whole === undefined ? undefined : -operand.whole };
    }
    case 'binary':
      return readChain(expression);
    case 'call':
      return { ...other, ends: expression.arguments.flatMap(literalsToMakeReal) };
    default:
      return other;
  }
}

/** Goes along the chain once, with lists that grow. */
function readChain(expression: BinaryExpression): Reading {
  const { first, operations } = operatorChain(expression);
  const left = read(first);
  let { isInteger, whole } = left;
  let ends = [...left.ends];
  let real = [...left.real];
  for (const operation of operations) {
    const right = read(operation.right);
    if (!isInteger || !right.isInteger) {
      if (isInteger) ends = whole === undefined ? real : [];
      for (const end of needed(right)) ends.push(end);
      isInteger = false;
      continue;
    }
    if (whole === undefined && right.whole === undefined) for (const end of right.real) real.push(end);
    else if (right.whole === undefined) real = [...right.real];
    const isExact = whole !== undefined && right.whole !== undefined;
    whole = isExact ? wholeResult(operation.operator, whole ?? 0, right.whole ?? 0) : undefined;
  }
  return { isInteger, whole, ends, real };
}

function wholeResult(operator: BinaryOperator, left: number, right: number): number | undefined {
  switch (operator) {
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

/** Beyond 32 bits an implementation may wrap. */
function exact(value: number): number | undefined {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
}
