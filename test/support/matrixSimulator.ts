import { type Complex, complex, type Matrix, matrix, multiply } from 'mathjs';
import type { Circuit, GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';

/**
 * A second simulator for tests: builds the 2ⁿ×2ⁿ matrix of every operation from its definition and multiplies with a
 * general linear algebra library. Slow and obvious; gates only.
 * @returns amplitudes, re and im interleaved
 */
export function matrixAmplitudes(circuit: Circuit): number[] {
  const size = 2 ** circuit.qubitCount;
  let state: Matrix = matrix(Array.from({ length: size }, (_, index) => [complex(index === 0 ? 1 : 0, 0)])) as never;
  for (const operation of circuit.operations) {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') throw new Error(`Unexpected ${operation.kind}`);
    state = multiply(fullMatrix(operation, size), state) as Matrix;
  }
  return (state.toArray() as Complex[][]).flatMap(([amplitude]) => {
    const value = complex(amplitude ?? Number.NaN);
    return [value.re, value.im];
  });
}

function fullMatrix(operation: GateOperation | UnitaryOperation, size: number): Matrix {
  const { dimension, values } =
    operation.kind === 'gate' ? gateMatrix(operation.gate, operation.parameters.map(Number)) : operation.matrix;
  const inner = (index: number) =>
    operation.targets.reduce((sum, qubit, position) => sum + bitOf(index, qubit) * 2 ** position, 0);
  const outer = (index: number) => operation.targets.reduce((rest, qubit) => rest & ~(1 << qubit), index);
  const holds = (index: number) => operation.controls.every(({ qubit, value }) => bitOf(index, qubit) === value);
  const entry = (row: number, column: number) => {
    if (!holds(column)) return complex(row === column ? 1 : 0, 0);
    if (outer(row) !== outer(column)) return complex(0, 0);
    const place = 2 * (inner(row) * dimension + inner(column));
    return complex(values[place] ?? Number.NaN, values[place + 1] ?? Number.NaN);
  };
  return matrix(
    Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_unused, column) => entry(row, column))),
  ) as never;
}

function bitOf(index: number, bit: number): number {
  return (index >> bit) & 1;
}
