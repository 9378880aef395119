import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { matrixAmplitudes } from './matrixSimulator.ts';

/** A complex number as [re, im]. */
export type Amplitude = readonly [number, number];

/** The circuit of a program that must have one. */
export function circuitOf(text: string, inputs?: ReadonlyMap<string, number>): Circuit {
  const lowered = lowerProgram(analyseProgram(text), inputs ? { inputs } : {});
  if (lowered.ok) return lowered.value;
  throw new Error(lowered.error.map(({ code, message }) => `${code} ${message}`).join('\n'));
}

/** The unitary of a program of gates, `matrix[row][column]`; bit j of an index is the j-th qubit. */
export function unitaryOf(text: string): Amplitude[][] {
  const circuit = circuitOf(text);
  const gates = circuit.operations.filter(({ kind }) => kind !== 'barrier');
  const size = 2 ** circuit.qubitCount;
  const columns = Array.from({ length: size }, (_, column) => {
    const prepare = Array.from({ length: circuit.qubitCount }, (_unused, qubit) => qubit)
      .filter((qubit) => (column >> qubit) % 2 === 1)
      .map((qubit): Operation => ({ kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [qubit] }));
    return matrixAmplitudes({ ...circuit, operations: [...prepare, ...gates] });
  });
  return Array.from({ length: size }, (_, row) =>
    columns.map((amplitudes): Amplitude => [amplitudes[2 * row] ?? Number.NaN, amplitudes[2 * row + 1] ?? Number.NaN]),
  );
}
