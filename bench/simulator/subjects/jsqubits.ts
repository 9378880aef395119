import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchmarkGate, readCircuit } from '../benchmarkCircuit.ts';
import { serve } from '../conversation.ts';

/** What is used of the package. States are immutable. */
interface State {
  amplitude(index: number): { readonly real: number; readonly imaginary: number };
  hadamard(bits: number): State;
  rotateY(bits: number, angle: number): State;
  rotateZ(bits: number, angle: number): State;
  r(bits: number, angle: number): State;
  cnot(control: number, target: number): State;
  controlledZ(control: number, target: number): State;
  controlledR(control: number, target: number, angle: number): State;
  swap(first: number, second: number): State;
}

/** `node jsqubits.ts <folder of the package>` */
const { jsqubits }: { jsqubits: (bits: string) => State } = await import(
  pathToFileURL(join(process.argv[2] ?? '', 'lib', 'index.js')).href
);

function apply(state: State, [name, [a = 0, b = 0], [first = 0, second = 0, third = 0]]: BenchmarkGate): State {
  switch (name) {
    case 'u':
      return state.r(a, third).rotateY(a, first).r(a, second);
    case 'h':
      return state.hadamard(a);
    case 'ry':
      return state.rotateY(a, first);
    case 'rz':
      return state.rotateZ(a, first);
    case 'cx':
      return state.cnot(a, b);
    case 'cz':
      return state.controlledZ(a, b);
    case 'cp':
      return state.controlledR(a, b, first);
    case 'swap':
      return state.swap(a, b);
  }
}

await serve(async (file) => {
  const { gates, qubits } = await readCircuit(file);
  const zero = jsqubits('0'.repeat(qubits));
  let state = zero;
  return {
    run() {
      state = gates.reduce(apply, zero);
    },
    answer: (indices) =>
      indices.map((index) => {
        const { imaginary, real } = state.amplitude(index);
        return [real, imaginary] as const;
      }),
  };
});
