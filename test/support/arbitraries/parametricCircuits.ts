import fc from 'fast-check';
import { type Angle, combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateOperation } from '#core/circuit/circuit.ts';
import { circuit } from '../circuitBuilder.ts';
import { anyGate } from './circuits.ts';

/** A circuit whose angles are expressions over its parameters, and values for these between 0.2 and 2. */
export interface BoundParametricCircuit {
  readonly circuit: Circuit;
  readonly operations: readonly GateOperation[];
  readonly values: readonly number[];
}

const factor = fc.double({ min: -2, max: 2, noNaN: true });

/** Sums, products, quotients, powers and functions of parameters; all smooth for values between 0.2 and 2. */
function anyAngle(parameters: number): fc.Arbitrary<Angle> {
  const parameter = fc.integer({ min: 0, max: parameters - 1 }).map(parameterAngle);
  const linear = fc
    .tuple(factor, parameter, factor, parameter, factor)
    .map(([a, x, b, y, c]) =>
      combineAngles(
        'add',
        combineAngles('multiply', a, x),
        combineAngles('subtract', combineAngles('divide', y, b + 3), c),
      ),
    );
  const curved = fc
    .tuple(
      fc.constantFrom('sin', 'cos', 'arctan', 'exp', 'log', 'sqrt', 'negate', 'tan', 'floor' as const),
      parameter,
      parameter,
      fc.constantFrom('multiply', 'divide', 'power', 'add' as const),
    )
    .map(([unary, x, y, binary]) =>
      combineAngles(binary, transformAngle(unary, unary === 'tan' ? combineAngles('divide', x, 2) : x), y),
    )
    .filter(
      (angle) =>
        !JSON.stringify(angle).includes('"power"') || !/"(log|negate|sin|cos|floor)"/.test(JSON.stringify(angle)),
    );
  return fc.oneof(
    { weight: 3, arbitrary: parameter },
    { weight: 3, arbitrary: linear },
    { weight: 2, arbitrary: curved },
    factor,
  );
}

/** All gates with all controls, with angles over two or three parameters. */
export function anyParametricCircuit(qubits: number, maxLength = 12): fc.Arbitrary<BoundParametricCircuit> {
  const parameters = 3;
  const gate = fc
    .tuple(anyGate(qubits), fc.tuple(anyAngle(parameters), anyAngle(parameters), anyAngle(parameters)))
    .map(([operation, angles]) => ({ ...operation, parameters: angles.slice(0, operation.parameters.length) }));
  return fc
    .record({
      operations: fc.array(gate, { maxLength }),
      values: fc.array(fc.double({ min: 0.2, max: 1.9, noNaN: true }), {
        minLength: parameters,
        maxLength: parameters,
      }),
    })
    .map(({ operations, values }) => ({
      circuit: circuit(qubits, operations, { parameters: ['a', 'b', 'c'] }),
      operations,
      values,
    }));
}
