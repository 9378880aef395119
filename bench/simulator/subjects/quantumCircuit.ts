import { createRequire } from 'node:module';
import { type BenchmarkGate, readCircuit } from '../benchmarkCircuit.ts';
import { serve } from '../conversation.ts';

/** What is used of the package. */
interface QuantumCircuit {
  appendGate(name: string, wires: readonly number[], options: { params: Readonly<Record<string, number>> }): void;
  run(): void;
  readonly state: Readonly<Record<string, { readonly re: number; readonly im: number }>>;
}

/** `node quantumCircuit.ts <folder of the package>` */
const Circuit: new (qubits: number) => QuantumCircuit = createRequire(import.meta.url)(process.argv[2] ?? '');

const names: Readonly<Record<BenchmarkGate[0], readonly [name: string, ...parameters: string[]]>> = {
  u: ['u3', 'theta', 'phi', 'lambda'],
  h: ['h'],
  ry: ['ry', 'theta'],
  rz: ['rz', 'phi'],
  cx: ['cx'],
  cz: ['cz'],
  cp: ['cu1', 'lambda'],
  swap: ['swap'],
};

await serve(async (file) => {
  const { gates, qubits } = await readCircuit(file);
  const circuit = new Circuit(qubits);
  for (const [gate, wires, values] of gates) {
    const [name, ...parameters] = names[gate];
    circuit.appendGate(name, wires, {
      params: Object.fromEntries(parameters.map((parameter, index) => [parameter, values[index] ?? 0])),
    });
  }
  return {
    run() {
      circuit.run();
    },
    answer: (indices) =>
      indices.map((index) => {
        const amplitude = circuit.state[String(index)];
        return [amplitude?.re ?? 0, amplitude?.im ?? 0] as const;
      }),
  };
});
