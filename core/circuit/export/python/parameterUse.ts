import type { Angle } from '../../angle.ts';
import type { Circuit, Operation } from '../../circuit.ts';
import type { ClassicalExpression, ScalarType } from '../../classical.ts';
import { expressionsOf, visitParts } from '../../classicalTraversal.ts';
import { bodiesOf } from '../../operationBodies.ts';

/** Where the parameters of a circuit are used, by their index. */
export interface ParameterUse {
  /** In angles of gates, outside what is computed during the run. */
  readonly inAngles: ReadonlySet<number>;
  /** In what is computed during the run, with the type they have there. */
  readonly inExpressions: ReadonlyMap<number, ScalarType>;
}

export function parameterUse(circuit: Circuit): ParameterUse {
  const inAngles = new Set<number>();
  const inExpressions = new Map<number, ScalarType>();
  const visitExpression = (expression: ClassicalExpression) =>
    visitParts(expression, (part) => {
      if (part.kind === 'parameter') inExpressions.set(part.index, part.type);
    });
  const visit = (operation: Operation) => {
    if (operation.kind === 'gate') {
      for (const angle of operation.parameters) for (const index of parametersOf(angle)) inAngles.add(index);
    }
    for (const expression of expressionsOf(operation)) visitExpression(expression);
    for (const body of bodiesOf(operation)) for (const inner of body) visit(inner);
  };
  for (const operation of circuit.operations) visit(operation);
  return { inAngles, inExpressions };
}

/** The parameters an angle is made of, by index. */
function parametersOf(angle: Angle): number[] {
  if (typeof angle === 'number' || angle.op === 'classical') return [];
  if (angle.op === 'parameter') return [angle.index];
  return 'left' in angle ? [...parametersOf(angle.left), ...parametersOf(angle.right)] : parametersOf(angle.operand);
}
