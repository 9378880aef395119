import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';

/**
 * A reference for states too wide for `matrixAmplitudes`: every amplitude of the next state is computed from the definition
 * of the operation.
 * @returns amplitudes, re and im interleaved
 */
export function vectorAmplitudes(
  qubits: number,
  operations: readonly (GateOperation | UnitaryOperation)[],
): Float64Array {
  let state = new Float64Array(2 * 2 ** qubits);
  state[0] = 1;
  for (const operation of operations) state = applied(state, operation);
  return state;
}

function applied(
  state: Float64Array<ArrayBuffer>,
  operation: GateOperation | UnitaryOperation,
): Float64Array<ArrayBuffer> {
  const { controls, targets } = operation;
  const { dimension, values } =
    operation.kind === 'gate' ? gateMatrix(operation.gate, operation.parameters.map(Number)) : operation.matrix;
  const spread = Array.from({ length: dimension }, (_, column) =>
    targets.reduce((index, qubit, place) => index | (((column >> place) & 1) << qubit), 0),
  );
  const all = spread[dimension - 1] ?? 0;
  const next = state.slice();
  for (let index = 0; index < state.length / 2; index++) {
    if (!controls.every(({ qubit, value }) => ((index >> qubit) & 1) === value)) continue;
    const row = spread.indexOf(index & all);
    let [re, im] = [0, 0];
    for (let column = 0; column < dimension; column++) {
      const from = 2 * ((index & ~all) | (spread[column] ?? 0));
      const entry = 2 * (row * dimension + column);
      const [a = 0, b = 0] = [values[entry], values[entry + 1]];
      const [x = 0, y = 0] = [state[from], state[from + 1]];
      re += a * x - b * y;
      im += a * y + b * x;
    }
    next[2 * index] = re;
    next[2 * index + 1] = im;
  }
  return next;
}
