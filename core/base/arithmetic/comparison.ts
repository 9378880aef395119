/** Operators that compare two values of an ordered type. */
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Whether an operator compares. */
export function isComparison(operator: string): operator is ComparisonOperator {
  return /^([=!]=|[<>]=?)$/.test(operator);
}

/** Compares numbers; NaN is different from everything. */
export function compareNumbers<Value extends number | bigint>(
  operator: ComparisonOperator,
  x: Value,
  y: Value,
): boolean {
  switch (operator) {
    case '==':
      return x === y;
    case '!=':
      return x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
  }
}
