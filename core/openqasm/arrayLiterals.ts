import { conversionProblem, type Destination } from './conversionChecks.ts';
import { type EvaluationEnvironment, evaluate } from './evaluation.ts';
import { diagnose } from './messages.ts';
import type { ArrayLiteral, Expression } from './syntaxTree.ts';
import { type ArrayType, describeType, isSameShape, isSameType, type Size } from './types.ts';

/**
 * Binds an array literal and checks that it has the shape of the array it initialises, and that its elements convert to
 * the type of the array's (types, "Arrays"). Reports the first row that differs from the one before it, else the whole
 * literal when its shape is another.
 */
export function checkArrayLiteral(
  literal: ArrayLiteral,
  { type, name }: Destination,
  environment: EvaluationEnvironment,
): void {
  if (type.kind !== 'array') {
    for (const element of literal.elements) shapeOf(element, undefined, environment);
    if (type.kind === 'none') return;
    const problem = `An array literal cannot be ${name}, which is a single ${describeType(type)}`;
    environment.report(diagnose('QAS6005', literal, problem));
    return;
  }
  const shape = shapeOf(literal, type, environment);
  if (shape === 'unknown' || hasShape(shape, type.dimensions)) return;
  const problem = `Array shape mismatch: expected ${describe(type.dimensions)}, got ${describe(shape)}`;
  environment.report(diagnose('QAS6005', literal, problem));
}

/** An empty row has no dimensions inside it that could differ. */
function hasShape(shape: readonly Size[], dimensions: readonly Size[]): boolean {
  const empty = shape.indexOf(0);
  if (empty < 0) return isSameShape(shape, dimensions);
  return isSameShape(shape.slice(0, empty + 1), dimensions.slice(0, empty + 1));
}

/** Binds an element or literal. Returns its dimensions; unknown where an error hides them. */
function shapeOf(
  expression: Expression,
  array: ArrayType | undefined,
  environment: EvaluationEnvironment,
): readonly Size[] | 'unknown' {
  if (expression.kind !== 'array-literal') return shapeOfElement(expression, array, environment);
  let first: readonly Size[] | undefined;
  let isUnknown = false;
  for (const element of expression.elements) {
    const shape = shapeOf(element, array, environment);
    if (shape === 'unknown') {
      isUnknown = true;
    } else if (first && !isUnknown && !isSameShape(first, shape)) {
      const problem = `Ragged array literal: this is ${describe(shape)}, what stands before it is ${describe(first)}`;
      environment.report(diagnose('QAS6005', element, problem));
      isUnknown = true;
    }
    if (shape !== 'unknown') first ??= shape;
  }
  return isUnknown ? 'unknown' : [expression.elements.length, ...(first ?? [])];
}

/** An element converts to the base type; an array among the elements is a row. */
function shapeOfElement(
  expression: Expression,
  array: ArrayType | undefined,
  environment: EvaluationEnvironment,
): readonly Size[] | 'unknown' {
  const source = evaluate(expression, environment);
  if (source.type.kind === 'none') return 'unknown';
  const dimensions = source.type.kind === 'array' ? source.type.dimensions : [];
  if (!array || (source.type.kind === 'array' && isSameType(source.type.base, array.base))) return dimensions;
  const type = source.type.kind === 'array' ? { ...source.type, base: array.base } : array.base;
  const destination = { name: 'an element', type };
  const problem = conversionProblem(source, expression, destination, environment.text, environment.isStrict);
  if (problem) environment.report(problem);
  return problem?.severity === 'error' ? 'unknown' : dimensions;
}

/** Dimensions as `(2, 3)`; of a single value `a single value`. */
function describe(dimensions: readonly Size[]): string {
  if (dimensions.length === 0) return 'a single value';
  return `(${dimensions.map((size) => (typeof size === 'number' ? String(size) : '?')).join(', ')})`;
}
