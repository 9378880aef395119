import type { Angle } from './angle.ts';
import type { Condition, Operation } from './circuit.ts';
import type { AssignmentTarget, ClassicalExpression } from './classical.ts';
import { mapExpressions } from './classicalTraversal.ts';
import { mapComparisons } from './mapCondition.ts';
import { withBodies } from './operationBodies.ts';

/** The numbers that the wires, parameters and variables of a circuit have in another one. */
export interface Renumbering {
  readonly qubit: (qubit: number) => number;
  readonly bit: (bit: number) => number;
  /** Of `Circuit.parameters`. */
  readonly parameter: (index: number) => number;
  /** Of `Circuit.variables`. */
  readonly variable: (index: number) => number;
}

/** An operation as it is in a circuit with other numbers, with all it holds. Source ranges stay as they are. */
export function renumberedOperation(operation: Operation, numbers: Renumbering): Operation {
  const changed = mapExpressions(operation, (part) => renumberedPart(part, numbers));
  switch (changed.kind) {
    case 'gate':
      return {
        ...changed,
        ...renumberedQubits(changed, numbers),
        parameters: changed.parameters.map((angle) => renumberedAngle(angle, numbers)),
      };
    case 'unitary':
      return { ...changed, ...renumberedQubits(changed, numbers) };
    case 'measure':
      return {
        ...changed,
        qubit: numbers.qubit(changed.qubit),
        ...(changed.bit === undefined ? {} : { bit: numbers.bit(changed.bit) }),
      };
    case 'reset':
      return { ...changed, qubit: numbers.qubit(changed.qubit) };
    case 'barrier':
      return { ...changed, qubits: changed.qubits.map(numbers.qubit) };
    case 'assign':
      return { ...changed, target: renumberedTarget(changed.target, numbers) };
    case 'conditional':
    case 'while':
      return withBodies({ ...changed, condition: renumberedCondition(changed.condition, numbers) }, (body) =>
        body.map((inner) => renumberedOperation(inner, numbers)),
      );
    case 'switch':
      return withBodies(changed, (body) => body.map((inner) => renumberedOperation(inner, numbers)));
  }
}

function renumberedQubits(
  { controls, targets }: Pick<Extract<Operation, { kind: 'gate' }>, 'controls' | 'targets'>,
  { qubit }: Renumbering,
) {
  return {
    controls: controls.map((control) => ({ ...control, qubit: qubit(control.qubit) })),
    targets: targets.map(qubit),
  };
}

function renumberedTarget(target: AssignmentTarget, { bit, variable }: Renumbering): AssignmentTarget {
  return target.kind === 'bits'
    ? { ...target, bits: target.bits.map(bit) }
    : { ...target, variable: variable(target.variable) };
}

function renumberedCondition(condition: Condition, { bit }: Renumbering): Condition {
  return mapComparisons(condition, (comparison) => ({ ...comparison, bits: comparison.bits.map(bit) }));
}

function renumberedPart(part: ClassicalExpression, { bit, parameter, variable }: Renumbering): ClassicalExpression {
  switch (part.kind) {
    case 'bits':
      return { ...part, bits: part.bits.map(bit) };
    case 'variable':
    case 'element':
      return { ...part, variable: variable(part.variable) };
    case 'parameter':
      return { ...part, index: parameter(part.index) };
    case 'constant':
    case 'unary':
    case 'binary':
    case 'cast':
    case 'call':
    case 'concatenation':
      return part;
  }
}

/** Classical parts have been renumbered with the other expressions of the operation. */
function renumberedAngle(angle: Angle, numbers: Renumbering): Angle {
  if (typeof angle === 'number' || angle.op === 'classical') return angle;
  if (angle.op === 'parameter') return { op: 'parameter', index: numbers.parameter(angle.index) };
  if ('left' in angle)
    return { ...angle, left: renumberedAngle(angle.left, numbers), right: renumberedAngle(angle.right, numbers) };
  return { ...angle, operand: renumberedAngle(angle.operand, numbers) };
}

/** Adds to the numbers of parameters and variables, and leaves those of the wires. */
export function movedNumbers(offsets: { readonly parameter: number; readonly variable: number }): Renumbering {
  const same = (number: number) => number;
  return {
    qubit: same,
    bit: same,
    parameter: (index) => index + offsets.parameter,
    variable: (index) => index + offsets.variable,
  };
}
