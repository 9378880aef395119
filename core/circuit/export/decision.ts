/**
 * A value that depends on results of measurements: a decision diagram (R. Bryant, "Graph-based algorithms for Boolean
 * function manipulation", 1986, with any values at the leaves). Along every path results are asked in ascending order,
 * each at most once, and no result is asked that makes no difference; so equal functions are equal diagrams.
 */
export type Decision<T> = DecisionLeaf<T> | DecisionChoice<T>;

export interface DecisionLeaf<T> {
  readonly kind: 'leaf';
  readonly value: T;
}

export interface DecisionChoice<T> {
  readonly kind: 'choice';
  /** The number of the result that is asked. */
  readonly result: number;
  /** The value where it is 0. */
  readonly low: Decision<T>;
  /** The value where it is 1. */
  readonly high: Decision<T>;
}

/** Diagrams with more parts than this are given up. */
const mostParts = 4096;

/** Thrown when a value depends on so many results that nobody would want to read it written out. */
export class TooManyCases extends Error {
  override readonly name = 'TooManyCases';
}

export function always<T>(value: T): Decision<T> {
  return { kind: 'leaf', value };
}

/** Whether a result is 1. */
export function resultIsOne(result: number): Decision<boolean> {
  return { kind: 'choice', result, low: always(false), high: always(true) };
}

/**
 * The value of a function of values.
 * @param equal whether two values of the function are the same
 * @throws TooManyCases
 */
export function combine<A, T>(
  parts: readonly Decision<A>[],
  compute: (values: readonly A[]) => T,
  equal: (left: T, right: T) => boolean = Object.is,
): Decision<T> {
  let count = 0;
  const descend = (current: readonly Decision<A>[]): Decision<T> => {
    if (++count > mostParts) throw new TooManyCases();
    let result = Number.POSITIVE_INFINITY;
    for (const part of current) if (part.kind === 'choice' && part.result < result) result = part.result;
    if (result === Number.POSITIVE_INFINITY) {
      return always(compute(current.flatMap((part) => (part.kind === 'leaf' ? [part.value] : []))));
    }
    const branch = (side: 'low' | 'high') =>
      descend(current.map((part) => (part.kind === 'choice' && part.result === result ? part[side] : part)));
    const low = branch('low');
    const high = branch('high');
    return sameDecision(low, high, equal) ? low : { kind: 'choice', result, low, high };
  };
  return descend(parts);
}

export function bothHold(left: Decision<boolean>, right: Decision<boolean>): Decision<boolean> {
  return combine([left, right], ([a, b]) => a === true && b === true);
}

export function eitherHolds(left: Decision<boolean>, right: Decision<boolean>): Decision<boolean> {
  return combine([left, right], ([a, b]) => a === true || b === true);
}

export function opposite(operand: Decision<boolean>): Decision<boolean> {
  return combine([operand], ([value]) => value !== true);
}

/** The different values it can have, those of lower results first. */
export function valuesOf<T>(decision: Decision<T>, equal: (left: T, right: T) => boolean = Object.is): T[] {
  const values: T[] = [];
  visitLeaves(decision, (value) => {
    if (!values.some((known) => equal(known, value))) values.push(value);
  });
  return values;
}

/** The results it depends on, ascending. */
export function resultsOf(decision: Decision<unknown>): number[] {
  const results = new Set<number>();
  const visit = (part: Decision<unknown>) => {
    if (part.kind === 'leaf') return;
    results.add(part.result);
    visit(part.low);
    visit(part.high);
  };
  visit(decision);
  return [...results].sort((left, right) => left - right);
}

function visitLeaves<T>(decision: Decision<T>, visit: (value: T) => void): void {
  if (decision.kind === 'leaf') visit(decision.value);
  else {
    visitLeaves(decision.low, visit);
    visitLeaves(decision.high, visit);
  }
}

export function sameDecision<T>(
  left: Decision<T>,
  right: Decision<T>,
  equal: (left: T, right: T) => boolean = Object.is,
): boolean {
  if (left === right) return true;
  if (left.kind === 'leaf' || right.kind === 'leaf') {
    return left.kind === 'leaf' && right.kind === 'leaf' && equal(left.value, right.value);
  }
  return (
    left.result === right.result &&
    sameDecision(left.low, right.low, equal) &&
    sameDecision(left.high, right.high, equal)
  );
}
