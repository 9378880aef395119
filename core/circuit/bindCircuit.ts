import { Failure } from '#core/base/failure.ts';
import { evaluateAngle } from './angle.ts';
import type { Circuit, Operation } from './circuit.ts';

/**
 * The circuit with every parameter replaced by its value.
 * @param values one per circuit parameter, in order
 * @throws Failure `invalid-input` when there are too few or too many values, or one is not finite
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
  return {
    ...circuit,
    parameters: [],
    operations: circuit.operations.map((operation) => bindOperation(operation, values)),
  };
}

function bindOperation(operation: Operation, values: readonly number[]): Operation {
  switch (operation.kind) {
    case 'gate':
      if (operation.parameters.every((angle) => typeof angle === 'number')) return operation;
      return { ...operation, parameters: operation.parameters.map((angle) => evaluateAngle(angle, values)) };
    case 'conditional':
      return {
        ...operation,
        body: operation.body.map((inner) => bindOperation(inner, values)),
        otherwise: operation.otherwise.map((inner) => bindOperation(inner, values)),
      };
    default:
      return operation;
  }
}
