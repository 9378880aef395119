import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Angle, evaluateAngle, isRunTimeAngle } from './angle.ts';
import type { Circuit, CircuitParameter, Operation } from './circuit.ts';
import type { ClassicalExpression, ConstantExpression } from './classical.ts';
import { mapExpressions } from './classicalTraversal.ts';
import { notFinite } from './gateAngles.ts';
import { withBodies } from './operationBodies.ts';

/**
 * The circuit with every parameter replaced by its value.
 * @param values one per circuit parameter, in order
 * @throws Failure `invalid-input` when there are too few or too many values, or one is not finite; RunTimeFault when the
 * parameter of a gate then is no finite number
 */
export function bindCircuit(circuit: Circuit, values: readonly number[]): Circuit {
  if (values.length !== circuit.parameters.length) {
    throw new Failure(
      'invalid-input',
      `The circuit has ${circuit.parameters.length} parameters, but ${values.length} values were given.`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const name = circuit.parameters[wrong]?.name ?? String(wrong);
    throw new Failure('invalid-input', `The value of parameter '${name}' is not a finite number.`);
  }
  if (values.length === 0) return circuit;
  const constants = circuit.parameters.map((parameter, index) => boundConstant(parameter, values[index] ?? 0));
  const bind = (operation: Operation): Operation =>
    withBodies(bindOperation(operation, values, constants), (body) => body.map(bind));
  return { ...circuit, parameters: [], operations: circuit.operations.map(bind) };
}

function bindOperation(
  operation: Operation,
  values: readonly number[],
  constants: readonly ConstantExpression[],
): Operation {
  const replaced = mapExpressions(
    operation,
    (part): ClassicalExpression => (part.kind === 'parameter' ? (constants[part.index] ?? part) : part),
  );
  if (replaced.kind !== 'gate' || replaced.parameters.every((angle) => typeof angle === 'number')) return replaced;
  return { ...replaced, parameters: replaced.parameters.map((angle) => boundAngle(angle, values, operation.source)) };
}

function boundAngle(angle: Angle, values: readonly number[], source: OffsetRange | undefined): Angle {
  const bound = bindAngle(angle, values);
  if (typeof bound === 'number' && !Number.isFinite(bound)) {
    throw notFinite(bound, source);
  }
  return bound;
}

/** The angle with its parameters replaced: a number, unless it also depends on the run. */
function bindAngle(angle: Angle, values: readonly number[]): Angle {
  if (!isRunTimeAngle(angle)) return evaluateAngle(angle, values);
  if (typeof angle === 'number' || angle.op === 'parameter' || angle.op === 'classical') return angle;
  return 'left' in angle
    ? { ...angle, left: bindAngle(angle.left, values), right: bindAngle(angle.right, values) }
    : { ...angle, operand: bindAngle(angle.operand, values) };
}

/** The value of a parameter as expressions see it. */
function boundConstant({ type }: CircuitParameter, value: number): ConstantExpression {
  switch (type) {
    case 'angle':
    case 'float':
      return { kind: 'constant', type: { kind: 'float', width: 64 }, value };
    case 'int':
    case 'uint':
      return { kind: 'constant', type: { kind: type, width: 64 }, value: Math.trunc(value) };
    case 'bool':
      return { kind: 'constant', type: { kind: 'bool' }, value: value !== 0 };
  }
}
