import type { Angle } from './angle.ts';
import type { Condition, Operation } from './circuit.ts';
import type { AssignmentTarget, ClassicalExpression } from './classical.ts';
import { mapCondition } from './mapCondition.ts';

/** The expressions directly inside an expression, in order. */
export function operandsOf(expression: ClassicalExpression): readonly ClassicalExpression[] {
  switch (expression.kind) {
    case 'constant':
    case 'bits':
    case 'variable':
    case 'parameter':
      return [];
    case 'element':
      return expression.indices;
    case 'unary':
    case 'cast':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments;
    case 'concatenation':
      return expression.parts;
  }
}

/** The expression with `change` applied to every part of it, innermost first. */
function mapExpression(
  expression: ClassicalExpression,
  change: (part: ClassicalExpression) => ClassicalExpression,
): ClassicalExpression {
  const inner = (part: ClassicalExpression) => mapExpression(part, change);
  switch (expression.kind) {
    case 'constant':
    case 'bits':
    case 'variable':
    case 'parameter':
      return change(expression);
    case 'element':
      return change({ ...expression, indices: expression.indices.map(inner) });
    case 'unary':
    case 'cast':
      return change({ ...expression, operand: inner(expression.operand) });
    case 'binary':
      return change({ ...expression, left: inner(expression.left), right: inner(expression.right) });
    case 'call':
      return change({ ...expression, arguments: expression.arguments.map(inner) });
    case 'concatenation':
      return change({ ...expression, parts: expression.parts.map(inner) });
  }
}

/** The classical expressions an operation evaluates itself, those of its bodies not included. */
export function expressionsOf(operation: Operation): ClassicalExpression[] {
  switch (operation.kind) {
    case 'gate':
      return operation.parameters.flatMap(angleExpressions);
    case 'assign':
      return [...targetExpressions(operation.target), operation.value];
    case 'conditional':
    case 'while':
      return conditionExpressions(operation.condition);
    case 'switch':
      return [operation.subject];
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
      return [];
  }
}

/** An operation with `change` applied to every part of the expressions it evaluates itself. */
export function mapExpressions(
  operation: Operation,
  change: (part: ClassicalExpression) => ClassicalExpression,
): Operation {
  switch (operation.kind) {
    case 'gate':
      return operation.parameters.every((angle) => typeof angle === 'number')
        ? operation
        : { ...operation, parameters: operation.parameters.map((angle) => mapAngle(angle, change)) };
    case 'assign':
      return {
        ...operation,
        target: mapTarget(operation.target, change),
        value: mapExpression(operation.value, change),
      };
    case 'conditional':
    case 'while':
      return { ...operation, condition: withExpressions(operation.condition, change) };
    case 'switch':
      return { ...operation, subject: mapExpression(operation.subject, change) };
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
      return operation;
  }
}

function targetExpressions(target: AssignmentTarget): readonly ClassicalExpression[] {
  switch (target.kind) {
    case 'variable':
      return [];
    case 'element':
      return target.indices;
    case 'bits':
      return target.index ? [target.index] : [];
  }
}

function mapTarget(
  target: AssignmentTarget,
  change: (part: ClassicalExpression) => ClassicalExpression,
): AssignmentTarget {
  switch (target.kind) {
    case 'variable':
      return target;
    case 'element':
      return { ...target, indices: target.indices.map((index) => mapExpression(index, change)) };
    case 'bits':
      return target.index ? { ...target, index: mapExpression(target.index, change) } : target;
  }
}

function angleExpressions(angle: Angle): ClassicalExpression[] {
  if (typeof angle === 'number' || angle.op === 'parameter') return [];
  if (angle.op === 'classical') return [angle.expression];
  if ('left' in angle) return [...angleExpressions(angle.left), ...angleExpressions(angle.right)];
  return angleExpressions(angle.operand);
}

function mapAngle(angle: Angle, change: (part: ClassicalExpression) => ClassicalExpression): Angle {
  if (typeof angle === 'number' || angle.op === 'parameter') return angle;
  if (angle.op === 'classical') return { ...angle, expression: mapExpression(angle.expression, change) };
  if ('left' in angle) return { ...angle, left: mapAngle(angle.left, change), right: mapAngle(angle.right, change) };
  return { ...angle, operand: mapAngle(angle.operand, change) };
}

function conditionExpressions(condition: Condition): ClassicalExpression[] {
  switch (condition.kind) {
    case 'compare':
      return [];
    case 'expression':
      return [condition.expression];
    case 'not':
      return conditionExpressions(condition.operand);
    case 'and':
    case 'or':
      return [...conditionExpressions(condition.left), ...conditionExpressions(condition.right)];
  }
}

function withExpressions(condition: Condition, change: (part: ClassicalExpression) => ClassicalExpression): Condition {
  return mapCondition(condition, (leaf) =>
    leaf.kind === 'expression' ? { ...leaf, expression: mapExpression(leaf.expression, change) } : leaf,
  );
}

/** The bits an expression reads, in the order it names them; each once. */
export function expressionBits(expression: ClassicalExpression): number[] {
  const bits = new Set<number>();
  visitParts(expression, (part) => {
    if (part.kind === 'bits') for (const bit of part.bits) bits.add(bit);
  });
  return [...bits];
}

/** The variables an expression reads, by number, in the order it names them; each once. */
export function expressionVariables(expression: ClassicalExpression): number[] {
  const variables = new Set<number>();
  visitParts(expression, (part) => {
    if (part.kind === 'variable' || part.kind === 'element') variables.add(part.variable);
  });
  return [...variables];
}

/** Calls `visit` for the expression and everything in it, outermost first. */
export function visitParts(expression: ClassicalExpression, visit: (part: ClassicalExpression) => void): void {
  visit(expression);
  for (const operand of operandsOf(expression)) visitParts(operand, visit);
}
